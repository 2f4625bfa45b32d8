/** The doors of the event that points of a purchase wait for: it came, or it will not come. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { PurchaseId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import { type PurchaseRecord, purchaseById } from '../purchases/purchase.query.js';
import { PurchaseType, purchaseType } from '../purchases/purchase.type.js';
import { isShared, KeyReusedType, sharedProblem } from '../refusals.type.js';
import { PurchaseNotFoundType } from '../returns/return-problems.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import {
  cancelPurchasePoints,
  confirmPurchase,
  type PurchaseEventRefusal,
} from './purchase-event.command.js';

@InputType({ description: 'A purchase whose event came, such as its delivery.' })
class ConfirmPurchaseInput extends ActInput {
  @Field(() => ID, { description: 'The purchase.' })
  purchaseId!: string;
}

@InputType({ description: 'A purchase whose event will not come.' })
class CancelPurchasePointsInput extends ActInput {
  @Field(() => ID, { description: 'The purchase.' })
  purchaseId!: string;
}

@ObjectType('PurchaseConfirmed', { description: 'What the purchase gave and waited is usable.' })
class PurchaseConfirmedType extends ActDone {
  @Field(() => PurchaseType, { description: 'The purchase.' })
  purchase!: PurchaseType;

  @Field(() => PointsScalar, { description: 'How many points became usable.' })
  points!: bigint;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

@ObjectType('PurchasePointsCancelled', { description: 'What the purchase gave and waited is cancelled.' })
class PurchasePointsCancelledType extends ActDone {
  @Field(() => PurchaseType, { description: 'The purchase.' })
  purchase!: PurchaseType;

  @Field(() => PointsScalar, { description: 'How many points are gone.' })
  points!: bigint;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

@ObjectType('NothingWaits', {
  implements: Problem,
  description:
    'No points of the purchase wait for an event: none ever did, it was told before, or it is too late.',
})
class NothingWaitsType extends Problem {
  @Field(() => ID, { description: 'The purchase.' })
  purchaseId!: string;
}

const ConfirmPurchaseResult = createUnionType({
  name: 'ConfirmPurchaseResult',
  description: 'The confirmed purchase, or the first reason why it is not.',
  types: () => [PurchaseConfirmedType, PurchaseNotFoundType, NothingWaitsType, KeyReusedType] as const,
});

const CancelPurchasePointsResult = createUnionType({
  name: 'CancelPurchasePointsResult',
  description: 'The cancelled points, or the first reason why they are not.',
  types: () => [PurchasePointsCancelledType, PurchaseNotFoundType, NothingWaitsType, KeyReusedType] as const,
});

interface Dependencies {
  readonly database: DataSource;
  readonly clock: Clock;
}

@Resolver()
export class PurchaseEventResolver {
  constructor(private readonly dependencies: Dependencies) {}

  @Mutation(() => ConfirmPurchaseResult, {
    description: 'Tells the event that points of a purchase wait for. For its partner and operators.',
  })
  async confirmPurchase(
    @Arg('input', () => ConfirmPurchaseInput, { description: 'Which purchase.' }) input: ConfirmPurchaseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfirmPurchaseResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const result = await confirmPurchase(this.dependencies, requestFrom(input, caller));
    if (!result.ok) return eventProblem(result.refusal);
    return this.done(new PurchaseConfirmedType(), context, result.value);
  }

  @Mutation(() => CancelPurchasePointsResult, {
    description: 'Cancels points of a purchase that wait for an event. For its partner and operators.',
  })
  async cancelPurchasePoints(
    @Arg('input', () => CancelPurchasePointsInput, { description: 'Which purchase.' })
    input: CancelPurchasePointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CancelPurchasePointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const result = await cancelPurchasePoints(this.dependencies, requestFrom(input, caller));
    if (!result.ok) return eventProblem(result.refusal);
    return this.done(new PurchasePointsCancelledType(), context, result.value);
  }

  private async done<Done extends PurchaseConfirmedType | PurchasePointsCancelledType>(
    type: Done,
    context: RequestContext,
    { purchaseId, points, replayed }: { purchaseId: PurchaseId; points: bigint; replayed: boolean },
  ): Promise<Done> {
    const { database } = this.dependencies;
    const purchase = (await purchaseById(database, context, purchaseId)) as PurchaseRecord;
    const { memberId } = purchase;
    return Object.assign(type, {
      purchase: purchaseType(purchase),
      points,
      wallet: walletType(memberId, await balanceOf(database, context, memberId)),
      replayed,
    });
  }
}

function requestFrom(
  input: ConfirmPurchaseInput | CancelPurchasePointsInput,
  caller: CallerOf<'partner' | 'operator'>,
) {
  const purchaseId = checkedId<PurchaseId>('purchaseId', input.purchaseId);
  const sentBy = caller.kind === 'partner' ? caller.partnerId : null;
  return { caller, key: input.idempotencyKey, wish: { purchaseId, sentBy } };
}

function eventProblem(refusal: PurchaseEventRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  if (refusal.kind === 'PurchaseNotFound') {
    return problem(PurchaseNotFoundType, {
      ...refusal,
      message: 'You have no such purchase of this member.',
    });
  }
  return problem(NothingWaitsType, {
    ...refusal,
    message: 'No points of this purchase wait for an event now.',
  });
}

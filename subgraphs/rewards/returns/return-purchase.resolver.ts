/** The door of taking goods back. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { MemberId, PurchaseId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { holderOf } from '../merging/holder.query.js';
import {
  type PurchaseRecord,
  purchaseById,
  type ReturnRecord,
  returnsOf,
} from '../purchases/purchase.query.js';
import {
  PurchaseReturnType,
  PurchaseType,
  purchaseReturnType,
  purchaseType,
} from '../purchases/purchase.type.js';
import type { PurchaseDependencies } from '../purchases/record-purchase.command.js';
import { AmountNotPositiveType, isShared, KeyReusedType, sharedProblem } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import {
  LineNotFoundType,
  PurchaseNotFoundType,
  ReturnBeforePurchaseType,
  ReturnExceedsPurchaseType,
  ReturnInTheFutureType,
} from './return-problems.type.js';
import { type ReturnPurchaseRefusal, type ReturnWish, returnPurchase } from './return-purchase.command.js';

@InputType({ description: 'Pieces of one line that come back.' })
class ReturnLineInput {
  @Field(() => Int, { description: 'The line of the receipt.' })
  lineNumber!: number;

  @Field(() => Int, { description: 'How many come back.' })
  quantity!: number;
}

@InputType({ description: 'Goods that come back.' })
class ReturnPurchaseInput extends ActInput {
  @Field(() => ID, { description: 'The purchase.' })
  purchaseId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The member who brings them; refused if it is not their purchase.',
  })
  memberId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they came back; now when left out.' })
  returnedAt?: Date | null;

  @Field(() => [ReturnLineInput], { description: 'What comes back: at least one line.' })
  lines!: ReturnLineInput[];
}

@ObjectType('PurchaseReturned', { description: 'The return is recorded and what it undoes is undone.' })
class PurchaseReturnedType extends ActDone {
  @Field(() => PurchaseType, { description: 'The purchase.' })
  purchase!: PurchaseType;

  @Field(() => PurchaseReturnType, { description: 'This return.' })
  purchaseReturn!: PurchaseReturnType;

  @Field(() => PointsScalar, { description: 'The points that were taken back, as a positive number.' })
  points!: bigint;

  @Field(() => PointsScalar, { description: 'All the points that the goods gave.' })
  pointsAsked!: bigint;

  @Field(() => PointsScalar, { description: 'The points that the policy of the wallet let off.' })
  letOff!: bigint;

  @Field(() => WalletType, { description: "The wallet now of whoever has the member's points." })
  wallet!: WalletType;
}

const ReturnPurchaseResult = createUnionType({
  name: 'ReturnPurchaseResult',
  description: 'The recorded return, or the first reason why it is not.',
  types: () =>
    [
      PurchaseReturnedType,
      PurchaseNotFoundType,
      AmountNotPositiveType,
      LineNotFoundType,
      ReturnExceedsPurchaseType,
      ReturnBeforePurchaseType,
      ReturnInTheFutureType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class ReturnPurchaseResolver {
  constructor(private readonly dependencies: PurchaseDependencies) {}

  @Mutation(() => ReturnPurchaseResult, {
    description: 'Takes goods of a purchase back and undoes what they earned. For partners and operators.',
  })
  async returnPurchase(
    @Arg('input', () => ReturnPurchaseInput, { description: 'What comes back.' }) input: ReturnPurchaseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReturnPurchaseResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = wishFrom(input, caller);
    const result = await returnPurchase(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return returnProblem(result.refusal);
    const { database } = this.dependencies;
    const { purchaseId, returnId, points, replayed } = result.value;
    const purchase = (await purchaseById(database, context, purchaseId)) as PurchaseRecord;
    const returns = await returnsOf(database, context, purchaseId);
    const back = returns.find((record) => record.id === returnId) as ReturnRecord;
    const holderId = await holderOf(database, purchase.memberId as MemberId);
    return Object.assign(new PurchaseReturnedType(), {
      purchase: purchaseType(purchase),
      purchaseReturn: purchaseReturnType(back, purchase.currency),
      points,
      pointsAsked: back.asked,
      letOff: back.asked - back.points,
      wallet: walletType(holderId, await balanceOf(database, context, holderId)),
      replayed,
    });
  }
}

/** The graph's Int; no receipt sells more pieces of one line. */
const PIECES_MAX = 2 ** 31 - 1;

function wishFrom(input: ReturnPurchaseInput, caller: CallerOf<'partner' | 'operator'>): ReturnWish {
  const { returnedAt = null, lines, memberId = null } = input;
  if (lines.length === 0) throw new DoorError('BAD_USER_INPUT', 'lines must have at least one line');
  const pieces = lines.reduce((sum, line) => sum + Math.max(line.quantity, 0), 0);
  if (pieces > PIECES_MAX) {
    throw new DoorError('BAD_USER_INPUT', `lines must have at most ${PIECES_MAX} pieces together`);
  }
  return {
    purchaseId: checkedId<PurchaseId>('purchaseId', input.purchaseId),
    memberId: memberId === null ? null : checkedId<MemberId>('memberId', memberId),
    returnedAt,
    lines: lines.map(({ lineNumber, quantity }) => ({ lineNumber, quantity })),
    sentBy: caller.kind === 'partner' ? caller.partnerId : null,
  };
}

function returnProblem(refusal: ReturnPurchaseRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'PurchaseNotFound':
      return problem(PurchaseNotFoundType, {
        ...refusal,
        message: 'You have no such purchase of this member.',
      });
    case 'LineNotFound':
      return problem(LineNotFoundType, {
        ...refusal,
        message: `The purchase has no line ${refusal.lineNumber}.`,
      });
    case 'ReturnExceedsPurchase': {
      const message = `Of ${refusal.bought} bought, ${refusal.alreadyReturned} came back; not ${refusal.asked} more.`;
      return problem(ReturnExceedsPurchaseType, { ...refusal, message });
    }
    case 'ReturnBeforePurchase':
      return problem(ReturnBeforePurchaseType, {
        ...refusal,
        message: 'Goods cannot come back before they were bought.',
      });
    case 'ReturnInTheFuture': {
      const message = 'The return lies in the future; check the clock of the till.';
      return problem(ReturnInTheFutureType, { ...refusal, message }, { retryable: true });
    }
  }
}

/** The doors by which a hold ends: capture and void. */
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
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { HoldId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { isShared, KeyReusedType, PointsNotPositiveType, sharedProblem } from '../refusals.type.js';
import { capturesOf } from '../reversals/capture.query.js';
import { CaptureType, captureType } from '../reversals/capture.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { type CapturePointsRefusal, capturePoints } from './capture-points.command.js';
import type { Hold } from './hold.js';
import { holdById } from './hold.query.js';
import {
  CaptureExceedsHoldType,
  HoldNotFoundType,
  HoldNotOpenType,
  HoldType,
  holdType,
} from './hold.type.js';
import type { RedemptionDependencies } from './hold-points.command.js';
import { type VoidPointsRefusal, voidPoints } from './void-points.command.js';

@InputType({ description: 'A hold to let go.' })
class VoidPointsInput extends ActInput {
  @Field(() => ID, { description: 'The hold.' })
  holdId!: string;
}

@InputType({ description: 'A hold to capture.' })
class CapturePointsInput extends VoidPointsInput {
  @Field(() => PointsScalar, {
    nullable: true,
    description: 'How many to spend; all that is left of the hold when left out.',
  })
  points?: bigint | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the rest is let go; false keeps it held until the hold expires.',
  })
  isFinal!: boolean;
}

@ObjectType('PointsCaptured', {
  description: 'The points are spent; what was held beyond them is free again, or held on if so asked.',
})
class PointsCapturedType extends ActDone {
  @Field(() => HoldType, { description: 'The hold as it stands now.' })
  hold!: HoldType;

  @Field(() => CaptureType, { description: 'The capture.' })
  capture!: CaptureType;

  @Field(() => PointsScalar, { description: 'How many were spent.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What the coalition owes the partner for them.' })
  reimbursement!: MoneyType;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

@ObjectType('PointsVoided', { description: 'The points are free again.' })
class PointsVoidedType extends ActDone {
  @Field(() => HoldType, { description: 'The hold as it ended.' })
  hold!: HoldType;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

const CapturePointsResult = createUnionType({
  name: 'CapturePointsResult',
  description: 'The capture, or the first reason why there is none.',
  types: () =>
    [
      PointsCapturedType,
      HoldNotFoundType,
      PointsNotPositiveType,
      HoldNotOpenType,
      CaptureExceedsHoldType,
      KeyReusedType,
    ] as const,
});

const VoidPointsResult = createUnionType({
  name: 'VoidPointsResult',
  description: 'The hold let go, or the first reason why it is not.',
  types: () => [PointsVoidedType, HoldNotFoundType, HoldNotOpenType, KeyReusedType] as const,
});

function wishOf(input: VoidPointsInput, caller: CallerOf<'partner' | 'operator'>) {
  const sentBy = caller.kind === 'partner' ? caller.partnerId : null;
  return { holdId: checkedId<HoldId>('holdId', input.holdId), sentBy };
}

@Resolver()
export class EndHoldResolver {
  constructor(private readonly dependencies: RedemptionDependencies) {}

  @Mutation(() => CapturePointsResult, {
    description:
      'Spends held points, all or a part, and lets the rest go or keeps it held. For partners, their own holds, and operators.',
  })
  async capturePoints(
    @Arg('input', () => CapturePointsInput, { description: 'What to spend.' }) input: CapturePointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CapturePointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = { ...wishOf(input, caller), points: input.points ?? null, isFinal: input.isFinal };
    const result = await capturePoints(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return endProblem(result.refusal);
    const { captureId, points, amountMinor, currency, replayed } = result.value;
    const ended = await this.ended(wish.holdId, context);
    const reimbursement = { amountMinor, currency };
    const captures = (await capturesOf(this.dependencies.database, context, wish.holdId)).map(captureType);
    // An answer kept from before captures had ids is of a hold with one capture.
    const capture = captures.find(({ id }) => id === captureId) ?? captures[0];
    return Object.assign(new PointsCapturedType(), { ...ended, capture, points, reimbursement, replayed });
  }

  @Mutation(() => VoidPointsResult, {
    description: 'Lets a hold go; nothing is spent. For partners, their own holds, and operators.',
  })
  async voidPoints(
    @Arg('input', () => VoidPointsInput, { description: 'What to let go.' }) input: VoidPointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof VoidPointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = wishOf(input, caller);
    const result = await voidPoints(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return voidProblem(result.refusal);
    const ended = await this.ended(wish.holdId, context);
    return Object.assign(new PointsVoidedType(), { ...ended, replayed: result.value.replayed });
  }

  private async ended(
    holdId: HoldId,
    context: RequestContext,
  ): Promise<{ hold: HoldType; wallet: WalletType }> {
    const { database } = this.dependencies;
    const hold = (await holdById(database, context, holdId)) as Hold;
    const balance = await balanceOf(database, context, hold.memberId);
    return { hold: holdType(hold, context.clock.now()), wallet: walletType(hold.memberId, balance) };
  }
}

function voidProblem(refusal: VoidPointsRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'HoldNotFound':
      return problem(HoldNotFoundType, { ...refusal, message: 'You have no hold with this id.' });
    case 'HoldNotOpen':
      return problem(HoldNotOpenType, {
        ...refusal,
        message: `The hold has ended already: it is ${refusal.state}.`,
      });
  }
}

function endProblem(refusal: CapturePointsRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  if (refusal.kind !== 'CaptureExceedsHold') return voidProblem(refusal);
  const message = `${refusal.held} points are left, ${refusal.asked} were asked.`;
  return problem(CaptureExceedsHoldType, { ...refusal, message });
}

/** The door of giving points to a cause. */
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
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { CauseId } from '../../../shared/values/ids.js';
import { actingFor, checkedId } from '../checked-input.type.js';
import { insufficientPoints } from '../gifts/gift-problems.type.js';
import { InsufficientPointsType } from '../redemptions/hold.type.js';
import {
  AgreementNotInForceType,
  isShared,
  KeyReusedType,
  MemberNotEnrolledType,
  PartnerNotActiveType,
  PartnerNotFoundType,
  PointsNotPositiveType,
  sharedProblem,
} from '../refusals.type.js';
import {
  isSpendRefusal,
  ownSpendProblem,
  SpendingLockedType,
  VelocityExceededType,
} from '../safety/spend-problems.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { type CauseRecord, causeById } from './cause.query.js';
import { CauseClosedType, CauseNotFoundType, CauseType, causeProblem, causeType } from './cause.type.js';
import { type DonatePointsRefusal, donatePoints } from './donate-points.command.js';
import type { CauseDependencies } from './open-cause.command.js';

@InputType({ description: 'Points to give to a cause.' })
class DonatePointsInput extends ActInput {
  @Field(() => ID, { description: 'The cause.' })
  causeId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Who gives. Members give their own points and leave it out; operators must send it.',
  })
  memberId?: string | null;

  @Field(() => PointsScalar, { description: 'How many points.' })
  points!: bigint;
}

@ObjectType('PointsDonated', { description: 'The points are with the cause.' })
class PointsDonatedType extends ActDone {
  @Field(() => ID, { description: 'The id of the donation; its entry of the ledger names it.' })
  donationId!: string;

  @Field(() => PointsScalar, { description: 'How many points.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What the partner behind the cause is owed for them.' })
  worth!: MoneyType;

  @Field(() => CauseType, { description: 'The cause with its running total now.' })
  cause!: CauseType;

  @Field(() => WalletType, { description: "The giver's wallet now." })
  wallet!: WalletType;
}

const DonatePointsResult = createUnionType({
  name: 'DonatePointsResult',
  description: 'The donation, or the first reason why there is none.',
  types: () =>
    [
      PointsDonatedType,
      PointsNotPositiveType,
      CauseNotFoundType,
      CauseClosedType,
      MemberNotEnrolledType,
      PartnerNotFoundType,
      PartnerNotActiveType,
      AgreementNotInForceType,
      InsufficientPointsType,
      SpendingLockedType,
      VelocityExceededType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class DonatePointsResolver {
  constructor(private readonly dependencies: CauseDependencies) {}

  @Mutation(() => DonatePointsResult, {
    description: 'Gives points to a cause, soonest to expire first. For the giver and operators.',
  })
  async donatePoints(
    @Arg('input', () => DonatePointsInput, { description: 'What to give.' }) input: DonatePointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DonatePointsResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const memberId = actingFor(caller, 'memberId', input.memberId);
    const wish = { causeId: checkedId<CauseId>('causeId', input.causeId), memberId, points: input.points };
    const result = await donatePoints(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return donationProblem(result.refusal);
    const { database } = this.dependencies;
    const { donationId, points, amountMinor, currency, replayed } = result.value;
    return Object.assign(new PointsDonatedType(), {
      donationId,
      points,
      worth: { amountMinor, currency },
      cause: causeType((await causeById(database, wish.causeId)) as CauseRecord),
      wallet: walletType(memberId, await balanceOf(database, context, memberId)),
      replayed,
    });
  }
}

function donationProblem(refusal: DonatePointsRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  if (isSpendRefusal(refusal)) return ownSpendProblem(refusal);
  return refusal.kind === 'InsufficientPoints' ? insufficientPoints(refusal) : causeProblem(refusal);
}

/** The door of spending points at once. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  FieldResolver,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone } from '../../../shared/platform/graph/act.type.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Hold } from '../redemptions/hold.js';
import { holdById } from '../redemptions/hold.query.js';
import { HoldType, holdType } from '../redemptions/hold.type.js';
import { sharedProblem } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { PayingInput, payingProblem, payingProblems, wishOf } from './paying.type.js';
import { spendPoints } from './spend-points.command.js';
import { type HouseholdSpendDependencies, spendWithHousehold } from './spend-with-household.command.js';

@InputType({ description: 'Points to spend at once.' })
class SpendPointsInput extends PayingInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether points of her household may be drawn for what her own lack.',
  })
  usesHousehold!: boolean;
}

@ObjectType('PointsSpent', { description: 'The points are spent.' })
class PointsSpentType extends ActDone {
  /** What the fields are read by; not fields of the graph. */
  holdId!: string;
  memberId!: string;

  @Field(() => PointsScalar, { description: 'How many points were spent.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What the coalition owes you for them.' })
  reimbursement!: MoneyType;
}

const SpendPointsResult = createUnionType({
  name: 'SpendPointsResult',
  description: 'What was spent, or the first reason why nothing was.',
  types: () => [PointsSpentType, ...payingProblems] as const,
});

@Resolver()
export class SpendPointsResolver {
  constructor(private readonly dependencies: HouseholdSpendDependencies) {}

  @Mutation(() => SpendPointsResult, {
    description:
      'Spends points at once, soonest to expire first: a hold and its capture in one act. For partners and operators.',
  })
  async spendPoints(
    @Arg('input', () => SpendPointsInput, { description: 'What to spend.' }) input: SpendPointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SpendPointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const request = { caller, key: input.idempotencyKey, wish: wishOf(input, caller) };
    const spend = input.usesHousehold ? spendWithHousehold : spendPoints;
    const result = await spend(this.dependencies, request);
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : payingProblem(refusal);
    }
    const { amountMinor, currency, ...spent } = result.value;
    const reimbursement = Object.assign(new MoneyType(), { amountMinor, currency });
    return Object.assign(new PointsSpentType(), { ...spent, reimbursement });
  }
}

/** A till that asks for neither pays for neither: spending itself reads nothing back. */
@Resolver(() => PointsSpentType)
export class PointsSpentResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => HoldType, {
    description: 'The hold that it was, captured at once: a reversal names it.',
  })
  async hold(@Root() { holdId }: PointsSpentType, @Ctx() context: RequestContext): Promise<HoldType> {
    return holdType((await holdById(this.database, context, holdId)) as Hold, context.clock.now());
  }

  @FieldResolver(() => WalletType, { description: "The member's wallet now." })
  async wallet(@Root() { memberId }: PointsSpentType, @Ctx() context: RequestContext): Promise<WalletType> {
    return walletType(memberId, await balanceOf(this.database, context, memberId));
  }
}

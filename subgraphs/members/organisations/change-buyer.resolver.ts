/** The doors by which a buyer of a firm changes and goes. */
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
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused, LimitNotValidType, limitNotValid } from '../refusals.type.js';
import {
  type RemoveBuyerRefusal,
  removeBuyer,
  type SetBuyerLimitRefusal,
  setBuyerLimit,
} from './change-buyer.command.js';
import { BuyerType, buyerType } from './organisation.type.js';
import { buyerById } from './organisations.query.js';

@InputType({ description: 'What a buyer may spend.' })
class SetBuyerLimitInput extends ActInput {
  @Field(() => ID, { description: 'The buyer.' })
  buyerId!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'The most in a calendar month; null or left out for no limit, "0" for nothing.',
  })
  monthlySpendLimit?: bigint | null;
}

@ObjectType({ description: 'The limit holds from the next spending on.' })
class BuyerLimitSet extends ActDone {
  @Field(() => BuyerType, { description: 'The buyer as it is now.' })
  buyer!: BuyerType;
}

@InputType({ description: 'A buyer who no longer buys for the firm.' })
class RemoveBuyerInput extends ActInput {
  @Field(() => ID, { description: 'The buyer.' })
  buyerId!: string;
}

@ObjectType({ description: "The buyer's card identifies nobody any more." })
class BuyerRemoved extends ActDone {
  @Field(() => BuyerType, { description: 'The buyer as it is now.' })
  buyer!: BuyerType;
}

@ObjectType('BuyerNotFound', { implements: Problem, description: 'You have no such buyer.' })
class BuyerNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  buyerId!: string;
}

@ObjectType('BuyerNotActive', { implements: Problem, description: 'The buyer was removed before.' })
class BuyerNotActiveType extends Problem {
  @Field(() => ID, { description: 'The buyer.' })
  buyerId!: string;
}

const SetBuyerLimitResult = createUnionType({
  name: 'SetBuyerLimitResult',
  description: 'The buyer with the new limit, or why it did not change.',
  types: () =>
    [BuyerLimitSet, LimitNotValidType, BuyerNotFoundType, BuyerNotActiveType, KeyReusedType] as const,
});

const RemoveBuyerResult = createUnionType({
  name: 'RemoveBuyerResult',
  description: 'The removed buyer, or why it stays.',
  types: () => [BuyerRemoved, BuyerNotFoundType, BuyerNotActiveType, KeyReusedType] as const,
});

function removeProblem(refusal: RemoveBuyerRefusal) {
  switch (refusal.kind) {
    case 'BuyerNotFound':
      return problem(BuyerNotFoundType, { ...refusal, message: 'You have no buyer with this id.' });
    case 'BuyerNotActive':
      return problem(BuyerNotActiveType, { ...refusal, message: 'This buyer was removed; add a new one.' });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function limitProblem(refusal: SetBuyerLimitRefusal): typeof SetBuyerLimitResult {
  return refusal.kind === 'LimitNotValid' ? limitNotValid(refusal) : removeProblem(refusal);
}

@Resolver()
export class ChangeBuyerResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => SetBuyerLimitResult, {
    description:
      'Sets what a buyer may spend in a month. For operators and the partner that enrolled the firm.',
  })
  async setBuyerLimit(
    @Arg('input', () => SetBuyerLimitInput, { description: 'Whose limit, and how much.' })
    input: SetBuyerLimitInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetBuyerLimitResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const { idempotencyKey: key, buyerId, monthlySpendLimit = null } = input;
    if (!isId(buyerId)) return removeProblem({ kind: 'BuyerNotFound', buyerId });
    const result = await setBuyerLimit(this.dependencies, { caller, key, buyerId, monthlySpendLimit });
    if (!result.ok) return limitProblem(result.refusal);
    return Object.assign(new BuyerLimitSet(), await this.changed(result.value));
  }

  @Mutation(() => RemoveBuyerResult, {
    description: 'Removes a buyer, whose card stops. For operators and the partner that enrolled the firm.',
  })
  async removeBuyer(
    @Arg('input', () => RemoveBuyerInput, { description: 'Who goes.' }) input: RemoveBuyerInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RemoveBuyerResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const { idempotencyKey: key, buyerId } = input;
    if (!isId(buyerId)) return removeProblem({ kind: 'BuyerNotFound', buyerId });
    const result = await removeBuyer(this.dependencies, { caller, key, buyerId });
    if (!result.ok) return removeProblem(result.refusal);
    return Object.assign(new BuyerRemoved(), await this.changed(result.value));
  }

  private async changed(done: {
    readonly buyerId: string;
    readonly replayed: boolean;
  }): Promise<Pick<BuyerLimitSet, 'buyer' | 'replayed'>> {
    const buyer = await buyerById(this.dependencies.database, done.buyerId);
    if (buyer === null) throw new Error('a buyer was just changed and is gone');
    return { buyer: buyerType(buyer), replayed: done.replayed };
  }
}

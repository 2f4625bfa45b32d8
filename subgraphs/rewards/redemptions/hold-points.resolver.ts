/** The door of holding points, and the read of a hold. */
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
  Query,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { StoreId } from '../../../shared/values/ids.js';
import { checkedId, checkedText, memberRef } from '../checked-input.type.js';
import {
  BuyerLimitExceededType,
  HouseholdDrawExceededType,
  isPoolRefusal,
  poolProblem,
} from '../pooling/pool-problems.type.js';
import { PaidBasketInput, receiptLines } from '../purchases/basket.type.js';
import { basketProblem } from '../purchases/earn-problem.type.js';
import {
  AmountTooLargeType,
  CurrencyNotAgreedType,
  LineSumMismatchType,
  TooManyLinesType,
} from '../purchases/receipt-problems.type.js';
import {
  AmountNotPositiveType,
  isShared,
  KeyReusedType,
  PointsNotPositiveType,
  sharedProblem,
  standingProblems,
} from '../refusals.type.js';
import { isSpendRefusal, spendProblem, spendProblems } from '../safety/spend-problems.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import type { Hold } from './hold.js';
import { holdById } from './hold.query.js';
import {
  BasketRequiredType,
  HoldType,
  holdType,
  InsufficientPointsType,
  PayableShareExceededType,
} from './hold.type.js';
import {
  type HoldPointsRefusal,
  type HoldWish,
  holdPoints,
  type RedemptionDependencies,
} from './hold-points.command.js';

@InputType({ description: 'Points to set aside.' })
class HoldPointsInput extends ActInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The member who pays with points. Send this or cardNumber.',
  })
  memberId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The number of the member's card. Send this or memberId.",
  })
  cardNumber?: string | null;

  @Field(() => ID, { description: 'The store where they pay.' })
  storeId!: string;

  @Field(() => PointsScalar, { description: 'How many points.' })
  points!: bigint;

  @Field(() => PaidBasketInput, {
    nullable: true,
    description:
      'What they pay. With it the shares of the programme are enforced; the programme may require it.',
  })
  basket?: PaidBasketInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the receipt that they pay, when it has one: all its holds count together.',
  })
  receiptNumber?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether points of her household may be drawn for what her own lack; unspent ones go back.',
  })
  usesHousehold!: boolean;
}

@ObjectType('PointsHeld', { description: 'The points are set aside.' })
class PointsHeldType extends ActDone {
  @Field(() => HoldType, { description: 'The hold; capture or void it before it expires.' })
  hold!: HoldType;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

const HoldPointsResult = createUnionType({
  name: 'HoldPointsResult',
  description: 'The hold, or the first reason why there is none.',
  types: () =>
    [
      PointsHeldType,
      ...standingProblems,
      PointsNotPositiveType,
      BasketRequiredType,
      CurrencyNotAgreedType,
      AmountNotPositiveType,
      AmountTooLargeType,
      LineSumMismatchType,
      TooManyLinesType,
      PayableShareExceededType,
      BuyerLimitExceededType,
      HouseholdDrawExceededType,
      InsufficientPointsType,
      ...spendProblems,
      KeyReusedType,
    ] as const,
});

function isSent<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function wishOf(input: HoldPointsInput, caller: CallerOf<'partner' | 'operator'>): HoldWish {
  const { points, basket, receiptNumber } = input;
  return {
    member: memberRef(input),
    storeId: checkedId<StoreId>('storeId', input.storeId),
    points,
    basket: isSent(basket) ? { ...basket, lines: receiptLines(basket.lines) } : null,
    receiptNumber: isSent(receiptNumber) ? checkedText('receiptNumber', receiptNumber) : null,
    sentBy: caller.kind === 'partner' ? caller.partnerId : null,
    usesHousehold: input.usesHousehold,
  };
}

@Resolver()
export class HoldPointsResolver {
  constructor(private readonly dependencies: RedemptionDependencies) {}

  @Query(() => HoldType, { nullable: true, description: 'A hold by its id; none if it is not yours to see.' })
  async hold(
    @Arg('id', () => ID, { description: 'The id of the hold.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<HoldType | null> {
    allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    const hold = await holdById(this.dependencies.database, context, id);
    return hold === null ? null : holdType(hold, context.clock.now());
  }

  @Mutation(() => HoldPointsResult, {
    description: 'Sets points aside for a redemption, soonest to expire first. For partners and operators.',
  })
  async holdPoints(
    @Arg('input', () => HoldPointsInput, { description: 'What to set aside.' }) input: HoldPointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof HoldPointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = wishOf(input, caller);
    const result = await holdPoints(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return holdProblem(result.refusal);
    const { database } = this.dependencies;
    const hold = (await holdById(database, context, result.value.holdId)) as Hold;
    return Object.assign(new PointsHeldType(), {
      hold: holdType(hold, context.clock.now()),
      wallet: walletType(hold.memberId, await balanceOf(database, context, hold.memberId)),
      replayed: result.value.replayed,
    });
  }
}

function holdProblem(refusal: HoldPointsRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  if (isPoolRefusal(refusal)) return poolProblem(refusal);
  if (isSpendRefusal(refusal)) return spendProblem(refusal);
  switch (refusal.kind) {
    case 'BasketRequired':
      return problem(BasketRequiredType, {
        ...refusal,
        message: `${refusal.field} must be sent: the programme asks what is paid with points.`,
      });
    case 'PayableShareExceeded': {
      const message = `Points may pay ${refusal.payable} of this basket, ${refusal.asked} were asked.`;
      return problem(PayableShareExceededType, { ...refusal, message });
    }
    case 'InsufficientPoints': {
      const message = `${refusal.available} points are available, ${refusal.asked} were asked.`;
      return problem(InsufficientPointsType, { ...refusal, message }, { retryable: true });
    }
    default:
      return basketProblem(refusal);
  }
}

/** Paying with points as a till asks for it and is refused it, whether they are held first or spent at once. */
import 'reflect-metadata';
import { Field, ID, InputType } from 'type-graphql';
import { ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { CallerOf } from '../../../shared/platform/identity/caller.js';
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
  BasketRequiredType,
  InsufficientPointsType,
  PayableShareExceededType,
} from '../redemptions/hold.type.js';
import type { HoldRefusal, HoldRequest } from '../redemptions/holding.js';
import {
  AmountNotPositiveType,
  isShared,
  KeyReusedType,
  PointsNotPositiveType,
  sharedProblem,
  standingProblems,
} from '../refusals.type.js';
import { isSpendRefusal, spendProblem, spendProblems } from '../safety/spend-problems.type.js';
import type { ToldSpendRefusal } from '../safety/spend-safety.js';

@InputType()
export class PayingInput extends ActInput {
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
}

/** Why points cannot pay. */
export const payingProblems = [
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
] as const;

function isSent<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

export function wishOf(input: PayingInput, caller: CallerOf<'partner' | 'operator'>): HoldRequest {
  const { points, basket, receiptNumber } = input;
  return {
    member: memberRef(input),
    storeId: checkedId<StoreId>('storeId', input.storeId),
    points,
    basket: isSent(basket) ? { ...basket, lines: receiptLines(basket.lines) } : null,
    receiptNumber: isSent(receiptNumber) ? checkedText('receiptNumber', receiptNumber) : null,
    sentBy: caller.kind === 'partner' ? caller.partnerId : null,
  };
}

export function payingProblem(refusal: HoldRefusal | ToldSpendRefusal) {
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

/** The door of previewing a purchase. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, InputType, Query, Resolver } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { BasketInput, basketFrom } from '../purchases/basket.type.js';
import { earnProblem } from '../purchases/earn-problem.type.js';
import {
  AmountTooLargeType,
  CurrencyNotAgreedType,
  LineSumMismatchType,
  PurchaseInTheFutureType,
  PurchaseTooOldType,
  ReceiptAlreadyRecordedType,
  TooManyLinesType,
} from '../purchases/receipt-problems.type.js';
import type { PurchaseDependencies } from '../purchases/record-purchase.command.js';
import { AmountNotPositiveType, standingProblems } from '../refusals.type.js';
import { previewPurchase } from './preview-purchase.query.js';
import { PurchasePreviewedType, purchasePreviewedType } from './preview-purchase.type.js';

@InputType({ description: 'A basket to preview.' })
class PreviewPurchaseInput extends BasketInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the goods are bought; now when left out.',
  })
  purchasedAt?: Date | null;
}

const PreviewPurchaseResult = createUnionType({
  name: 'PreviewPurchaseResult',
  description: 'What the basket would earn, or the first reason why it could not be recorded.',
  types: () =>
    [
      PurchasePreviewedType,
      ...standingProblems,
      CurrencyNotAgreedType,
      AmountNotPositiveType,
      AmountTooLargeType,
      LineSumMismatchType,
      TooManyLinesType,
      PurchaseInTheFutureType,
      PurchaseTooOldType,
      ReceiptAlreadyRecordedType,
    ] as const,
});

@Resolver()
export class PreviewPurchaseResolver {
  constructor(private readonly dependencies: PurchaseDependencies) {}

  @Query(() => PreviewPurchaseResult, {
    description: 'Tells what a basket would earn and what points may pay of it. For partners and operators.',
  })
  async previewPurchase(
    @Arg('input', () => PreviewPurchaseInput, { description: 'The basket.' }) input: PreviewPurchaseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PreviewPurchaseResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const basket = basketFrom(input, caller, { purchasedAt: input.purchasedAt ?? context.clock.now() });
    const { arrivals } = this.dependencies;
    const result = await arrivals.orArrived(() => previewPurchase(this.dependencies, basket));
    return result.ok ? purchasePreviewedType(result.value, basket.currency) : earnProblem(result.refusal);
  }
}

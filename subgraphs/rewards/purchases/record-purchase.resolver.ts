/** The door of recording a purchase. */
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
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import {
  DateTimeScalar,
  IdempotencyKeyScalar,
  PointsScalar,
} from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { checkedText } from '../checked-input.type.js';
import { AmountNotPositiveType, KeyReusedType, sharedProblem, standingProblems } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { BasketInput, basketFrom } from './basket.type.js';
import { earnProblem } from './earn-problem.type.js';
import { type PurchaseRecord, purchaseById } from './purchase.query.js';
import { AwardType, PurchaseType, purchaseType } from './purchase.type.js';
import {
  AmountTooLargeType,
  CurrencyNotAgreedType,
  LineSumMismatchType,
  PurchaseInTheFutureType,
  PurchaseTooOldType,
  ReceiptAlreadyRecordedType,
  TooManyLinesType,
} from './receipt-problems.type.js';
import { type PurchaseDependencies, recordPurchase } from './record-purchase.command.js';

@InputType({ description: 'A receipt to record.' })
class RecordPurchaseInput extends BasketInput {
  /** As in `ActInput`: a class extends one other, and this one is a basket. */
  @Field(() => IdempotencyKeyScalar, { description: 'Your own name for this act.' })
  idempotencyKey!: string;

  @Field(() => String, { description: 'The number on the receipt; a store uses each once.' })
  receiptNumber!: string;

  @Field(() => DateTimeScalar, { description: 'When the goods were bought.' })
  purchasedAt!: Date;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'From before the programme kept its own books: taken however old it is. For operators only.',
  })
  historical!: boolean;
}

@ObjectType('PurchaseRecorded', { description: 'The purchase is recorded and its points are posted.' })
class PurchaseRecordedType extends ActDone {
  /** What the fields are read by; not fields of the graph. */
  purchaseId!: string;
  memberId!: string;

  @Field(() => PointsScalar, { description: 'What it earned.' })
  points!: bigint;
}

const RecordPurchaseResult = createUnionType({
  name: 'RecordPurchaseResult',
  description: 'The recorded purchase, or the first reason why it is not.',
  types: () =>
    [
      PurchaseRecordedType,
      ...standingProblems,
      CurrencyNotAgreedType,
      AmountNotPositiveType,
      AmountTooLargeType,
      LineSumMismatchType,
      TooManyLinesType,
      PurchaseInTheFutureType,
      PurchaseTooOldType,
      ReceiptAlreadyRecordedType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class RecordPurchaseResolver {
  constructor(private readonly dependencies: PurchaseDependencies) {}

  @Mutation(() => RecordPurchaseResult, {
    description: 'Records a receipt and posts its points. For partners, at their own stores, and operators.',
  })
  async recordPurchase(
    @Arg('input', () => RecordPurchaseInput, { description: 'The receipt.' }) input: RecordPurchaseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RecordPurchaseResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    if (input.historical && caller.kind !== 'operator') {
      throw new DoorError('FORBIDDEN', 'Only an operator may record historical purchases.');
    }
    const receiptNumber = checkedText('receiptNumber', input.receiptNumber);
    const basket = {
      ...basketFrom(input, caller, { purchasedAt: input.purchasedAt, isHistorical: input.historical }),
      receiptNumber,
    };
    const result = await recordPurchase(this.dependencies, { caller, key: input.idempotencyKey, basket });
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : earnProblem(refusal);
    }
    return Object.assign(new PurchaseRecordedType(), result.value);
  }
}

/** A till that asks for none of these pays for none: recording itself reads nothing back. */
@Resolver(() => PurchaseRecordedType)
export class PurchaseRecordedResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PurchaseType, { description: 'The purchase.' })
  async purchase(
    @Root() { purchaseId }: PurchaseRecordedType,
    @Ctx() context: RequestContext,
  ): Promise<PurchaseType> {
    return purchaseType((await purchaseById(this.database, context, purchaseId)) as PurchaseRecord);
  }

  @FieldResolver(() => [AwardType], {
    description: 'What it was given in every unit, caps applied; a replayed answer gives the same.',
  })
  async awards(
    @Root() { purchaseId }: PurchaseRecordedType,
    @Ctx() context: RequestContext,
  ): Promise<AwardType[]> {
    return purchaseType((await purchaseById(this.database, context, purchaseId)) as PurchaseRecord).awards;
  }

  @FieldResolver(() => WalletType, { description: "The member's wallet now." })
  async wallet(
    @Root() { memberId }: PurchaseRecordedType,
    @Ctx() context: RequestContext,
  ): Promise<WalletType> {
    return walletType(memberId, await balanceOf(this.database, context, memberId));
  }
}

/** A purchase, its lines and its returns as the graph shows them. */
import 'reflect-metadata';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, PartnerType, partnerType, StoreType, storeType } from '../entities.type.js';
import type { LineRecord, PurchaseRecord, ReturnRecord } from './purchase.query.js';

@ObjectType('PurchaseLine', { description: 'One line of a receipt.' })
export class PurchaseLineType {
  @Field(() => Int, { description: 'Its number on the receipt; returns name it.' })
  lineNumber!: number;

  @Field(() => String, { description: "The partner's code of the article." })
  sku!: string;

  @Field(() => String, { description: 'The article in words.' })
  name!: string;

  @Field(() => Int, { description: 'How many were bought.' })
  quantity!: number;

  @Field(() => Int, { description: 'How many of them came back.' })
  returnedQuantity!: number;

  @Field(() => MoneyType, { description: 'What the line cost, all pieces together.' })
  amount!: MoneyType;

  @Field(() => PointsScalar, { description: 'Its share of the points that the receipt earned.' })
  points!: bigint;
}

@ObjectType('PurchaseReturnLine', { description: 'Pieces of one line that came back.' })
export class PurchaseReturnLineType {
  @Field(() => Int, { description: 'The line of the receipt.' })
  lineNumber!: number;

  @Field(() => Int, { description: 'How many came back.' })
  quantity!: number;
}

@ObjectType('PurchaseReturn', { description: 'Goods of a purchase that came back together.' })
export class PurchaseReturnType {
  @Field(() => ID, { description: 'The id of the return.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When they came back.' })
  returnedAt!: Date;

  @Field(() => MoneyType, { description: 'What they had cost.' })
  amount!: MoneyType;

  @Field(() => PointsScalar, { description: 'The points that were taken back, as a positive number.' })
  points!: bigint;

  @Field(() => [PurchaseReturnLineType], { description: 'What came back of which line.' })
  lines!: PurchaseReturnLineType[];
}

@Directive('@key(fields: "id")')
@ObjectType('Purchase', { description: 'A receipt of a member at a store of a partner.' })
export class PurchaseType {
  @Field(() => ID, { description: 'The id of the purchase.' })
  id!: string;

  @Field(() => String, { description: "The store's number of the receipt, used once by a store." })
  receiptNumber!: string;

  @Field(() => MemberType, { description: 'Who bought.' })
  member!: MemberType;

  @Field(() => PartnerType, { description: 'At which partner.' })
  partner!: PartnerType;

  @Field(() => StoreType, { description: 'In which store.' })
  store!: StoreType;

  @Field(() => DateTimeScalar, { description: 'When it was bought.' })
  purchasedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was recorded here.' })
  recordedAt!: Date;

  @Field(() => MoneyType, { description: 'The total of the receipt.' })
  total!: MoneyType;

  @Field(() => PointsScalar, { description: 'What it earned; returns show what of it was taken back.' })
  points!: bigint;

  @Field(() => Int, { description: 'The version of the programme terms that decided it.' })
  termsVersion!: number;

  @Field(() => ID, { description: 'The agreement that decided it.' })
  agreementId!: string;
}

export const PurchaseConnection = connectionType('Purchase', () => PurchaseType);

export function purchaseType(purchase: PurchaseRecord): PurchaseType {
  const { memberId, partnerId, storeId, totalMinor, currency, ...facts } = purchase;
  return Object.assign(new PurchaseType(), {
    ...facts,
    member: memberType(memberId),
    partner: partnerType(partnerId),
    store: storeType(storeId),
    total: { amountMinor: totalMinor, currency },
  });
}

export function purchaseLineType({ amountMinor, ...line }: LineRecord, currency: string): PurchaseLineType {
  return Object.assign(new PurchaseLineType(), line, { amount: { amountMinor, currency } });
}

export function purchaseReturnType(
  { amountMinor, ...back }: ReturnRecord,
  currency: string,
): PurchaseReturnType {
  return Object.assign(new PurchaseReturnType(), back, { amount: { amountMinor, currency } });
}

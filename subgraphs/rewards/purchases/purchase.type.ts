/** A purchase, its lines and its returns as the graph shows them. */
import 'reflect-metadata';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { ChannelEnum } from '../bonuses/bonus.type.js';
import { awardsFrom } from '../earning/purchase-award.js';
import { MemberType, memberType, PartnerType, partnerType, StoreType, storeType } from '../entities.type.js';
import { ReturnPolicyEnum } from '../wallet-kinds/wallet-rules.type.js';
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

@ObjectType('ReturnedUnit', { description: 'What a return asked and took of one unit.' })
export class ReturnedUnitType {
  @Field(() => String, { description: 'The unit, such as PTS.' })
  unit!: string;

  @Field(() => ReturnPolicyEnum, { description: 'The policy of the wallet when the purchase was made.' })
  policy!: ReturnPolicyEnum;

  @Field(() => PointsScalar, { description: 'All that the goods gave.' })
  asked!: bigint;

  @Field(() => PointsScalar, { description: 'How much of it was taken back.' })
  taken!: bigint;

  @Field(() => PointsScalar, { description: 'How much of it was let off.' })
  letOff!: bigint;
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

  @Field(() => PointsScalar, { description: 'All the points that the goods gave.' })
  asked!: bigint;

  @Field(() => PointsScalar, {
    description:
      'The points that were let off: the member keeps or spent them, and the issuer goes on funding them.',
  })
  letOff!: bigint;

  @Field(() => [ReturnedUnitType], { description: 'The same in every unit that the goods gave.' })
  units!: ReturnedUnitType[];

  @Field(() => [PurchaseReturnLineType], { description: 'What came back of which line.' })
  lines!: PurchaseReturnLineType[];
}

@ObjectType('Award', {
  description: 'What a purchase was given in one unit by one rule, as it was told at the till.',
})
export class AwardType {
  @Field(() => String, { description: 'The unit, such as PTS.' })
  unit!: string;

  @Field(() => String, { description: 'The rule that gave it, such as BASE_RATE.' })
  rule!: string;

  @Field(() => Int, { description: 'The version of the kind of wallet that decided it.' })
  kindVersion!: number;

  @Field(() => PointsScalar, { description: 'What the rule gave.' })
  asked!: bigint;

  @Field(() => PointsScalar, { description: 'What the caps of the wallet left of it.' })
  granted!: bigint;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when it was to be usable; none while it waited for an event.',
  })
  activatesAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was to be cancelled unless the event came; none if never.',
  })
  cancelsAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was to lapse; none if never, or not known yet. Its lot tells what became of it.',
  })
  expiresAt!: Date | null;
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

  @Field(() => ChannelEnum, { nullable: true, description: 'Its channel, where the till told one.' })
  channel!: ChannelEnum | null;

  @Field(() => [AwardType], { description: 'What it was given in every unit, and by which rule.' })
  awards!: AwardType[];
}

export const PurchaseConnection = connectionType('Purchase', () => PurchaseType);

export function purchaseType(purchase: PurchaseRecord): PurchaseType {
  const { memberId, partnerId, storeId, totalMinor, currency, awards, ...facts } = purchase;
  return Object.assign(new PurchaseType(), {
    ...facts,
    member: memberType(memberId),
    partner: partnerType(partnerId),
    store: storeType(storeId),
    total: { amountMinor: totalMinor, currency },
    awards: awardsFrom(awards).map((award) => Object.assign(new AwardType(), award)),
  });
}

export function purchaseLineType({ amountMinor, ...line }: LineRecord, currency: string): PurchaseLineType {
  return Object.assign(new PurchaseLineType(), line, { amount: { amountMinor, currency } });
}

export function purchaseReturnType(
  { amountMinor, units, ...back }: ReturnRecord,
  currency: string,
): PurchaseReturnType {
  return Object.assign(new PurchaseReturnType(), back, {
    amount: { amountMinor, currency },
    letOff: back.asked - back.points,
    units: units.map(({ unit, policy, ...figures }) => {
      const [asked, taken] = [BigInt(figures.asked), BigInt(figures.taken)];
      return Object.assign(new ReturnedUnitType(), { unit, policy, asked, taken, letOff: asked - taken });
    }),
  });
}

/** A preview as the graph shows it. */
import 'reflect-metadata';
import { Field, Int, ObjectType } from 'type-graphql';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType } from '../entities.type.js';
import { PayableLimitEnum } from '../redemptions/hold.type.js';
import type { PayableLimit } from '../redemptions/spend-rules.js';
import { MAIN_UNIT } from '../wallet-kinds/wallet-kind.js';
import type { PurchasePreview } from './preview-purchase.query.js';

@ObjectType('LinePreview', { description: 'What one line would earn.' })
export class LinePreviewType {
  @Field(() => Int, { description: 'The number of the line.' })
  lineNumber!: number;

  @Field(() => PointsScalar, { description: 'Its share of the points of the basket.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'At most so much of it is counted as payable by points.' })
  payable!: MoneyType;
}

@ObjectType('PayableByPoints', { description: 'How much of a basket points may pay.' })
export class PayableByPointsType {
  @Field(() => PointsScalar, { description: 'At most so many points.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What they pay.' })
  amount!: MoneyType;

  @Field(() => PayableLimitEnum, { description: 'Why not more.' })
  limitedBy!: PayableLimit;
}

@ObjectType('AwardPreview', {
  description: 'What the basket would give in one unit by one rule: it becomes a lot.',
})
export class AwardPreviewType {
  @Field(() => String, { description: 'The unit, such as PTS.' })
  unit!: string;

  @Field(() => String, { description: 'The rule that gives it.' })
  rule!: string;

  @Field(() => PointsScalar, { description: 'What the rule gives.' })
  asked!: bigint;

  @Field(() => PointsScalar, { description: 'What the caps of the wallet leave of it.' })
  granted!: bigint;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when it is usable; none while it waits for an event.',
  })
  activatesAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is cancelled unless the event came; none if never.',
  })
  cancelsAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The first instant at which it is gone; none if never.',
  })
  expiresAt!: Date | null;
}

@ObjectType('EarningReason', { description: 'A rule that was looked at, and what came of it.' })
export class EarningReasonType {
  @Field(() => String, { description: 'BASE_RATE, DEBT, or the rule of a bonus or a cap.' })
  rule!: string;

  @Field(() => String, { description: 'The unit that it gives or takes.' })
  unit!: string;

  @Field(() => Boolean, { description: 'Whether the rule did anything.' })
  fired!: boolean;

  @Field(() => PointsScalar, { description: 'What it gives, or takes when below zero.' })
  points!: bigint;

  @Field(() => String, { description: 'The numbers behind it, in a sentence.' })
  explanation!: string;
}

@ObjectType('WalletForecast', { description: 'A wallet as it would be.' })
export class WalletForecastType {
  @Field(() => PointsScalar, { description: 'What could be spent.' })
  available!: bigint;

  @Field(() => PointsScalar, { description: 'Earned and not usable yet.' })
  pending!: bigint;

  @Field(() => PointsScalar, { description: 'Set aside for redemptions under way.' })
  held!: bigint;

  @Field(() => PointsScalar, { description: 'What the member would still owe in points.' })
  debt!: bigint;
}

@ObjectType('PurchasePreviewed', { description: 'What a basket would earn. Nothing is written.' })
export class PurchasePreviewedType {
  @Field(() => MemberType, { description: 'Who would earn.' })
  member!: MemberType;

  @Field(() => PointsScalar, { description: 'What the basket would earn.' })
  points!: bigint;

  @Field(() => [LinePreviewType], { description: 'The same by line; the lines sum to it.' })
  lines!: LinePreviewType[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'From when the points of the base rate could be spent; none when they wait for an event, or there are none.',
  })
  activatesAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The first instant at which they would be gone; none if never.',
  })
  expiresAt!: Date | null;

  @Field(() => [AwardPreviewType], { description: 'What it would give in every unit.' })
  awards!: AwardPreviewType[];

  @Field(() => PayableByPointsType, { description: 'How much of the basket points may pay now.' })
  payable!: PayableByPointsType;

  @Field(() => WalletForecastType, { description: 'The wallet once the basket is recorded.' })
  walletAfter!: WalletForecastType;

  @Field(() => [EarningReasonType], { description: 'Why it earns what it earns.' })
  reasons!: EarningReasonType[];
}

export function purchasePreviewedType(preview: PurchasePreview, currency: string): PurchasePreviewedType {
  const { earning, payable, reasons, walletAfter } = preview;
  const { points, lines, awards, standing } = earning;
  const life = awards.find(({ unit }) => unit === MAIN_UNIT)?.life;
  return Object.assign(new PurchasePreviewedType(), {
    member: memberType(standing.memberId),
    points,
    lines: lines.map(({ lineNumber, points: ofLine }, index) => ({
      lineNumber,
      points: ofLine,
      payable: { amountMinor: payable.lines[index]?.amountMinor ?? 0n, currency },
    })),
    activatesAt: life?.activatesAt ?? null,
    expiresAt: life?.expiresAt ?? null,
    awards: awards.map(({ life: moments, ...award }) => ({ ...award, ...moments })),
    payable: { ...payable, amount: { amountMinor: payable.amountMinor, currency } },
    walletAfter,
    reasons: reasons.map(({ hasFired: fired, ...reason }) => ({ ...reason, fired })),
  });
}

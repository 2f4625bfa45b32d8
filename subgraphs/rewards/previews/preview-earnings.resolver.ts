/** The door of previewing what a price earns: for web pages and price tags, so anyone may ask. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, ID, InputType, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import {
  CurrencyCodeScalar,
  MinorUnitsScalar,
  PointsScalar,
} from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { PartnerId, StoreId } from '../../../shared/values/ids.js';
import { ChannelEnum } from '../bonuses/bonus.type.js';
import { checkedId } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import { earnProblem } from '../purchases/earn-problem.type.js';
import { AmountTooLargeType, CurrencyNotAgreedType } from '../purchases/receipt-problems.type.js';
import type { PartnerRef } from '../reference/standing.js';
import {
  AgreementNotInForceType,
  AmountNotPositiveType,
  PartnerNotActiveType,
  StoreNotFoundType,
} from '../refusals.type.js';
import { previewEarnings } from './preview-earnings.query.js';
import { AwardPreviewType } from './preview-purchase.type.js';

@InputType({ description: 'A price at a partner.' })
class PreviewEarningsInput {
  @Field(() => ID, { nullable: true, description: 'The partner. Send this or storeId.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A store of the partner. Send this or partnerId.' })
  storeId?: string | null;

  @Field(() => CurrencyCodeScalar, { description: 'The currency of the price.' })
  currency!: string;

  @Field(() => MinorUnitsScalar, { description: 'The price of an article, or the total of a basket.' })
  amountMinor!: bigint;

  @Field(() => ChannelEnum, { nullable: true, description: 'How the goods would reach the member.' })
  channel?: ChannelEnum | null;
}

@ObjectType('EarningsPreviewed', { description: 'What a price earns a member with an empty wallet.' })
class EarningsPreviewedType {
  @Field(() => PointsScalar, { description: 'The points: those that a paid receipt of this total credits.' })
  points!: bigint;

  @Field(() => [AwardPreviewType], {
    description: 'The same, and what it gives of other units, rule by rule.',
  })
  awards!: AwardPreviewType[];
}

@ObjectType('EarningPartnerNotFound', {
  implements: Problem,
  description: 'The coalition has no such partner.',
})
class EarningPartnerNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  partnerId!: string;
}

const PreviewEarningsResult = createUnionType({
  name: 'PreviewEarningsResult',
  description: 'What the price earns, or the first reason why it earns nothing.',
  types: () =>
    [
      EarningsPreviewedType,
      StoreNotFoundType,
      EarningPartnerNotFoundType,
      PartnerNotActiveType,
      AgreementNotInForceType,
      CurrencyNotAgreedType,
      AmountNotPositiveType,
      AmountTooLargeType,
    ] as const,
});

@Resolver()
export class PreviewEarningsResolver {
  constructor(private readonly dependencies: { readonly database: DataSource }) {}

  @Query(() => PreviewEarningsResult, {
    description: 'Tells what a price earns at a partner now, bonuses included. For everyone.',
  })
  async previewEarnings(
    @Arg('input', () => PreviewEarningsInput, { description: 'The price.' }) input: PreviewEarningsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof PreviewEarningsResult> {
    const { currency, amountMinor: totalMinor, channel } = input;
    const price = { partner: partnerOf(input), currency, totalMinor, channel: channel ?? undefined };
    const result = await previewEarnings(this.dependencies.database, context, price);
    if (result.ok) {
      const { points, awards } = result.value;
      return Object.assign(new EarningsPreviewedType(), {
        points,
        awards: awards.map(({ life, ...award }) => ({ ...award, ...life })),
      });
    }
    const { refusal } = result;
    // Each kind of refusal has one problem, so these are those of the union.
    if (refusal.kind !== 'EarningPartnerNotFound') {
      return earnProblem(refusal) as typeof PreviewEarningsResult;
    }
    const message = 'The coalition has no partner with this id.';
    return problem(EarningPartnerNotFoundType, { ...refusal, message });
  }
}

function partnerOf({ partnerId, storeId }: PreviewEarningsInput): PartnerRef {
  if ((partnerId ?? null) !== null && (storeId ?? null) === null) {
    return { by: 'PARTNER', partnerId: checkedId<PartnerId>('partnerId', partnerId as string) };
  }
  if ((storeId ?? null) !== null && (partnerId ?? null) === null) {
    return { by: 'STORE', storeId: checkedId<StoreId>('storeId', storeId as string) };
  }
  throw new DoorError('BAD_USER_INPUT', 'send exactly one of partnerId and storeId');
}

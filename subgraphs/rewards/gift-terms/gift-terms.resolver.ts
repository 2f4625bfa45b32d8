/** The doors of the terms of gifts: anyone may read them, an operator puts new ones in force. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, SettingNotValidType, sharedProblem } from '../refusals.type.js';
import { configureGifts } from './configure-gifts.command.js';
import type { GiftSettings } from './gift-terms.js';
import { giftTermsInForce, giftTermsOfVersion } from './gift-terms.query.js';

const TEXTS = {
  on: 'Whether members may give points to one another.',
  min: 'The smallest gift.',
  max: 'The largest gift.',
  day: 'The most that one member may give in a calendar day of the programme.',
  month: 'The most that one member may give in a calendar month of the programme.',
  received: 'The most that one member may be given in a calendar month of the programme.',
  days: 'How many days an offer waits for its answer; never longer than its points live.',
} as const;

@ObjectType('GiftTerms', { description: 'By what terms members give points to one another.' })
class GiftTermsType {
  @Field(() => Int, { description: 'The version. A gift keeps the one that it was offered by.' })
  version!: number;

  @Field(() => Boolean, { description: TEXTS.on })
  isOn!: boolean;

  @Field(() => PointsScalar, { description: TEXTS.min })
  giftMinPoints!: bigint;

  @Field(() => PointsScalar, { description: TEXTS.max })
  giftMaxPoints!: bigint;

  @Field(() => PointsScalar, { description: TEXTS.day })
  giverDayMaxPoints!: bigint;

  @Field(() => PointsScalar, { description: TEXTS.month })
  giverMonthMaxPoints!: bigint;

  @Field(() => PointsScalar, { description: TEXTS.received })
  receiverMonthMaxPoints!: bigint;

  @Field(() => Int, { description: TEXTS.days })
  offerDays!: number;

  @Field(() => DateTimeScalar, { description: 'When this version came into force.' })
  configuredAt!: Date;
}

@InputType({ description: 'Terms of gifts to change; what is left out stays as it is.' })
class ConfigureGiftsInput extends ActInput {
  @Field(() => Boolean, { nullable: true, description: TEXTS.on })
  isOn?: boolean | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.min })
  giftMinPoints?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.max })
  giftMaxPoints?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.day })
  giverDayMaxPoints?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.month })
  giverMonthMaxPoints?: bigint | null;

  @Field(() => PointsScalar, { nullable: true, description: TEXTS.received })
  receiverMonthMaxPoints?: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.days })
  offerDays?: number | null;
}

@ObjectType('GiftsConfigured', { description: 'The new terms of gifts are in force.' })
class GiftsConfiguredType extends ActDone {
  @Field(() => GiftTermsType, { description: 'The new terms.' })
  giftTerms!: GiftTermsType;
}

const ConfigureGiftsResult = createUnionType({
  name: 'ConfigureGiftsResult',
  description: 'The new terms of gifts, or why there are none.',
  types: () => [GiftsConfiguredType, SettingNotValidType, KeyReusedType] as const,
});

function changesOf({ idempotencyKey: _key, ...input }: ConfigureGiftsInput): Partial<GiftSettings> {
  const sent = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(sent) as Partial<GiftSettings>;
}

@Resolver()
export class GiftTermsResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => GiftTermsType, { description: 'The terms of gifts in force. For everyone.' })
  async giftTerms(): Promise<GiftTermsType> {
    return giftTermsInForce(this.dependencies.database);
  }

  @Mutation(() => ConfigureGiftsResult, {
    description: 'Puts new terms of gifts in force. Open offers keep theirs. For operators.',
  })
  async configureGifts(
    @Arg('input', () => ConfigureGiftsInput, { description: 'What to change.' }) input: ConfigureGiftsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureGiftsResult> {
    const caller = allow(context.caller, ['operator']);
    const asked = { caller, key: input.idempotencyKey, changes: changesOf(input) };
    const result = await configureGifts(this.dependencies, asked);
    if (!result.ok) return sharedProblem(result.refusal);
    const { version, replayed } = result.value;
    const giftTerms = await giftTermsOfVersion(this.dependencies.database, version);
    return Object.assign(new GiftsConfiguredType(), { giftTerms, replayed });
  }
}

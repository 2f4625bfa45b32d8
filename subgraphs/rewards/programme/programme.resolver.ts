/** The doors of the programme's terms: anyone may read them, an operator puts new ones in force. */
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
import { problem } from '../../../shared/platform/graph/problem.js';
import {
  CurrencyCodeScalar,
  DateTimeScalar,
  MinorUnitsScalar,
} from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { Problem } from '../problem.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { configureProgramme } from './configure-programme.command.js';
import type { TermsSettings } from './terms.js';
import { termsOfRequest, termsOfVersion } from './terms.query.js';

const TEXTS = {
  currency: "The programme's currency: what points are worth is said in it.",
  worth: 'What a thousand points are worth to a member, in minor units of the currency.',
  delay: 'Days from a purchase until its points can be spent; zero for at once.',
  expiry: 'Whole months from activation until points are gone; none for never.',
  zone: 'The zone in which days begin and end, for example "Europe/Berlin".',
  window: 'How many days after a purchase it may still be recorded.',
  hold: 'How many minutes a hold stays open.',
  share: 'The share of a basket that points may pay, in hundredths of a percent.',
  lineShare: 'The share of each line that points may pay, in hundredths of a percent.',
  basket: 'Whether whoever spends points must send the basket that they pay.',
  ownReceipt: 'Whether points that a receipt earned may pay that very receipt.',
  max: 'The largest total of a receipt, in minor units.',
} as const;

@ObjectType('ProgrammeTerms', {
  description: 'What points are worth, when they become usable and when they are gone.',
})
class ProgrammeTermsType {
  @Field(() => Int, { description: 'The version. What it decided stays decided by it.' })
  version!: number;

  @Field(() => CurrencyCodeScalar, { description: TEXTS.currency })
  currency!: string;

  @Field(() => MinorUnitsScalar, { description: TEXTS.worth })
  worthMinorPerThousand!: bigint;

  @Field(() => Int, { description: TEXTS.delay })
  activationDelayDays!: number;

  @Field(() => Int, { nullable: true, description: TEXTS.expiry })
  expiryMonths!: number | null;

  @Field(() => String, { description: TEXTS.zone })
  timeZone!: string;

  @Field(() => Int, { description: TEXTS.window })
  purchaseWindowDays!: number;

  @Field(() => Int, { description: TEXTS.hold })
  holdMinutes!: number;

  @Field(() => Int, { description: TEXTS.share })
  payableShareBasisPoints!: number;

  @Field(() => Int, { description: TEXTS.lineShare })
  linePayableShareBasisPoints!: number;

  @Field(() => Boolean, { description: TEXTS.basket })
  isBasketRequired!: boolean;

  @Field(() => Boolean, { description: TEXTS.ownReceipt })
  spendsOnEarningReceipt!: boolean;

  @Field(() => MinorUnitsScalar, { description: TEXTS.max })
  receiptMaxMinor!: bigint;

  @Field(() => DateTimeScalar, { description: 'When this version came into force.' })
  configuredAt!: Date;
}

@InputType({ description: 'Terms to change; what is left out stays as it is.' })
class ConfigureProgrammeInput extends ActInput {
  @Field(() => CurrencyCodeScalar, { nullable: true, description: TEXTS.currency })
  currency?: string | null;

  @Field(() => MinorUnitsScalar, { nullable: true, description: TEXTS.worth })
  worthMinorPerThousand?: bigint | null;

  @Field(() => Int, { nullable: true, description: TEXTS.delay })
  activationDelayDays?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Whole months from activation until points are gone; null for never.',
  })
  expiryMonths?: number | null;

  @Field(() => String, { nullable: true, description: TEXTS.zone })
  timeZone?: string | null;

  @Field(() => Int, { nullable: true, description: TEXTS.window })
  purchaseWindowDays?: number | null;

  @Field(() => Int, { nullable: true, description: TEXTS.hold })
  holdMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: TEXTS.share })
  payableShareBasisPoints?: number | null;

  @Field(() => Int, { nullable: true, description: TEXTS.lineShare })
  linePayableShareBasisPoints?: number | null;

  @Field(() => Boolean, { nullable: true, description: TEXTS.basket })
  isBasketRequired?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: TEXTS.ownReceipt })
  spendsOnEarningReceipt?: boolean | null;

  @Field(() => MinorUnitsScalar, { nullable: true, description: TEXTS.max })
  receiptMaxMinor?: bigint | null;
}

@ObjectType('ProgrammeConfigured', { description: 'The new terms are in force.' })
class ProgrammeConfiguredType extends ActDone {
  @Field(() => ProgrammeTermsType, { description: 'The new terms.' })
  terms!: ProgrammeTermsType;
}

@ObjectType('TermsNotValid', {
  implements: Problem,
  description: 'A setting cannot be a term of the programme.',
})
class TermsNotValidType extends Problem {
  @Field(() => String, { description: 'The field of the input.' })
  field!: string;

  @Field(() => String, { description: 'What it must be.' })
  rule!: string;
}

const ConfigureProgrammeResult = createUnionType({
  name: 'ConfigureProgrammeResult',
  description: 'The new terms, or why there are none.',
  types: () => [ProgrammeConfiguredType, TermsNotValidType, KeyReusedType] as const,
});

/** Keeps what was sent. Null means "stays", but for the expiry, where it means "never". */
function changesOf({ idempotencyKey: _key, ...input }: ConfigureProgrammeInput): Partial<TermsSettings> {
  const sent = Object.entries(input).filter(
    ([field, value]) => value !== undefined && (value !== null || field === 'expiryMonths'),
  );
  return Object.fromEntries(sent) as Partial<TermsSettings>;
}

@Resolver()
export class ProgrammeResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => ProgrammeTermsType, { description: "The programme's terms in force. For everyone." })
  async programmeTerms(@Ctx() context: RequestContext): Promise<ProgrammeTermsType> {
    return termsOfRequest(this.dependencies.database, context);
  }

  @Mutation(() => ConfigureProgrammeResult, {
    description: 'Puts new terms in force. Purchases already recorded keep theirs. For operators.',
  })
  async configureProgramme(
    @Arg('input', () => ConfigureProgrammeInput, { description: 'What to change.' })
    input: ConfigureProgrammeInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureProgrammeResult> {
    const caller = allow(context.caller, ['operator']);
    const asked = { caller, key: input.idempotencyKey, changes: changesOf(input) };
    const result = await configureProgramme(this.dependencies, asked);
    if (result.ok) {
      const { version, replayed } = result.value;
      const terms = await termsOfVersion(this.dependencies.database.manager, version);
      return Object.assign(new ProgrammeConfiguredType(), { terms, replayed });
    }
    const { refusal } = result;
    if (refusal.kind === 'KeyReused') return sharedProblem(refusal);
    return problem(TermsNotValidType, { ...refusal, message: `${refusal.field} must be ${refusal.rule}.` });
  }
}

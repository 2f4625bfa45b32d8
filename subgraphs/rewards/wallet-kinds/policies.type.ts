/** The policies of a wallet as the graph takes and shows them: flat, one kind of policy and the settings it needs. */
import 'reflect-metadata';
import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { type ActivationPolicy, activationPolicy } from './activation.js';
import { type ExpiryPolicy, expiryPolicy } from './expiry.js';

export enum ActivationKind {
  NONE = 'NONE',
  DELAY = 'DELAY',
  DATE = 'DATE',
  EVENT = 'EVENT',
}
registerEnumType(ActivationKind, {
  name: 'ActivationKind',
  description: 'What points wait for before they can be used.',
  valuesConfig: {
    NONE: { description: 'Nothing: they are usable at once.' },
    DELAY: { description: 'Some days, counted to the start of the last one.' },
    DATE: { description: 'The start of a day; earned later they are usable at once.' },
    EVENT: { description: 'An event that is told, such as a delivery; without it they are cancelled.' },
  },
});

export enum ExpiryKind {
  NEVER = 'NEVER',
  AFTER = 'AFTER',
  CALENDAR = 'CALENDAR',
  INACTIVITY = 'INACTIVITY',
  BALANCE_RESET = 'BALANCE_RESET',
  WIPE_UNLESS_REDEEMED = 'WIPE_UNLESS_REDEEMED',
}
registerEnumType(ExpiryKind, {
  name: 'ExpiryKind',
  description: 'What makes points lapse.',
  valuesConfig: {
    NEVER: { description: 'Nothing.' },
    AFTER: { description: 'Days or months after activation, to the end of a calendar period.' },
    CALENDAR: { description: 'Days of the year, the first one that lies some months after activation.' },
    INACTIVITY: { description: 'Time without an activity; each activity moves every open lot.' },
    BALANCE_RESET: { description: 'Time without an activity; then the whole balance goes.' },
    WIPE_UNLESS_REDEEMED: { description: 'The end of a period in which nothing was redeemed.' },
  },
});

export enum PeriodEnum {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  HALF_YEAR = 'HALF_YEAR',
  YEAR = 'YEAR',
}
registerEnumType(PeriodEnum, {
  name: 'CalendarPeriod',
  description: "A period of the calendar in the programme's zone.",
  valuesConfig: {
    DAY: { description: 'A day.' },
    WEEK: { description: 'Monday to Sunday.' },
    MONTH: { description: 'A month.' },
    QUARTER: { description: 'Three months from January, April, July or October.' },
    HALF_YEAR: { description: 'Six months from January or July.' },
    YEAR: { description: 'A year.' },
  },
});

export enum ActivityEnum {
  EARN = 'EARN',
  REDEEM = 'REDEEM',
}
registerEnumType(ActivityEnum, {
  name: 'WalletActivity',
  description: 'What a member does that keeps points alive.',
  valuesConfig: {
    EARN: { description: 'A purchase that earns.' },
    REDEEM: { description: 'Points spent.' },
  },
});

@ObjectType('ActivationPolicy', { description: 'What points wait for before they can be used.' })
@InputType('ActivationPolicyInput', { description: 'What points shall wait for before they can be used.' })
export class ActivationPolicyType {
  @Field(() => ActivationKind, { description: 'What they wait for.' })
  by!: ActivationKind;

  @Field(() => Int, { nullable: true, description: 'The days of DELAY.' })
  days?: number | null;

  @Field(() => String, { nullable: true, description: 'The day of DATE, such as "2027-01-31".' })
  date?: string | null;

  @Field(() => Int, { nullable: true, description: 'The days after which EVENT cancels them.' })
  cancelAfterDays?: number | null;
}

@ObjectType('ExpiryPolicy', { description: 'What makes points lapse.' })
@InputType('ExpiryPolicyInput', { description: 'What shall make points lapse.' })
export class ExpiryPolicyType {
  @Field(() => ExpiryKind, { description: 'What makes them lapse.' })
  by!: ExpiryKind;

  @Field(() => Int, {
    nullable: true,
    description: 'Days of AFTER, INACTIVITY or BALANCE_RESET; this or months.',
  })
  days?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Months of AFTER, INACTIVITY, BALANCE_RESET or WIPE_UNLESS_REDEEMED.',
  })
  months?: number | null;

  @Field(() => PeriodEnum, { nullable: true, description: 'The period at whose end AFTER lets them lapse.' })
  toEndOf?: PeriodEnum | null;

  @Field(() => Int, { nullable: true, description: 'The months before CALENDAR looks for its day.' })
  afterMonths?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The days of the year of CALENDAR, such as "09-30".',
  })
  daysOfYear?: string[] | null;

  @Field(() => [ActivityEnum], {
    nullable: true,
    description: 'What keeps points alive: INACTIVITY, BALANCE_RESET.',
  })
  activities?: ActivityEnum[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when BALANCE_RESET or WIPE_UNLESS_REDEEMED counts; nothing earlier is touched.',
  })
  effectiveFrom?: Date | null;
}

/** @throws DoorError BAD_USER_INPUT when the settings do not make a policy of the named kind */
export function activationFrom(input: ActivationPolicyType): ActivationPolicy {
  const { by, days, date, cancelAfterDays } = input;
  return checked('activation', activationPolicy.safeDecode({ by, days, date, cancelAfterDays } as never));
}

/** @throws DoorError BAD_USER_INPUT when the settings do not make a policy of the named kind */
export function expiryFrom(input: ExpiryPolicyType): ExpiryPolicy {
  const {
    by,
    days = null,
    months = null,
    toEndOf,
    afterMonths,
    activities,
    effectiveFrom,
    daysOfYear,
  } = input;
  const spanned = by === 'CALENDAR' ? { days: daysOfYear } : { days, months };
  const policy = { by, ...spanned, toEndOf: toEndOf ?? 'DAY', afterMonths, activities };
  const from = effectiveFrom?.toISOString();
  return checked('expiry', expiryPolicy.safeDecode({ ...policy, effectiveFrom: from } as never));
}

type Parsed<Policy> =
  | { readonly success: true; readonly data: Policy }
  | {
      readonly success: false;
      readonly error: {
        readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
      };
    };

function checked<Policy>(name: string, parsed: Parsed<Policy>): Policy {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DoorError('BAD_USER_INPUT', `${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`);
}

export function activationType(policy: ActivationPolicy): ActivationPolicyType {
  return Object.assign(new ActivationPolicyType(), policy);
}

export function expiryType(policy: ExpiryPolicy): ExpiryPolicyType {
  if (policy.by !== 'CALENDAR') return Object.assign(new ExpiryPolicyType(), policy);
  const { days: daysOfYear, ...rest } = policy;
  return Object.assign(new ExpiryPolicyType(), { ...rest, daysOfYear });
}

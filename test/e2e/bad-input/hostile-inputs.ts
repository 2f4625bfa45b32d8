/**
 * Inputs with one hostile leaf each, made from the input type of a mutation: ids that are none, texts that a
 * database chokes on, figures beyond every column.
 */
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { inputOf, mutations } from '../../world/public-graph.js';
import type { Input } from './valid-inputs.js';

export interface HostileInput {
  readonly place: string;
  readonly input: Input;
  readonly isId: boolean;
}

const NUL = '\u0000';
const LONELY = '\ud800';

export const hostileIds: readonly string[] = [
  '',
  'not-an-id',
  NUL,
  "x' or 1=1 --",
  'a'.repeat(10_000),
  '00000000-0000-0000-0000-000000000000',
];

const cursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

export const hostileCursors: readonly string[] = [
  '',
  'x',
  NUL,
  cursor({}),
  cursor([{}]),
  cursor(["'; drop table member --", 'x']),
  cursor(['2026-99-99T00:00:00Z', hostileIds.at(-1)]),
  cursor(['9'.repeat(40)]),
  cursor(['9'.repeat(40), '2026-01-01T00:00:00Z', hostileIds.at(-1)]),
  cursor([null, null, null]),
  'a'.repeat(10_000),
];

/** Values that none of the graph's fields of a type may take. */
const hostile: Readonly<Record<string, readonly unknown[]>> = {
  ID: [...hostileIds, 7],
  String: ['', ' ', `a${NUL}b`, `a${LONELY}b`, 'a'.repeat(20_000), 7, null],
  Int: [2_147_483_648, -1, 0, 2_147_483_647, 1.5, '1', null],
  Points: ['9'.repeat(30), '-1', '0', '1.5', 1e21, '9223372036854775808', ''],
  MinorUnits: ['9'.repeat(30), '-1', '0', '1.5', 1e21, '9223372036854775808', ''],
  WholeNumber: ['9'.repeat(30), '-1', '1.5', '9223372036854775808', ''],
  DateTime: ['9999-12-31T23:59:59+14:00', '0000-01-01T00:00:00Z', '2026-02-30T25:00:00Z', 'now', 0],
  CurrencyCode: ['', 'eur', 'EURO', `EU${NUL}`, 7],
  IdempotencyKey: ['', ' ', 'a'.repeat(256), `a${NUL}`, 'schlüssel', 7],
};

/** What looks hostile and is not: a programme may give nothing, and a till may number its lines as it likes. */
export const harmless: Readonly<Record<string, readonly string[]>> = {
  configureProgramme: [
    'worthMinorPerThousand = "0"',
    'activationDelayDays = 0',
    'payableShareBasisPoints = 0',
    'linePayableShareBasisPoints = 0',
  ],
  recordPurchase: ['lines[0].lineNumber = 2147483647'],
};

export function hostileInputs(mutation: string, valid: Input): HostileInput[] {
  const field = mutations().find(({ name }) => name === mutation);
  if (field === undefined) throw new Error(`the graph has no mutation ${mutation}`);
  return inputsOf(inputOf(field), valid);
}

function inputsOf(type: GraphQLInputObjectType, valid: Input): HostileInput[] {
  return Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const named = getNamedType(fieldType);
    const values = leaves(fieldType, valid[name]);
    return values.map(({ place, value }) => ({
      place: `${name}${place}`,
      input: { ...valid, [name]: value },
      isId: named.name === 'ID',
    }));
  });
}

function leaves(type: GraphQLInputType, valid: unknown): { place: string; value: unknown }[] {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner)) {
    const [first, ...others] = (valid as readonly unknown[] | undefined) ?? [];
    const items = leaves(inner.ofType as GraphQLInputType, first);
    return [
      ...items.map(({ place, value }) => ({ place: `[0].${place}`, value: [value, ...others] })),
      { place: ' = []', value: [] },
    ];
  }
  if (isInputObjectType(inner)) {
    return inputsOf(inner, (valid ?? {}) as Input).map(({ place, input }) => ({ place, value: input }));
  }
  const values = (hostile[inner.name] ?? ['UNKNOWN']).filter(
    (value) => value !== null || isNonNullType(type),
  );
  return values.map((value) => ({ place: ` = ${JSON.stringify(value)?.slice(0, 60)}`, value }));
}

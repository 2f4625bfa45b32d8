/**
 * The scalars of the graph. Points and money travel as decimal text: a GraphQL Int ends at 2,147,483,647, a JSON number
 * loses cents at 2^53, and neither ever happens here.
 */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const WHOLE = /^-?\d{1,30}$/;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function wrong(expected: string, got: unknown): GraphQLError {
  // The value is shown shortened: a wrong paste must not fill a log or an answer.
  return new GraphQLError(`${expected}, got ${JSON.stringify(got)?.slice(0, 60) ?? 'nothing'}`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function parseWhole(value: unknown): bigint {
  if (typeof value === 'string' && WHOLE.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw wrong('expected a whole number as decimal text such as "1250"', value);
}

function wholeScalar(name: string, description: string): GraphQLScalarType<bigint, string> {
  return new GraphQLScalarType<bigint, string>({
    name,
    description,
    serialize: (value) => parseWhole(typeof value === 'bigint' ? value.toString() : value).toString(),
    parseValue: parseWhole,
    parseLiteral(node) {
      if (node.kind === Kind.INT || node.kind === Kind.STRING) return parseWhole(node.value);
      throw wrong('expected a whole number as decimal text such as "1250"', node.kind);
    },
  });
}

function textScalar<Value>(facts: {
  readonly name: string;
  readonly description: string;
  readonly parse: (text: unknown) => Value;
  readonly print: (value: unknown) => string;
}): GraphQLScalarType<Value, string> {
  return new GraphQLScalarType<Value, string>({
    name: facts.name,
    description: facts.description,
    serialize: facts.print,
    parseValue: facts.parse,
    parseLiteral: (node) => facts.parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const PointsScalar = wholeScalar('Points', 'Whole points as decimal text, for example "450".');

export const MinorUnitsScalar = wholeScalar(
  'MinorUnits',
  'Money in the minor units of its currency (cents, pence) as decimal text: "1999" is 19.99 EUR.',
);

export const WholeNumberScalar = wholeScalar(
  'WholeNumber',
  'A whole number of any size as decimal text, for counts and sequences.',
);

export const DateTimeScalar = textScalar<Date>({
  name: 'DateTime',
  description: 'An instant in ISO 8601 with its offset, given back in UTC: "2026-11-22T09:30:00.000Z".',
  parse(text) {
    const instant = typeof text === 'string' && INSTANT.test(text) ? new Date(text) : null;
    if (instant === null || Number.isNaN(instant.getTime())) {
      throw wrong('expected an instant with its offset such as "2026-11-22T09:30:00Z"', text);
    }
    return instant;
  },
  print: (value) => new Date(value as Date).toISOString(),
});

export const CurrencyCodeScalar = textScalar<string>({
  name: 'CurrencyCode',
  description: 'A currency by its ISO 4217 code, for example "EUR".',
  parse(text) {
    if (typeof text === 'string' && /^[A-Z]{3}$/.test(text)) return text;
    throw wrong('expected an ISO 4217 currency code such as "EUR"', text);
  },
  print: String,
});

export const IdempotencyKeyScalar = textScalar<string>({
  name: 'IdempotencyKey',
  description:
    'Your own name for this one act, 1 to 255 visible ASCII characters. Sent again with the same input it gives the first answer, with another it is refused.',
  parse(text) {
    if (typeof text === 'string' && IDEMPOTENCY_KEY.test(text)) return text;
    throw wrong('expected an idempotency key of 1 to 255 visible ASCII characters', text);
  },
  print: String,
});

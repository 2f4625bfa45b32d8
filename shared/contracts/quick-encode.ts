/**
 * Encodes by a schema without walking it anew each time: what a schema of plain fields and codecs asks for is put
 * together once, as a function.
 *
 * It says yes to nothing that zod would refuse: whatever is not plainly right is left to zod, which decides and tells.
 */
import { z } from 'zod';

type Encode = (value: unknown) => unknown;

/** What a schema says of itself, as far as it is looked at here. */
interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly checks?: readonly {
    readonly _zod: { readonly def: { readonly check: string; readonly pattern?: RegExp } };
  }[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly reverseTransform?: (value: unknown, context: unknown) => unknown;
}

class Doubt extends Error {}
const doubt = new Doubt('not plainly right');

/** Gives the encoder of a schema; what it cannot tell, zod does. */
export function encoderOf(schema: z.ZodType): Encode {
  const quick = quickly(schema);
  if (quick === null) return (value) => z.encode(schema, value);
  return (value) => {
    try {
      return quick(value);
    } catch (fault) {
      if (fault !== doubt) throw fault;
      return z.encode(schema, value);
    }
  };
}

function quickly(schema: z.ZodType): Encode | null {
  const definition = schema._zod.def as unknown as Definition;
  switch (definition.type) {
    case 'object':
      return quickObject(definition);
    case 'array':
      return quickArray(definition);
    case 'string':
      return quickText(definition);
    case 'number':
      // Whole and above zero is what every number of ours is; any other is for zod to judge.
      return checked((value) => Number.isSafeInteger(value) && (value as number) > 0);
    case 'enum': {
      const known = new Set<unknown>(Object.values(definition.entries ?? {}));
      return checked((value) => known.has(value));
    }
    case 'pipe':
      return quickCodec(definition);
    default:
      return null;
  }
}

function checked(isRight: (value: unknown) => boolean): Encode {
  return (value) => {
    if (!isRight(value)) throw doubt;
    return value;
  };
}

function quickText({ format, pattern, checks = [] }: Definition): Encode | null {
  const patterns = [pattern, ...checks.map(({ _zod: { def } }) => def.pattern)];
  const isKnown =
    (format === undefined || pattern !== undefined) && patterns.slice(1).every((each) => each !== undefined);
  if (!isKnown) return null;
  const asked = patterns.filter((each) => each !== undefined);
  return checked((value) => typeof value === 'string' && asked.every((each) => each.test(value)));
}

function quickArray({ element, checks = [] }: Definition): Encode | null {
  const encode = element === undefined || checks.length > 0 ? null : quickly(element);
  if (encode === null) return null;
  return (value) => {
    if (!Array.isArray(value)) throw doubt;
    return value.map(encode);
  };
}

function quickObject({ shape = {}, checks = [] }: Definition): Encode | null {
  const fields = Object.entries(shape).map(([name, field]) => [name, quickly(field)] as const);
  if (checks.length > 0 || fields.some(([, encode]) => encode === null)) return null;
  return (value) => {
    if (value === null || typeof value !== 'object') throw doubt;
    const encoded: Record<string, unknown> = {};
    for (const [name, encode] of fields) {
      encoded[name] = (encode as Encode)((value as Readonly<Record<string, unknown>>)[name]);
    }
    return encoded;
  };
}

/** The two codecs of the wire: a whole number and an instant, each a text when it is sent. */
function quickCodec({ in: sent, out: worked, reverseTransform }: Definition): Encode | null {
  const encodeText = sent === undefined ? null : quickly(sent);
  if (encodeText === null || worked === undefined || reverseTransform === undefined) return null;
  const { type, checks = [] } = worked._zod.def as unknown as Definition;
  if (checks.length > 0 || (type !== 'bigint' && type !== 'date')) return null;
  return (value) => {
    const isRight =
      type === 'bigint' ? typeof value === 'bigint' : value instanceof Date && !Number.isNaN(value.getTime());
    if (!isRight) throw doubt;
    return encodeText(reverseTransform(value, {}));
  };
}

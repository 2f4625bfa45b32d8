/**
 * A list in PostgreSQL's binary format, for `unnest($1::uuid[])`: a header, and the length and bytes of every element
 * (`array_recv` and each type's `recv` in the sources of PostgreSQL).
 *
 * Over a batch the reading of texts, ids and instants above all, costs the server a quarter of its work, and the
 * driver's own way of writing them costs the client as much again.
 */

/** The fixed type numbers of PostgreSQL (`pg_type.dat`). */
const OID = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
} as const;

export type ElementType = keyof typeof OID;

export function isElementType(name: string): name is ElementType {
  return Object.hasOwn(OID, name);
}

const HEADER_BYTES = 20;
const NULL_LENGTH = -1;
const UTF8_BYTES_MAX = 3;
/** PostgreSQL counts microseconds from 2000 on. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const MICROS = 1_000;
const WORD = 2 ** 32;
const JSONB_VERSION = 1;

/** Where lists are put together; what is done with is copied out, so that the next one may begin. */
let page = Buffer.alloc(64 * 1_024);
let end = 0;

function room(bytes: number): void {
  if (end + bytes <= page.length) return;
  const larger = Buffer.alloc(Math.max(page.length * 2, end + bytes));
  page.copy(larger, 0, 0, end);
  page = larger;
}

function int32(value: number): void {
  end = page.writeInt32BE(value, end);
}

function length(bytes: number): void {
  room(bytes + 4);
  int32(bytes);
}

function writeText(text: string, version: number | null): void {
  room(5 + text.length * UTF8_BYTES_MAX);
  const at = end;
  end += 4;
  if (version !== null) end = page.writeUInt8(version, end);
  end += page.write(text, end);
  page.writeInt32BE(end - at - 4, at);
}

/** The value of each hexadecimal digit by its character; anything else is -1. */
const NIBBLES = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  NIBBLES[digit.charCodeAt(0)] = value;
  NIBBLES[digit.toUpperCase().charCodeAt(0)] = value;
}
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DASH = 45;

function writeUuid(text: string): void {
  // What is no id would become one here; the server would have refused it.
  if (!UUID.test(text)) throw new Error(`not a UUID: ${text}`);
  length(16);
  for (let index = 0; index < text.length; index += 2) {
    if (text.charCodeAt(index) === DASH) index += 1;
    const high = NIBBLES[text.charCodeAt(index)] ?? 0;
    page[end] = (high << 4) | (NIBBLES[text.charCodeAt(index + 1)] ?? 0);
    end += 1;
  }
}

/** The ends of time, as PostgreSQL sends them. */
const ENDLESS: Readonly<Record<string, bigint>> = {
  infinity: 2n ** 63n - 1n,
  '-infinity': -(2n ** 63n),
};
/** No finer than a `Date` can tell: what it would drop is not dropped here. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;

function msOf(instant: Date | string): number {
  const ms =
    typeof instant !== 'string'
      ? instant.getTime()
      : INSTANT.test(instant)
        ? Date.parse(instant)
        : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`not an instant: ${instant}`);
  return ms;
}

function writeInstant(instant: Date | string): void {
  length(8);
  const endless = typeof instant === 'string' ? ENDLESS[instant] : undefined;
  const ms = endless === undefined ? msOf(instant) : 0;
  const micros = (ms - EPOCH_MS) * MICROS;
  if (endless === undefined && Number.isSafeInteger(micros)) {
    int32(Math.floor(micros / WORD));
    end = page.writeUInt32BE(micros >>> 0, end);
  } else {
    end = page.writeBigInt64BE(endless ?? BigInt(ms - EPOCH_MS) * BigInt(MICROS), end);
  }
}

function writeBigint(value: bigint | number | string): void {
  length(8);
  end = page.writeBigInt64BE(BigInt(value), end);
}

function writeBytes(bytes: Buffer): void {
  length(bytes.length);
  end += bytes.copy(page, end);
}

type Write = (value: never) => void;

const WRITES: Readonly<Record<ElementType, Write>> = {
  boolean(value: boolean) {
    length(1);
    end = page.writeUInt8(value ? 1 : 0, end);
  },
  bytea: writeBytes,
  bigint: writeBigint,
  smallint(value: number) {
    length(2);
    end = page.writeInt16BE(value, end);
  },
  integer(value: number) {
    length(4);
    int32(value);
  },
  text: (text: string) => writeText(text, null),
  timestamptz: writeInstant,
  uuid: writeUuid,
  jsonb: (text: string) => writeText(text, JSONB_VERSION),
};

/**
 * Gives a flat list in the binary format: texts for `text`, `uuid` and `jsonb`, a `Date`, a text of ISO 8601 or
 * `±infinity` for `timestamptz`, `Buffer` for `bytea`, and null in any of them. Throws at what the type cannot hold.
 */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  const write = WRITES[type] as (value: unknown) => void;
  end = 0;
  room(HEADER_BYTES);
  int32(values.length === 0 ? 0 : 1);
  int32(0);
  int32(OID[type]);
  if (values.length > 0) {
    int32(values.length);
    int32(1);
  }
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null || value === undefined) {
      length(0);
      page.writeInt32BE(NULL_LENGTH, end - 4);
      page.writeInt32BE(1, 4);
    } else write(value);
  }
  return Buffer.from(page.subarray(0, end));
}

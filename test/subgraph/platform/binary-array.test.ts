/** Lists travel to PostgreSQL in its binary format: whatever is sent must be what the server then has. */
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import { createTestDatabase, type TestDatabase } from '../../world/test-database.js';

let test: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  test = await createTestDatabase(inject('adminUrl'));
  const facts = { url: test.adminUrl, applicationName: 'list test', schema: 'public', rows: [] };
  database = await openDatabase(facts);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

/** What the server has of a list, each element by an expression that the driver gives back in one way only. */
async function received(type: string, values: readonly unknown[], expression: string): Promise<unknown[]> {
  const sql = `select ${expression} as found from unnest($1::${type}[]) with ordinality as list (one, place)
    order by place`;
  const found = await rows<{ found: unknown }>(database, prepared(sql), [values]);
  return found.map((row) => row.found);
}

interface Kind {
  readonly type: string;
  readonly some: fc.Arbitrary<unknown>;
  /** By which the server tells of an element, and what that must then be. */
  readonly told: readonly [expression: string, of: (value: never) => unknown];
}

const INT2 = { min: -(2 ** 15), max: 2 ** 15 - 1 };
const INT4 = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const INT8 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const texts = fc
  .string({ unit: 'binary' })
  .map((text) => Buffer.from(text.replaceAll('\u0000', '')).toString());

const kinds: readonly Kind[] = [
  { type: 'uuid', some: fc.uuid(), told: ['one::text', (id: string) => id.toLowerCase()] },
  { type: 'text', some: texts, told: ['one', (text: string) => text] },
  { type: 'smallint', some: fc.integer(INT2), told: ['one::integer', (number: number) => number] },
  { type: 'integer', some: fc.integer(INT4), told: ['one', (number: number) => number] },
  { type: 'bigint', some: fc.bigInt(INT8), told: ['one', (number: bigint) => number] },
  { type: 'boolean', some: fc.boolean(), told: ['one', (is: boolean) => is] },
  {
    type: 'timestamptz',
    some: fc.date({ min: new Date('-004700-01-01T00:00:00Z'), noInvalidDate: true }),
    told: ['(extract(epoch from one) * 1000)::bigint', (at: Date) => BigInt(at.getTime())],
  },
  {
    type: 'timestamptz',
    some: fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    }),
    told: [
      'to_char(one at time zone \'utc\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')',
      (at: Date) => at.toISOString(),
    ],
  },
  {
    type: 'bytea',
    some: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    told: ["encode(one, 'hex')", (bytes: Buffer) => bytes.toString('hex')],
  },
  {
    type: 'jsonb',
    some: fc
      .record({ name: texts, points: fc.integer(INT4).map(String) })
      .map((value) => JSON.stringify(value)),
    told: ['one', (json: string) => JSON.parse(json)],
  },
];

describe('a list in the binary format', () => {
  it.each(kinds)('of $type is at the server what was sent, with nulls in it and without', async (kind) => {
    const [expression, of] = kind.told;
    const lists = fc.array(fc.option(kind.some, { freq: 5 }), { maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(lists, async (list) => {
        const must = list.map((value) => (value === null ? null : of(value as never)));
        expect(await received(kind.type, list, expression)).toEqual(must);
      }),
      { numRuns: 40 },
    );
  });

  it('takes an instant as the text of it too, as events carry it', async () => {
    const at = '2026-03-29T01:30:00.250Z';
    expect(await received('timestamptz', [at], 'one')).toEqual([new Date(at)]);
  });

  it('takes the ends of time, beyond every instant', async () => {
    const told = await received('timestamptz', ['-infinity', 'infinity'], 'one::text');
    expect(told).toEqual(['-infinity', 'infinity']);
  });

  it('refuses an instant finer than it could keep, rather than round it', async () => {
    const fine = received('timestamptz', ['2026-03-29T01:30:00.250125Z'], 'one');
    await expect(fine).rejects.toThrow('not an instant');
  });

  it('refuses what the type cannot hold, and is whole for the next one', async () => {
    await expect(received('uuid', ['00000000-0000-7000-8000-00000000000g'], 'one')).rejects.toThrow(
      'not a UUID',
    );
    await expect(received('integer', [2 ** 31], 'one')).rejects.toThrow(/out of range/);
    await expect(received('timestamptz', [new Date(Number.NaN)], 'one')).rejects.toThrow('not an instant');
    await expect(received('timestamptz', [new Date(-8.64e15)], 'one')).rejects.toThrow(/out of range/);
    expect(await received('text', ['Ĳsselmeer, "wet" \\ {deep}', ''], 'one')).toEqual([
      'Ĳsselmeer, "wet" \\ {deep}',
      '',
    ]);
  });
});

/**
 * Who gets what of the public graph: every root field, and every field of a member and of a partner by every way
 * that leads to them, for seven callers. The tables are written by hand in `access`; that they are whole is checked
 * against the composed graph.
 */
import type { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askDoor, codesOf, type DoorAnswer } from '../world/asking.js';
import { eventually } from '../world/eventually.js';
import { fingerprint } from '../world/fingerprint.js';
import { follow } from '../world/follower.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument, publicGraph } from '../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';
import { type CallerName, callers, cellOf, credentialsOf } from './access/callers.js';
import {
  type FieldRow,
  memberFields,
  partnerFields,
  type Way,
  walletHistory,
  waysToAnna,
  waysToGrocer,
} from './access/entity-fields.js';
import { type Read, reads, subscriptions, writes } from './access/root-fields.js';
import { validActs } from './bad-input/valid-inputs.js';

let world: PlatformWorld;
let brands: TwoBrands;
let credentials: Awaited<ReturnType<typeof credentialsOf>>;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
  credentials = await credentialsOf(world, brands);
});
afterAll(() => world?.stop());

const ask = (caller: CallerName, query: string, variables = {}): Promise<DoorAnswer> =>
  askDoor(world.url, { query, variables, credential: credentials[caller] });

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return false;
  const parts = Object.values(value);
  return parts.length > 0 && parts.every((part) => typeof part === 'object' && isNothing(part));
}

/** The letter that an answer is in the tables. */
function letterOf(answer: DoorAnswer, value: unknown): string {
  const [code] = codesOf(answer);
  if (code !== undefined) return { UNAUTHENTICATED: 'U', FORBIDDEN: 'F' }[code] ?? code;
  if (isNothing(value)) return '-';
  const { __typename: type, message } = value as { __typename?: string; message?: string };
  return type !== undefined && message !== undefined ? 'R' : '+';
}

const fieldsOf = (type: GraphQLObjectType | null | undefined): string[] =>
  Object.keys(type?.getFields() ?? {}).sort();
const objectType = (name: string) => publicGraph.getType(name) as GraphQLObjectType;

it('has a row for every root field and every field of a member and of a partner', () => {
  expect(Object.keys(reads).sort()).toEqual(fieldsOf(publicGraph.getQueryType()));
  expect(Object.keys(writes).sort()).toEqual(fieldsOf(publicGraph.getMutationType()));
  expect(Object.keys(subscriptions).sort()).toEqual(fieldsOf(publicGraph.getSubscriptionType()));
  expect(Object.keys(memberFields).sort()).toEqual(fieldsOf(objectType('Member')));
  expect(Object.keys(partnerFields).sort()).toEqual(fieldsOf(objectType('Partner')));
});

describe('a read', () => {
  it.each(Object.entries(reads))('of %s gives each caller what is theirs', async (name, { field, row }) => {
    const before = await fingerprint(world);
    for (const caller of callers) {
      const answer = await ask(caller, `{ ${field(brands)} }`);
      const value = answer.data?.[name] as { __typename?: string } | null;
      const isRefused = name === 'previewPurchase' && value?.__typename === 'StoreNotFound';
      expect(isRefused ? 'R' : letterOf(answer, value), `${caller} of ${name}`).toBe(cellOf(row, caller));
      if (name === 'me' && caller === 'ben') expect(answer.text).toContain(brands.ben.memberId);
    }
    expect(await fingerprint(world)).toEqual(before);
  });
});

const entities = [
  ['Anna', waysToAnna, { ...memberFields, ...walletHistory }],
  ['the grocer', waysToGrocer, partnerFields],
] as const;

/** What stands at a path of an answer; undefined when the way ends before. */
function found(answer: DoorAnswer, at: Way['at']): unknown {
  return at.reduce<unknown>(
    (value, part) => (value as Record<string | number, unknown> | null | undefined)?.[part],
    answer.data,
  );
}

/** Reads every field of the table by one way, as one caller, and holds each against its row. */
async function checkFields(
  caller: CallerName,
  way: Way,
  fields: Readonly<Record<string, FieldRow>>,
): Promise<void> {
  for (const [name, { read, row }] of Object.entries(fields)) {
    const answer = await ask(caller, `{ ${way.to(brands, `it: ${read}`)} }`);
    // Too deep for anybody by this way.
    if (codesOf(answer).includes('TOO_COSTLY')) continue;
    const value = (found(answer, way.at) as { it: unknown }).it;
    const isMasked = name === 'phone' && typeof value === 'string' && value !== brands.anna.phone;
    expect(isMasked ? 'M' : letterOf(answer, value), `${caller}: ${name}`).toBe(cellOf(row, caller));
    if (isMasked) expect(answer.text).not.toContain(brands.anna.phone.slice(3, -4));
  }
}

describe.each(entities)('of %s', (_whom, ways, fields) => {
  const whose = ways === waysToAnna ? () => brands.anna.memberId : () => brands.grocer.partnerId;
  it.each(Object.entries(ways))('everyone gets by %s what is theirs to see', async (_way, way) => {
    const arrived: CallerName[] = [];
    for (const caller of callers) {
      const entity = found(await ask(caller, `{ ${way.to(brands, 'id')} }`), way.at) as
        | { id: string }
        | undefined;
      if (entity?.id !== whose()) continue;
      arrived.push(caller);
      await checkFields(caller, way, fields);
    }
    expect(arrived).not.toEqual([]);
  });
});

interface ShownPartner {
  readonly id: string;
}

interface ShownPeriod {
  readonly entryCount: number | null;
  readonly positions: readonly { readonly partner: ShownPartner | null }[];
  readonly obligations: readonly {
    readonly debtor: ShownPartner | null;
    readonly creditor: ShownPartner | null;
  }[];
}

describe('a settlement period', () => {
  it.each(['grocer', 'hotel'] as const)(
    'shows the %s its own obligations and positions alone',
    async (brand) => {
      const read = `{ currentSettlementPeriod { entryCount positions { partner { id } }
      obligations { debtor { id } creditor { id } issuer { id } } } }`;
      const { data } = await ask(brand, read);
      const own = brands[brand].partnerId;
      const { entryCount, positions, obligations } = data.currentSettlementPeriod as ShownPeriod;
      expect(entryCount).toBeNull();
      expect(positions.map(({ partner }) => partner?.id)).toEqual([own]);
      expect(obligations).not.toEqual([]);
      // Whose points they were is told of one's own, as a statement tells it; between whom is never of others.
      for (const { debtor, creditor } of obligations) {
        expect([debtor?.id ?? 'the operator', creditor?.id ?? 'the operator'].sort()).toEqual(
          [own, 'the operator'].sort(),
        );
      }
    },
  );
});

describe('a live board', () => {
  it.each(callers)('shows the %s no more of a member than the same fields elsewhere', async (caller) => {
    const query = `subscription { ${subscriptions['leaderboardChanged']?.field(brands)} }`;
    const token = credentials[caller];
    const screen = follow<{ leaderboardChanged: { standings: { member: Record<string, unknown> }[] } }>(
      world.url,
      {
        query,
        ...(token === undefined ? {} : { token }),
      },
    );
    const { leaderboardChanged } = await screen.frame(() => true);
    const member = leaderboardChanged.standings[0]?.member ?? {};
    for (const field of ['phone', 'wallet', 'cards']) {
      const row = memberFields[field]?.row ?? '';
      expect(isNothing(member[field]), `${caller}: ${field}`).toBe(cellOf(row, caller) === '-');
    }
    await screen.leave();
  });
});

describe('a live wallet', () => {
  it.each(callers)('is followed by the %s, or not, as the table says', async (caller) => {
    const walletChanged = subscriptions['walletChanged'] as Read;
    const token = credentials[caller];
    const query = `subscription { ${walletChanged.field(brands)} }`;
    const screen = follow(world.url, { query, ...(token === undefined ? {} : { token }) });
    const said = await eventually(() => {
      const [fault] = screen.faults.flat() as { extensions: { code: string } }[];
      return fault?.extensions.code ?? (screen.frames.length > 0 ? '+' : undefined);
    });
    expect({ UNAUTHENTICATED: 'U', FORBIDDEN: 'F' }[said] ?? said).toBe(cellOf(walletChanged.row, caller));
    await screen.leave();
  });
});

describe('a write', () => {
  it.each(Object.entries(writes))(
    'by %s is for whom the table says, and nothing is written for others',
    async (name, row) => {
      await world.quiet();
      for (const caller of callers) {
        const before = await fingerprint(world);
        const input = { ...validActs[name]?.input(brands), idempotencyKey: `access-${name}` };
        const answer = await ask(caller, actDocument(name), { input });
        const letter = letterOf(answer, answer.data?.[name]);
        expect(letter, `${caller}: ${answer.text}`).toBe(cellOf(row, caller));
        if (letter === '+') await world.quiet();
        else expect(await fingerprint(world), caller).toEqual(before);
      }
    },
  );
});

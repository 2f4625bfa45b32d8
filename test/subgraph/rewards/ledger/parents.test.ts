/** Rows of the hot acts without foreign keys: a statement with one orphan among its rows is refused whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, memberOf, partnerOf, SPEND } from '../rewards-kit.js';

let world: SubgraphWorld;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  const partner = await partnerOf(world);
  const { memberId } = await memberOf(world);
  await bought(world, { memberId, partner }, 10_000);
  const input = { memberId, storeId: partner.storeId, points: '40' };
  expect((await act(world, partner.till, SPEND, input)).__typename).toBe('PointsSpent');
});
afterAll(() => world?.close());

interface Orphan {
  readonly child: string;
  readonly parent: string;
  /** The columns of a copy of a row that are its own: else it would be refused as a twin. */
  readonly own: Readonly<Record<string, string>>;
}

const LINKS: readonly Orphan[] = [
  { child: 'posting', parent: 'entry', own: { entry_id: 'gen_random_uuid()' } },
  { child: 'purchase_line', parent: 'purchase', own: { purchase_id: 'gen_random_uuid()' } },
  { child: 'lot', parent: 'wallet', own: { id: 'gen_random_uuid()', member_id: 'gen_random_uuid()' } },
  { child: 'lot', parent: 'wallet', own: { id: 'gen_random_uuid()', unit: "'NONE'" } },
  { child: 'hold_slice', parent: 'hold', own: { hold_id: 'gen_random_uuid()' } },
  { child: 'hold_slice', parent: 'lot', own: { position: '99', lot_id: 'gen_random_uuid()' } },
  { child: 'capture', parent: 'hold', own: { id: 'gen_random_uuid()', hold_id: 'gen_random_uuid()' } },
  {
    child: 'capture',
    parent: 'entry',
    own: { id: 'gen_random_uuid()', points_before: 'points_before + points', entry_id: 'gen_random_uuid()' },
  },
];

async function columnsOf(table: string): Promise<readonly string[]> {
  const found: readonly { name: string }[] = await world.database.query(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
       and attgenerated = ''`,
    [table],
  );
  return found.map(({ name }) => name);
}

describe('a row without its parent', () => {
  it.each(LINKS)('of $child is refused when there is no such $parent', async ({ child, parent, own }) => {
    const columns = await columnsOf(child);
    const values = columns.map((column) => own[column] ?? column);
    await expect(
      world.database.query(
        `insert into ${child} (${columns.join(', ')}) select ${values.join(', ')} from ${child} limit 1`,
      ),
    ).rejects.toMatchObject({ code: '23503', constraint: `${child}_has_${parent}` });
    await auditLedger(world.database);
  });
});

/**
 * Whatever the order and however often each is sent: lines of Online Retail, each a receipt of its own, end with the
 * same balances. One platform gets them once and in the order of the file, another one to three times in random order,
 * again under the same key or as the same receipt under a new one, many at once.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../gateway/clients/graph-client.js';
import { SeededRandom } from '../../gateway/clients/seeded-random.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument } from '../world/public-graph.js';
import { auditImported } from './imported-ledger.js';
import { openRetailStore, type RetailStore } from './retail-store.js';

const DATA = '../shared/data/online-retail/onlineretail.csv.gz';
const LINES = process.env['IMPORT_WHOLE'] === '1' ? 40_000 : 2_500;
const SEED = 20_261_124n;
const AT_ONCE = 24;
const WITHIN_MS = 900_000;

const hasData = existsSync(DATA);
if (!hasData) process.stderr.write(`Online Retail is not there (${DATA}): shuffled lines are not tested.\n`);

interface Line {
  readonly receipt: string;
  readonly member: string;
  readonly at: string;
  readonly quantity: number;
  readonly amountMinor: number;
  /** Whether the goods come back later. */
  readonly isReturned: boolean;
}

let lines: readonly Line[] = [];
const worlds: PlatformWorld[] = [];

beforeAll(() => {
  if (hasData) lines = linesOf(gunzipSync(readFileSync(DATA)).toString('utf8'), new SeededRandom(SEED));
});
afterAll(async () => {
  for (const world of worlds) await world.stop();
});

/** The first lines that were sold to a member. The columns that count stand at the end, where no quotes are. */
function linesOf(text: string, random: SeededRandom): readonly Line[] {
  const found: Line[] = [];
  for (const [number, row] of text.split('\n').entries()) {
    const columns = row.split(',');
    const [quantity, at = '', price, member = ''] = columns.slice(-5);
    const amountMinor = Math.round(Number(quantity) * Number(price) * 100);
    const isSale = member !== '' && Number(quantity) > 0 && amountMinor > 0;
    if (!isSale) continue;
    const receipt = `${columns[0]}-${number}`;
    found.push({
      receipt,
      member,
      at,
      quantity: Number(quantity),
      amountMinor,
      isReturned: random.chance(10),
    });
    if (found.length === LINES) break;
  }
  return found;
}

function shuffled<Item>(items: readonly Item[], random: SeededRandom): readonly Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.whole(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as Item, mixed[last] as Item];
  }
  return mixed;
}

interface Sending {
  readonly line: Line;
  /** Differs when the same receipt comes under a new key. */
  readonly key: string;
}

const RECORD = actDocument('recordPurchase', '... on PurchaseRecorded { purchase { id } }');
const RETURN = actDocument('returnPurchase', '... on PurchaseReturned { points }');

async function send(client: GraphClient, store: RetailStore, { line, key }: Sending): Promise<void> {
  const { receipt, member, at, quantity, amountMinor } = line;
  const memberId = store.memberIds.get(member);
  const sold = { sku: 'A', name: 'Article', quantity, amountMinor: String(amountMinor) };
  const input = {
    idempotencyKey: key,
    memberId,
    storeId: store.id,
    receiptNumber: receipt,
    purchasedAt: at,
    historical: true,
    currency: 'GBP',
    totalMinor: String(amountMinor),
    lines: [sold],
  };
  const { recordPurchase: recorded } = await client.request<{
    recordPurchase: { __typename: string; purchase?: { id: string } };
  }>(RECORD, { input });
  expect(['PurchaseRecorded', 'ReceiptAlreadyRecorded']).toContain(recorded.__typename);
  const purchaseId = recorded.purchase?.id;
  if (!line.isReturned || purchaseId === undefined) return;
  const back = { idempotencyKey: `back-${receipt}`, purchaseId, lines: [{ lineNumber: 1, quantity }] };
  const { returnPurchase } = await client.request<{ returnPurchase: { __typename: string } }>(RETURN, {
    input: back,
  });
  expect(returnPurchase.__typename).toBe('PurchaseReturned');
}

async function sendAll(
  world: PlatformWorld,
  store: RetailStore,
  sendings: readonly Sending[],
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < sendings.length; at = next++) {
      await send(world.operator, store, sendings[at] as Sending);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** One hash of what every member of the file has. */
async function balances(world: PlatformWorld, store: RetailStore): Promise<string> {
  const found = await world.sql<{ member_id: string; available: string; debt: string }>(
    `select wallet.member_id, debt::text, coalesce((select sum(remaining) from rewards.lot
       where lot.member_id = wallet.member_id and lot.unit = wallet.unit), 0)::text as available
     from rewards.wallet where unit = 'PTS'`,
  );
  const byId = new Map(found.map((row) => [row.member_id, row]));
  const told = [...store.memberIds]
    .map(([member, id]) => `${member} ${byId.get(id)?.available} ${byId.get(id)?.debt}`)
    .sort();
  return createHash('sha256').update(told.join('\n')).digest('hex');
}

async function openWorld(): Promise<{ readonly world: PlatformWorld; readonly store: RetailStore }> {
  const world = await openPlatformWorld({ processes: 'one process' });
  worlds.push(world);
  const store = await openRetailStore(world, [...new Set(lines.map(({ member }) => member))]);
  return { world, store };
}

describe.skipIf(!hasData)('lines of Online Retail', () => {
  it(
    'sent one to three times in random order end with the identical hash of balances',
    async () => {
      const inFileOrder = lines.map((line) => ({ line, key: line.receipt }));
      const straight = await openWorld();
      await sendAll(straight.world, straight.store, inFileOrder);

      const random = new SeededRandom(SEED + 1n);
      const repeated = inFileOrder.flatMap((sending) =>
        Array.from({ length: random.between(1, 3) }, (_, time) =>
          random.chance(70) ? sending : { ...sending, key: `${sending.key}-again-${time}` },
        ),
      );
      const mixed = await openWorld();
      await sendAll(mixed.world, mixed.store, shuffled(repeated, random));

      const expected = await balances(straight.world, straight.store);
      expect(await balances(mixed.world, mixed.store)).toBe(expected);
      process.stderr.write(
        `${lines.length} lines, sent ${repeated.length} times in random order: balances ${expected.slice(0, 16)}\n`,
      );
      for (const { world } of [straight, mixed]) await auditImported(world);
    },
    WITHIN_MS,
  );
});

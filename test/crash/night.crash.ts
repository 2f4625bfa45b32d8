/**
 * Rewards dies in the middle of a run of the night, twice: the next process goes on from the run's place, and the
 * books are those of a night that nobody disturbed.
 */
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument } from '../world/public-graph.js';
import { openTwoBrands, receiptOf } from '../world/two-brands.js';

const NIGHT = '{ nightRuns(first: 1) { edges { node { state lotsExpired steps { step lots } } } } }';
const PURCHASES = 5;

let world: PlatformWorld | undefined;
afterEach(() => world?.stop());

interface Nights {
  readonly nightRuns: { readonly edges: { readonly node: { state: string; lotsExpired: string } }[] };
}

test('a night that dies between its chunks is gone on with, and takes nothing twice', {
  timeout: 120_000,
}, async () => {
  let starts = 0;
  world = await openPlatformWorld({
    processes: 'five processes',
    environmentOf: (part, start) => {
      const isRewards = part === 'rewards';
      if (isRewards) starts = start;
      // The five chunks of the first night find nothing; the second dies after two of its own, and then after two more.
      const deaths = ['night.between-chunks@7', 'night.between-chunks@2'];
      return { COALITION_FAILPOINT: (isRewards ? deaths[start - 1] : undefined) ?? '' };
    },
  });
  const brands = await openTwoBrands(world);
  const { operator, sql } = world;
  const finished = async () =>
    (await operator.request<Nights>(NIGHT)).nightRuns.edges[0]?.node.state === 'FINISHED';
  await eventually(finished, 30_000);
  const grocer = world.anonymous.as(brands.grocer.apiKey);
  for (let number = 1; number <= PURCHASES; number += 1) {
    const input = { idempotencyKey: `night-${number}`, ...receiptOf(brands, `night-${number}`) };
    await grocer.succeed(actDocument('recordPurchase'), { input }, 'PurchaseRecorded');
  }
  // Days cannot be waited for: the purchases lapsed an hour before today began, and today's night is not run yet.
  await sql(`update rewards.lot set expires_at = (select as_of from rewards.night_run) - interval '1 hour',
    own_expires_at = (select as_of from rewards.night_run) - interval '1 hour' where unit = 'PTS'
      and purchase_id in (select id from rewards.purchase where receipt_number like 'night-%')`);
  await sql(
    `update rewards.night_run set day = day - 1, as_of = as_of - interval '1 day', since = since - interval '1 day'`,
  );
  const run = (key: string) =>
    operator.succeed(actDocument('runNight'), { input: { idempotencyKey: key } }, 'NightStarted');
  await run('the-night').catch(() => undefined);
  await eventually(() => starts >= 3, 60_000);
  await eventually(async () => {
    await run('again').catch(() => undefined);
    return finished();
  }, 30_000);
  const lapsed = await sql<{ lots: string; points: string }>(
    `select count(*) as lots, -sum(amount) as points from rewards.posting join rewards.entry on entry.id = entry_id
     where kind = 'EXPIRY' and account like 'member:%'`,
  );
  const due = await sql<{ left: string }>(
    `select count(*) as left from rewards.lot where expires_at <= now() and remaining > held`,
  );
  expect(lapsed).toEqual([{ lots: String(PURCHASES), points: String(PURCHASES * 500) }]);
  expect(due).toEqual([{ left: '0' }]);
  const told = await sql<{ count: string }>(
    `select count(*) from rewards.outbox where type = 'rewards.lots-lapsed.1'`,
  );
  expect(told).toEqual([{ count: '1' }]);
  const { ledgerProof } = await world.auditor.request<{ ledgerProof: { holds: boolean } }>(
    '{ ledgerProof { holds } }',
  );
  expect(ledgerProof.holds).toBe(true);
});

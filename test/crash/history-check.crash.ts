/**
 * A check that never fails proves nothing: each kind of damage that a crash could do is done by hand, and must be
 * found.
 */
import { afterEach, expect, test } from 'vitest';
import { historyFindings } from '../world/audit/history-check.js';
import { projectionFindings } from '../world/audit/history-check-projections.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { underLoad } from './trial.js';

let world: PlatformWorld | undefined;
afterEach(() => world?.stop());

const aPurchase = "(select fact_id from gamification.game_fact where kind = 'PURCHASE' limit 1)";

const damages: readonly { readonly sql: string; readonly found: RegExp }[] = [
  {
    sql: `delete from rewards.stored_answer where key = (select max(key) from rewards.stored_answer
      where command = 'recordPurchase')`,
    found: /^the answer of recordPurchase till-\d+:\d+ is not kept$/,
  },
  {
    sql: `insert into rewards.outbox (event_id, type, key, occurred_at, data, published_at)
      select gen_random_uuid(), type, key, occurred_at, data, now() from rewards.outbox
      where type = 'rewards.purchase-recorded.1' limit 1`,
    found: /^recordPurchase till-.* is 2 times in told$/,
  },
  {
    sql: `delete from gamification.game_fact where fact_id = ${aPurchase}`,
    found: /^recordPurchase till-.* is lost in counted$/,
  },
  {
    sql: `insert into partners.clearing_entry select gen_random_uuid(), period_id, ledger_sequence, entry_id, kind,
      partner_id, issuer_partner_id, points, amount_minor, currency, agreement_id, occurred_at
      from partners.clearing_entry limit 1`,
    found: /^the clearing book differs from the ledger/,
  },
  {
    sql: 'update gamification.standing set score = score + 1',
    found: /^the board "all-time" was not what its history says$/,
  },
  {
    sql: `delete from partners.inbox where event_id = (select event_id from partners.inbox limit 1)`,
    found: /^partners has not heard 1 events of rewards$/,
  },
  {
    sql: `update rewards.lot set remaining = remaining - 1 where id = (select id from rewards.lot
      where remaining = original and held = 0 limit 1)`,
    found: /^the ledger breaks "lots-are-their-postings"/,
  },
];

test('the checks of the crash tests find what is lost, doubled, stuck or different', async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  const load = await underLoad(world);
  await load.progress(20);
  await load.end();
  await world.quiet();
  const { sql } = world;
  expect([...(await historyFindings(world, load)), ...(await projectionFindings(world, load))]).toEqual([]);
  for (const damage of damages) await sql(damage.sql);
  const findings = [...(await historyFindings(world, load)), ...(await projectionFindings(world, load))];
  for (const { found } of damages) expect(findings).toContainEqual(expect.stringMatching(found));
});

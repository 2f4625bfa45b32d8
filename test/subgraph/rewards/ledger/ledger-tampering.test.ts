/** Whoever changes the books behind the platform's back, with every right of the database, is found by the row. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../shared/platform/runtime/check.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, CAPTURE, HOLD, memberOf, partnerOf, RETURN } from '../rewards-kit.js';
import { findingsAfter, sealAll, superuser } from './ledger-kit.js';

let world: SubgraphWorld;
let admin: pg.Client;
let earned: string;
let captured: string;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  const a = await partnerOf(world);
  const { memberId } = await memberOf(world);
  const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
  const held = await act(world, a.till, HOLD, { memberId, storeId: a.storeId, points: '40' });
  await act(world, a.till, CAPTURE, { holdId: held.hold.id });
  await act(world, a.till, RETURN, {
    purchaseId: purchase.id,
    returnedAt: new Date().toISOString(),
    lines: [{ lineNumber: 1, quantity: 1 }],
  });
  await bought(world, { memberId, partner: a }, 7_000);
  await sealAll(world);
  admin = await superuser(world);
  earned = await idOf(`select id from entry where kind = 'EARN' order by sequence limit 1`);
  captured = await idOf(`select id from entry where kind = 'CAPTURE'`);
});
afterAll(async () => {
  await admin.end();
  await auditLedger(world.database);
  await world.close();
});

async function idOf(sql: string): Promise<string> {
  return (await admin.query<{ id: string }>(sql)).rows[0]?.id ?? 'none';
}

/** The rows that a check names, as "table id field". */
function namedBy(findings: readonly Finding[], check: string): string[] {
  const finding = findings.find(({ name }) => name === check);
  return (finding?.wrong ?? []).map(({ at, id, field }) => `${at} ${id} ${field}`);
}

describe('the proof', () => {
  it('holds of books that nobody touched', async () => {
    expect(await findingsAfter(admin, [])).toEqual([]);
  });

  it('names the entry whose postings were changed so that they still balance', async () => {
    const findings = await findingsAfter(admin, [
      `update posting set amount = amount + 7 where entry_id = '${earned}' and account = 'points-fund'`,
      `update posting set amount = amount - 7 where entry_id = '${earned}' and account = 'operator-fee'`,
    ]);
    expect(findings.map(({ name }) => name)).toEqual(['entries-are-as-sealed']);
    expect(namedBy(findings, 'entries-are-as-sealed')).toEqual([`entry ${earned} digest`]);
  });

  it('names the entry whose instant was moved by a microsecond', async () => {
    const findings = await findingsAfter(admin, [
      `update entry set occurred_at = occurred_at + interval '1 microsecond' where id = '${earned}'`,
    ]);
    expect(namedBy(findings, 'entries-are-as-sealed')).toEqual([`entry ${earned} digest`]);
  });

  it('names the entry whose reasons were rewritten', async () => {
    const findings = await findingsAfter(admin, [
      `update entry set reasons = '[{ "rule": "GENEROSITY", "facts": {} }]' where id = '${earned}'`,
    ]);
    expect(namedBy(findings, 'entries-are-as-sealed')).toEqual([`entry ${earned} digest`]);
  });

  it('names the entry and the seal whose digest was changed by one bit', async () => {
    const findings = await findingsAfter(admin, [
      `update sealed_entry set digest = set_bit(digest, 3, 1 - get_bit(digest, 3)) where entry_id = '${captured}'`,
    ]);
    const seal = await idOf(`select seal_number as id from sealed_entry where entry_id = '${captured}'`);
    expect(namedBy(findings, 'entries-are-as-sealed')).toEqual([`entry ${captured} digest`]);
    expect(namedBy(findings, 'seals-are-their-digests')).toEqual([`ledger_seal ${seal} hash`]);
  });

  it('names the seal whose hash was changed by one bit', async () => {
    const findings = await findingsAfter(admin, [
      'update ledger_seal set hash = set_bit(hash, 9, 1 - get_bit(hash, 9)) where number = 1',
    ]);
    expect(namedBy(findings, 'seals-are-their-digests')).toEqual(['ledger_seal 1 hash']);
  });

  it('names the seal whose instant was moved', async () => {
    const findings = await findingsAfter(admin, [
      `update ledger_seal set sealed_at = sealed_at - interval '1 day' where number = 1`,
    ]);
    expect(namedBy(findings, 'seals-are-their-digests')).toEqual(['ledger_seal 1 hash']);
  });

  it('names the lot that holds more than was posted on it', async () => {
    const lot = await idOf('select id from lot where remaining > 0 and remaining < original limit 1');
    const findings = await findingsAfter(admin, [
      `update lot set remaining = remaining + 1 where id = '${lot}'`,
    ]);
    expect(namedBy(findings, 'lots-are-their-postings')).toEqual([`lot ${lot} remaining`]);
    const [wrong] = findings.find(({ name }) => name === 'lots-are-their-postings')?.wrong ?? [];
    expect(Number(wrong?.found)).toBe(Number(wrong?.must) + 1);
  });

  it('names the entry that a posting was taken from', async () => {
    const findings = await findingsAfter(admin, [
      `delete from posting where entry_id = '${captured}' and account like 'receivable:%'`,
    ]);
    for (const check of ['entries-balance', 'clearing-is-receivables', 'entries-are-as-sealed']) {
      expect(namedBy(findings, check), check).toEqual([expect.stringContaining(`entry ${captured} `)]);
    }
  });

  it('names the entry that was taken away, with its postings or without', async () => {
    const whole = await findingsAfter(admin, [`delete from entry where id = '${earned}'`]);
    expect(namedBy(whole, 'sealed-entries-are-there')).toEqual([`entry ${earned} id`]);
    expect(namedBy(whole, 'postings-have-entries').length).toBeGreaterThan(1);
    expect(namedBy(whole, 'purchases-are-issued')).toEqual([expect.stringContaining('purchase ')]);
  });

  it('names the entry that was slipped in among those that are sealed', async () => {
    const findings = await findingsAfter(admin, [
      `insert into entry (id, sequence, kind, member_id, occurred_at, posted_at, terms_version, xid)
       select gen_random_uuid(), -1, kind, member_id, occurred_at, posted_at, terms_version, xid
       from entry where id = '${earned}'`,
    ]);
    expect(namedBy(findings, 'no-entry-is-left-out')).toEqual([expect.stringMatching(/^entry .* seal$/)]);
  });

  it('finds a chain from whose end a seal was cut', async () => {
    const findings = await findingsAfter(admin, [
      'delete from ledger_seal where number = (select max(number) from ledger_seal)',
    ]);
    expect(findings.map(({ name }) => name)).toContain('seals-are-complete');
  });
});

/** Sealing: every entry once and in order, whatever runs at the same time, is killed, or is restored elsewhere. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sealEntries } from '../../../../subgraphs/rewards/proof/seal-entries.command.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { anonymous, auditor, memberCaller, operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { bought, memberOf, partnerOf, type TestPartner } from '../rewards-kit.js';
import { sealAll, superuser } from './ledger-kit.js';

const HEAD = '{ ledgerSeal { number hash } }';
const SEALS = `query ($first: Int!, $after: String) { ledgerSeals(first: $first, after: $after) {
  edges { node { number previousHash hash entryCount sealedAt } } pageInfo { hasNextPage endCursor } } }`;
const ENTRIES = `query ($first: Int!, $after: String, $upToSeal: WholeNumber) {
  ledgerEntries(first: $first, after: $after, upToSeal: $upToSeal) { pageInfo { hasNextPage endCursor }
    edges { node { id sequence kind sealNumber position digest record
      postings { line account unit amount lotId } } } } }`;

let world: SubgraphWorld;
let admin: pg.Client;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  admin = await superuser(world);
  partner = await partnerOf(world);
});
afterEach(async () => {
  await sealAll(world);
  await auditLedger(world.database);
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

async function purchases(count: number): Promise<void> {
  const { memberId } = await memberOf(world);
  for (let done = 0; done < count; done += 1) await bought(world, { memberId, partner }, 1_000 + done);
}

async function counted(sql: string): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(`select count(*) as count from ${sql}`);
  return Number(rows[0]?.count);
}

async function allOf(query: string, field: string, first: number) {
  const nodes = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors } = await world.ask(auditor, query, { first, after });
    expect(errors).toBeUndefined();
    nodes.push(...data[field].edges.map(({ node }: { node: object }) => node));
    if (!data[field].pageInfo.hasNextPage) return nodes;
    after = data[field].pageInfo.endCursor;
  }
}

describe('sealing', () => {
  it('seals each entry once, a bounded number at a time', async () => {
    await purchases(5);
    await eventually(async () => {
      await sealEntries(world.database, new Date(), 2);
      return (await counted('sealed_entry')) === (await counted('entry'));
    });
    expect(await counted('ledger_seal where entry_count > 2')).toBe(0);
    expect(await sealEntries(world.database, new Date())).toBe(0);
  });

  it('makes one chain of what two sealers do at once', async () => {
    await purchases(4);
    await Promise.all(Array.from({ length: 6 }, () => sealEntries(world.database, new Date(), 1)));
    await sealAll(world);
    expect(await counted('sealed_entry')).toBe(await counted('entry'));
  });

  it('leaves nothing of a seal whose sealer is killed in the middle', async () => {
    await purchases(3);
    const holder = await superuser(world);
    await holder.query('begin; lock table ledger_seal in share mode');
    const killed = sealEntries(world.database, new Date()).catch((fault: Error) => fault);
    const waiting = `pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and query like 'with taken as%'`;
    await eventually(async () => (await counted(waiting)) > 0);
    await admin.query(`select pg_terminate_backend(pid) from ${waiting}`);
    await killed;
    await holder.end();
    await sealAll(world);
    expect(await counted('sealed_entry')).toBe(await counted('entry'));
  });

  it('misses no entry of a transaction that began before the seal and ends after it', async () => {
    await purchases(1);
    const slow = await superuser(world);
    const id = v7();
    await slow.query(`begin; set local session_replication_role = replica;
      insert into entry (id, sequence, kind, member_id, occurred_at, posted_at, terms_version)
      select '${id}', nextval('entry_sequence'), kind, member_id, occurred_at, posted_at, terms_version
      from entry limit 1;
      insert into posting (entry_id, line, account, unit, amount) values ('${id}', 1, 'transit', 'PTS', 1), ('${id}', 2,
        'transit', 'PTS', -1)`);
    await purchases(1);
    await sealEntries(world.database, new Date());
    await slow.query('commit');
    await slow.end();
    await sealAll(world);
    expect(await counted(`sealed_entry where entry_id = '${id}'`)).toBe(1);
  });

  it('goes on in a database that was restored into a server whose transactions count from the start', async () => {
    await purchases(2);
    await sealAll(world);
    await admin.query('begin; set local session_replication_role = replica');
    await admin.query(
      `update ledger_seal set cluster = 1, horizon_xid = '900000000000'
       where number = (select max(number) from ledger_seal)`,
    );
    await admin.query('commit');
    await purchases(3);
    await eventually(async () => {
      await sealEntries(world.database, new Date(), 2);
      return (await counted('sealed_entry')) === (await counted('entry'));
    });
    await purchases(1);
    await sealAll(world);
    const cluster = '(select system_identifier from pg_control_system())';
    await eventually(async () => {
      await sealEntries(world.database, new Date());
      return (
        (await counted(
          `(select * from ledger_seal order by number desc limit 1) h where cluster = ${cluster}`,
        )) === 1
      );
    });
  });
});

describe('the chain', () => {
  it('is read by everyone who is signed in, and by nobody else', async () => {
    await purchases(1);
    await sealAll(world);
    for (const caller of [memberCaller(), partner.till, operator, auditor]) {
      const { data } = await world.ask(caller, HEAD);
      expect(data.ledgerSeal.hash).toMatch(/^[0-9a-f]{64}$/);
    }
    expect((await world.ask(anonymous, HEAD)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    for (const caller of [memberCaller(), partner.till]) {
      const { errors } = await world.ask(caller, ENTRIES, { first: 1 });
      expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
  });

  it('can be recomputed from what the graph gives of it', async () => {
    await purchases(3);
    await sealAll(world);
    const { data } = await world.ask(auditor, HEAD);
    const seals = await allOf(SEALS, 'ledgerSeals', 2);
    const entries = await allOf(ENTRIES, 'ledgerEntries', 3);
    let previous = '0'.repeat(64);
    for (const seal of seals) {
      expect(seal.previousHash).toBe(previous);
      const hash = createHash('sha256').update(Buffer.from(previous, 'hex'));
      hash.update(`coalition-seal-1\n${seal.number}\n${seal.sealedAt}\n`);
      const own = entries.filter(({ sealNumber }) => sealNumber === seal.number);
      expect(own.map(({ position }) => position)).toEqual(own.map((_, at) => at + 1));
      expect(own).toHaveLength(seal.entryCount);
      for (const { record, digest } of own) {
        expect(createHash('sha256').update(record).digest('hex')).toBe(digest);
        hash.update(Buffer.from(digest, 'hex'));
      }
      expect(hash.digest('hex')).toBe(seal.hash);
      previous = seal.hash;
    }
    expect(seals.at(-1)).toMatchObject(data.ledgerSeal);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(await counted('entry'));
  });

  it('digests records that are plain JSON and say all of the entry', async () => {
    await purchases(1);
    await sealAll(world);
    const [{ record, postings, id, sequence }] = (await allOf(ENTRIES, 'ledgerEntries', 50)).slice(-1);
    const fields = JSON.parse(record);
    expect(JSON.stringify(fields)).toBe(record);
    expect(fields.slice(0, 4)).toEqual(['coalition-entry-1', id, sequence, 'EARN']);
    expect(fields.at(-1)).toEqual(
      postings.map((leg: Record<string, unknown>) => [
        String(leg['line']),
        leg['account'],
        leg['unit'],
        leg['amount'],
        leg['lotId'],
      ]),
    );
    expect(JSON.parse(fields[15])).toContainEqual(expect.objectContaining({ rule: 'BASE_RATE' }));
    expect(fields[11]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('gives entries up to a seal', async () => {
    await purchases(2);
    await sealAll(world);
    const { data } = await world.ask(auditor, ENTRIES, { first: 100, upToSeal: '1' });
    const seals = data.ledgerEntries.edges.map(
      ({ node }: { node: { sealNumber: string } }) => node.sealNumber,
    );
    expect(new Set(seals)).toEqual(new Set(['1']));
  });
});

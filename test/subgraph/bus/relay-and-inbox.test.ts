/** From the outbox of one subgraph to the effect in another: nothing lost, nothing twice, in the order of each key. */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { EventBus, Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { openPostgresEventBus } from '../../../shared/platform/bus/postgres-event-bus.js';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { appUrl } from '../../../shared/platform/database/provision.js';
import { inTransaction, rows } from '../../../shared/platform/database/transaction.js';
import { startInboxConsumer } from '../../../shared/platform/inbox/consumer.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { replayTopic } from '../../../shared/platform/inbox/rebuild.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { onOutboxWake, wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { startRelay } from '../../../shared/platform/outbox/relay.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import { testSecret } from '../../world/test-database.js';
import { type BusDatabase, newBusDatabase } from './bus-database.js';

const log = openLog({ part: 'test', level: 'silent' });
const PATIENCE = { timeout: 15_000, interval: 10 };

type Enrolled = DomainEvent<'members.member-enrolled.1'>;
type Issued = DomainEvent<'members.card-issued.1'>;

let storage: BusDatabase;
let members: DataSource;
let rewards: DataSource;
let bus: EventBus;
const running: Stoppable[] = [];

async function openSubgraph(name: 'members' | 'rewards'): Promise<DataSource> {
  await migrate({ adminUrl: storage.adminUrl, subgraph: name, migrations: [] });
  const url = appUrl(storage.adminUrl, name, testSecret);
  return openDatabase({ url, applicationName: `test ${name}`, schema: name, rows: [] });
}

beforeEach(async () => {
  storage = await newBusDatabase(inject('adminUrl'));
  members = await openSubgraph('members');
  rewards = await openSubgraph('rewards');
  await storage.asAdmin(
    'set role rewards_owner; create table rewards.wallet (place int generated always as identity, id uuid)',
  );
  bus = await openPostgresEventBus({ url: storage.busUrl, log });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
  await bus.close();
  await Promise.all([members.destroy(), rewards.destroy()]);
  await storage.drop();
});

function enrolled(): Enrolled {
  const [memberId, at] = [randomUUID(), new Date('2026-03-01T10:00:00.123Z')];
  const data = { memberId, enrolledAt: at };
  return { id: randomUUID(), type: 'members.member-enrolled.1', key: memberId, occurredAt: at, data };
}

function cardIssued(): Issued {
  const [memberId, at] = [randomUUID(), new Date('2026-03-01T10:00:01Z')];
  const data = { cardId: randomUUID(), memberId, cardNumber: '600', kind: 'VIRTUAL' as const, issuedAt: at };
  return { id: randomUUID(), type: 'members.card-issued.1', key: memberId, occurredAt: at, data };
}

async function tellNow(...events: readonly DomainEvent[]): Promise<void> {
  await inTransaction(members, (transaction) => tell(transaction, events));
  wakeRelayOf(members);
}

/** Opens a wallet per enrolment, in `rewards.wallet`. */
const openWallets: Listener<'members.member-enrolled.1'> = {
  type: 'members.member-enrolled.1',
  hear: async (events, transaction) => {
    const ids = events.map((event) => event.data.memberId);
    await rows(transaction, 'insert into wallet (id) select unnest($1::uuid[])', [ids]);
  },
};

function hearMembers(...listeners: readonly Listener[]): void {
  running.push(
    startInboxConsumer({ database: rewards, bus, topic: 'members.events', group: 'rewards', listeners, log }),
  );
}

function relayMembers(): void {
  running.push(startRelay({ database: members, bus, subgraph: 'members', log }));
}

async function wallets(): Promise<readonly string[]> {
  return (await rows<{ id: string }>(rewards, 'select id from wallet order by place')).map((row) => row.id);
}

function membersOf(events: readonly Enrolled[]): readonly string[] {
  return events.map((event) => event.data.memberId);
}

test('what a command told has its effect in another subgraph, once and in order', async () => {
  const events = Array.from({ length: 1_200 }, enrolled);
  await tellNow(...events.slice(0, 1_100));
  relayMembers();
  hearMembers(openWallets);
  await tellNow(...events.slice(1_100));
  await expect.poll(wallets, PATIENCE).toEqual(membersOf(events));
  const waiting = await rows(members, 'select from outbox where published_at is null');
  expect(waiting).toEqual([]);
});

test('a command in a process that does not relay is relayed at once by the one that does', async () => {
  relayMembers();
  await tellNow(enrolled());
  await expect.poll(async () => (await bus.lag('members.events', 'nobody')).behind, PATIENCE).toBe(1);
  const elsewhere = {
    database: await openSubgraph('members'),
    bus: await openPostgresEventBus({ url: storage.busUrl, log }),
  };
  const standby = startRelay({ ...elsewhere, subgraph: 'members', log });
  const toldAt = performance.now();
  await inTransaction(elsewhere.database, (transaction) => tell(transaction, [enrolled()]));
  wakeRelayOf(elsewhere.database);
  await expect.poll(async () => (await bus.lag('members.events', 'nobody')).behind, PATIENCE).toBe(2);
  expect(performance.now() - toldAt).toBeLessThan(2_000);
  await standby.stop();
  await elsewhere.bus.close();
  await elsewhere.database.destroy();
});

test('what is told while something is heard calls the relay, once it is committed', async () => {
  relayMembers();
  const waitingAtCalls: Promise<unknown[]>[] = [];
  onOutboxWake(rewards, () =>
    waitingAtCalls.push(rows(rewards, 'select from outbox where published_at is null')),
  );
  hearMembers({
    type: 'members.member-enrolled.1',
    hear: (events, transaction) => tell(transaction, events),
  });
  await tellNow(enrolled());
  await expect.poll(() => waitingAtCalls.length, PATIENCE).toBe(1);
  expect(await waitingAtCalls[0]).toHaveLength(1);
});

test('what a rolled back command told is never heard', async () => {
  relayMembers();
  hearMembers(openWallets);
  const undone = inTransaction(members, async (transaction) => {
    await tell(transaction, [enrolled()]);
    throw new Error('refused');
  });
  await expect(undone).rejects.toThrow('refused');
  const later = enrolled();
  await tellNow(later);
  await expect.poll(wallets, PATIENCE).toEqual(membersOf([later]));
});

test('events published again after a crash have their effect once', async () => {
  const events = [enrolled(), enrolled(), enrolled()];
  relayMembers();
  hearMembers(openWallets);
  await tellNow(...events);
  await expect.poll(wallets, PATIENCE).toHaveLength(3);
  await rows(members, 'update outbox set published_at = null');
  const later = enrolled();
  await tellNow(later);
  await expect.poll(wallets, PATIENCE).toEqual(membersOf([...events, later]));
});

test('events delivered again, as by a bus that lost its place, have their effect once', async () => {
  const events = [enrolled(), enrolled()];
  relayMembers();
  hearMembers(openWallets);
  await tellNow(...events);
  await expect.poll(async () => (await bus.lag('members.events', 'rewards')).behind, PATIENCE).toBe(0);
  await expect.poll(wallets, PATIENCE).toHaveLength(2);
  await Promise.all(running.splice(1).map((worker) => worker.stop()));
  await storage.asAdmin('update bus.consumer_place set position = 0');
  hearMembers(openWallets);
  const later = enrolled();
  await tellNow(later);
  await expect.poll(wallets, PATIENCE).toEqual(membersOf([...events, later]));
});

test('a listener that fails leaves nothing behind and hears the same again', async () => {
  const events = [enrolled(), enrolled()];
  let faultsLeft = 2;
  relayMembers();
  hearMembers(openWallets, {
    type: 'members.member-enrolled.1',
    hear: async () => {
      faultsLeft -= 1;
      if (faultsLeft >= 0) throw new Error('not yet');
    },
  });
  await tellNow(...events);
  await expect.poll(wallets, PATIENCE).toEqual(membersOf(events));
  expect(faultsLeft).toBe(-1);
});

test('a listener hears the consecutive events of its type together, and hooks run after the commit', async () => {
  const heard: string[] = [];
  const cards: Listener<'members.card-issued.1'> = {
    type: 'members.card-issued.1',
    hear: async (events) =>
      void heard.push(`${events.length} cards ${events[0]?.data.issuedAt.toISOString()}`),
  };
  const enrolments: Listener<'members.member-enrolled.1'> = {
    ...openWallets,
    afterCommit: async (events) => {
      heard.push(`${events.length} committed, ${(await wallets()).length} wallets`);
      throw new Error('a live signal failed');
    },
  };
  await tellNow(cardIssued(), cardIssued(), enrolled(), enrolled(), cardIssued());
  relayMembers();
  await expect.poll(async () => (await bus.lag('members.events', 'rewards')).behind, PATIENCE).toBe(5);
  hearMembers(cards, enrolments);
  await expect.poll(async () => (await bus.lag('members.events', 'rewards')).behind, PATIENCE).toBe(0);
  expect(heard).toEqual([
    '2 cards 2026-03-01T10:00:01.000Z',
    '1 cards 2026-03-01T10:00:01.000Z',
    '2 committed, 2 wallets',
  ]);
});

test('a projection rebuilt from the topic hears every event again, in order, page by page', async () => {
  const events = Array.from({ length: 7 }, enrolled);
  relayMembers();
  await tellNow(...events);
  await expect.poll(async () => (await bus.lag('members.events', 'nobody')).behind, PATIENCE).toBe(7);
  const heard: DomainEvent[] = [];
  const hear = async (page: readonly DomainEvent[]): Promise<void> => void heard.push(...page);
  const replayed = await replayTopic({ bus, topic: 'members.events', hear, pageSize: 3 });
  expect(heard).toEqual(events);
  expect(replayed).toEqual({ count: 7, upTo: '7' });
});

/** The bus on PostgreSQL keeps the contract, and its tables can only be appended to. */
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { ensureBusSchema } from '../../../shared/platform/bus/postgres-bus-schema.js';
import { openPostgresEventBus } from '../../../shared/platform/bus/postgres-event-bus.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import { newBusDatabase } from './bus-database.js';
import { describeEventBus, enrolments } from './event-bus-contract.js';

const log = openLog({ part: 'test', level: 'silent' });
const PATIENCE = { timeout: 15_000, interval: 10 };

describeEventBus('PostgreSQL', async () => {
  const database = await newBusDatabase(inject('adminUrl'));
  return {
    open: () => openPostgresEventBus({ url: database.busUrl, log }),
    cutConnections: database.cutConnections,
    // A role is a lock of the holder's session.
    seizeRoles: database.cutConnections,
    destroy: database.drop,
  };
});

test('a leader whose session is cut is told so, and leads again once connected', async () => {
  const database = await newBusDatabase(inject('adminUrl'));
  const bus = await openPostgresEventBus({ url: database.busUrl, log });
  const turns: AbortSignal[] = [];
  bus.lead('relay:members', async (signal) => {
    turns.push(signal);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  });
  await expect.poll(() => turns.length, PATIENCE).toBe(1);
  await database.cutConnections();
  await expect.poll(() => turns.map((signal) => signal.aborted), PATIENCE).toEqual([true, false]);
  await bus.close();
  await database.drop();
});

test("the application's role can neither change nor remove what was published", async () => {
  const database = await newBusDatabase(inject('adminUrl'));
  const bus = await openPostgresEventBus({ url: database.busUrl, log });
  await bus.publish('members.events', enrolments(1));
  const client = new pg.Client({ connectionString: database.busUrl });
  await client.connect();
  for (const sql of ['update bus.message set key = key', 'delete from bus.message', 'truncate bus.message']) {
    await expect(client.query(sql)).rejects.toThrow('permission denied');
  }
  await client.end();
  await bus.close();
  await database.drop();
});

test('processes that start together prepare the tables once', async () => {
  const database = await newBusDatabase(inject('adminUrl'));
  await Promise.all(Array.from({ length: 4 }, () => ensureBusSchema(database.adminUrl)));
  await database.drop();
});

test('a bus without its tables says so at once', async () => {
  const database = await newBusDatabase(inject('adminUrl'));
  await database.asAdmin('drop table bus.message, bus.topic_head, bus.consumer_place');
  await expect(openPostgresEventBus({ url: database.busUrl, log })).rejects.toThrow('topic_head');
  await database.drop();
});

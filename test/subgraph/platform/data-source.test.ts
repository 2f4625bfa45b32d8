/** A data source of a subgraph: row classes keep whole numbers whole, and nothing waits for ever. */
import 'reflect-metadata';
import { Column, type DataSource, Entity, PrimaryColumn } from 'typeorm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import { createTestDatabase, type TestDatabase } from '../../world/test-database.js';

@Entity('jar')
class JarRow {
  @PrimaryColumn({ type: 'bigint' }) id!: bigint;
  @Column({ type: 'bigint' }) coins!: bigint;
  @Column({ type: 'timestamptz' }) filledAt!: Date;
}

let test: TestDatabase;
let database: DataSource;

beforeAll(async () => {
  test = await createTestDatabase(inject('adminUrl'));
  const facts = {
    url: test.adminUrl,
    applicationName: 'data source test',
    schema: 'shelf',
    rows: [JarRow],
    poolMax: 2,
  };
  database = await openDatabase(facts);
  await database.query('create schema shelf');
  await database.query(
    'create table jar (id bigint primary key, coins bigint not null, "filledAt" timestamptz not null)',
  );
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

it('a row class keeps whole numbers and instants as they are', async () => {
  const jars = database.getRepository(JarRow);
  const filledAt = new Date('2026-03-29T01:30:00.250Z');
  await jars.save({ id: 2n ** 60n, coins: 2n ** 62n + 1n, filledAt });
  const jar = await jars.findOneByOrFail({ id: 2n ** 60n });
  expect(jar).toEqual({ id: 2n ** 60n, coins: 2n ** 62n + 1n, filledAt });
  jar.coins -= 1n;
  await jars.save(jar);
  expect(await rows(database, 'select sum(coins) as sum, count(*) as count from jar')).toEqual([
    { sum: 2n ** 62n, count: 1n },
  ]);
  expect(await jars.count()).toBe(1);
});

it('the limits hold on every connection of the pool', async () => {
  const limits = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle, current_schema() as schema, pg_sleep(0.05)`;
  const found = await Promise.all([rows<object>(database, limits), rows<object>(database, limits)]);
  const expected = { statement: '5s', lock: '2s', idle: '10s', schema: 'shelf' };
  for (const [row] of found) expect(row).toMatchObject(expected);
});

it('who waits for a row too long is told so', async () => {
  await database.transaction(async (holder) => {
    await holder.query('lock table jar');
    await expect(database.query('select * from jar')).rejects.toThrow(/lock timeout/);
  });
});

it('a connection that breaks in the instant in which it is handed out does not end the process', async () => {
  const { master } = database.driver as unknown as {
    master: NodeJS.EventEmitter<{ acquire: [client: NodeJS.EventEmitter] }>;
  };
  // After the pool has stopped listening to its client and before the borrower begins to.
  const between = new Promise<boolean>((resolve) => {
    master.once('acquire', (client) =>
      queueMicrotask(() => {
        resolve(client.emit('error', new Error('the server is gone')));
      }),
    );
  });
  await rows(database, 'select 1');
  expect(await between).toBe(true);
});

/** Provisioning and migrating: each subgraph gets its own schema, and no way into another's. */

import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { appUrl, provision } from '../../../shared/platform/database/provision.js';
import type { Tenant } from '../../../shared/platform/database/roles.js';
import { rows } from '../../../shared/platform/database/transaction.js';
import { createTestDatabase, type TestDatabase, testSecret } from '../../world/test-database.js';

class Coins1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table coin (id bigint generated always as identity primary key, value bigint)',
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table coin');
  }
}

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase(inject('adminUrl'));
  await provision({ adminUrl: database.adminUrl, secret: testSecret });
});
afterAll(() => database.drop());

function openAs(tenant: Tenant) {
  const url = appUrl(database.adminUrl, tenant, testSecret);
  return openDatabase({ url, applicationName: `test ${tenant}`, schema: tenant, rows: [] });
}

function migrateMembers() {
  return migrate({ adminUrl: database.adminUrl, subgraph: 'members', migrations: [Coins1700000000001] });
}

describe('migrating', () => {
  it('runs each migration once, however many processes begin at the same time', async () => {
    const runs = await Promise.all([migrateMembers(), migrateMembers(), migrateMembers()]);
    expect(runs.flat().sort()).toEqual(['Coins1700000000001', 'Platform1600000000000']);
    expect(await migrateMembers()).toEqual([]);
  });

  it('gives the subgraph the tables of the platform and leaves the bus without them', async () => {
    await migrate({ adminUrl: database.adminUrl, subgraph: 'bus', migrations: [] });
    const [members, bus] = await Promise.all([openAs('members'), openAs('bus')]);
    const tables = `select to_regclass('outbox') as outbox, to_regclass('inbox') as inbox,
      to_regclass('stored_answer') as answer`;
    expect(await rows(members, tables)).toEqual([
      { outbox: 'outbox', inbox: 'inbox', answer: 'stored_answer' },
    ]);
    expect(await rows(bus, tables)).toEqual([{ outbox: null, inbox: null, answer: null }]);
    await Promise.all([members.destroy(), bus.destroy()]);
  });
});

describe('the role of a subgraph', () => {
  it('works with the rows of its own tables, as whole numbers', async () => {
    const members = await openAs('members');
    const made = await rows(members, 'insert into coin (value) values ($1) returning id, value', [2n ** 62n]);
    expect(made).toEqual([{ id: 1n, value: 2n ** 62n }]);
    expect(await rows(members, 'update coin set value = value - 1 returning value')).toEqual([
      { value: 2n ** 62n - 1n },
    ]);
    expect(await rows(members, 'delete from coin returning id')).toEqual([{ id: 1n }]);
    await members.destroy();
  });

  it.each([
    ['read the tables of another subgraph', 'select * from members.coin'],
    ['write the tables of another subgraph', 'insert into members.coin (value) values (1)'],
    ['make a table in the schema of another', 'create table members.x (y int)'],
    ['make a table in its own schema', 'create table partners.x (y int)'],
    ['make a table in the public schema', 'create table public.x (y int)'],
    ['make a temporary table', 'create temporary table x (y int)'],
    ['become the owner of its schema', 'set role partners_owner'],
    ['read the stored passwords of roles', 'select * from pg_authid'],
  ])('may not %s', async (_act, sql) => {
    const partners = await openAs('partners');
    await expect(partners.query(sql)).rejects.toThrow(/permission denied/);
    await partners.destroy();
  });

  it('may not change the record of its migrations', async () => {
    const members = await openAs('members');
    await expect(members.query('delete from migration')).rejects.toThrow(/permission denied/);
    await members.destroy();
  });

  it('is turned away with the password of another subgraph', async () => {
    const url = new URL(appUrl(database.adminUrl, 'members', testSecret));
    url.username = 'partners_app';
    const client = new pg.Client({ connectionString: url.href });
    await expect(client.connect()).rejects.toThrow(/password authentication failed/);
  });
});

describe('provisioning', () => {
  it('may run many times at once, in several databases of one server', async () => {
    const others = await Promise.all([1, 2, 3].map(() => createTestDatabase(inject('adminUrl'))));
    const urls = others.flatMap(({ adminUrl }) => [adminUrl, adminUrl]);
    await Promise.all(urls.map((adminUrl) => provision({ adminUrl, secret: testSecret })));
    await Promise.all(others.map((other) => other.drop()));
  });

  it('keeps what is there when it runs again', async () => {
    const members = await openAs('members');
    await members.query('insert into coin (value) values (7)');
    await provision({ adminUrl: database.adminUrl, secret: testSecret });
    expect(await rows(members, 'select value from coin')).toEqual([{ value: 7n }]);
    await members.destroy();
  });

  it('needs no superuser: an administrator that may create roles is enough', async () => {
    const own = await createTestDatabase(inject('adminUrl'));
    const admin = new pg.Client({ connectionString: inject('adminUrl') });
    await admin.connect();
    const name = new URL(own.adminUrl).pathname.slice(1);
    await admin.query(
      `create role ${name} login createrole password 'plain'; alter database ${name} owner to ${name}`,
    );
    // Those roles exist already in the server of the test run, so whoever made them lets this one administer them.
    const roles = ['members', 'partners', 'rewards', 'gamification', 'bus'].flatMap((t) => [
      `${t}_owner`,
      `${t}_app`,
    ]);
    await admin.query(`grant ${roles.join(', ')} to ${name} with admin true, set false, inherit false`);
    const url = new URL(own.adminUrl);
    url.username = name;
    url.password = 'plain';
    await provision({ adminUrl: url.href, secret: testSecret });
    const ran = await migrate({ adminUrl: url.href, subgraph: 'rewards', migrations: [] });
    expect(ran).toEqual(['Platform1600000000000']);
    await own.drop();
    // What the roles were granted was granted by this administrator in turn.
    await admin.query(`drop owned by ${name} cascade; drop role ${name}`);
    await admin.end();
  });
});

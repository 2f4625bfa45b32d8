/** What becomes of members who were there before: persons stay as they are, up and down; a firm has no place below. */
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { Platform1600000000000 } from '../../../shared/platform/database/platform-migration.js';
import { provision } from '../../../shared/platform/database/provision.js';
import { ownerRole } from '../../../shared/platform/database/roles.js';
import { membersMigrations } from '../../../subgraphs/members/migrations/list.js';
import { createTestDatabase, testSecret } from '../../world/test-database.js';

const person = v7();
let adminUrl: string;
let drop: () => Promise<void>;
let database: DataSource;

beforeAll(async () => {
  ({ adminUrl, drop } = await createTestDatabase(inject('adminUrl')));
  await provision({ adminUrl, secret: testSecret });
  const migrations = membersMigrations.slice(0, 1);
  await migrate({ adminUrl, subgraph: 'members', migrations });
  database = await new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: 'members',
    migrations: [Platform1600000000000, ...membersMigrations],
    migrationsTableName: 'migration',
    installExtensions: false,
    extra: { options: `-c role=${ownerRole('members')} -c search_path=members` },
  }).initialize();
});
afterAll(async () => {
  await database.destroy();
  await drop();
});

/** Enrols as the first release does: it knows of no kind. */
function enrolAsBefore(id: string): Promise<unknown> {
  return database.query(
    `insert into member (id, phone_index, phone_sealed, is_nickname_shown, enrolled_at, enrolled_by)
     values ($1, $2, $2, false, now(), 'operator:olga')`,
    [id, Buffer.from(id)],
  );
}

it('keeps persons, takes what an older process still writes, and lets a firm go on the way down', async () => {
  await enrolAsBefore(person);
  await migrate({ adminUrl, subgraph: 'members', migrations: membersMigrations });
  const late = v7();
  await enrolAsBefore(late);
  expect(await database.query('select id, kind, merged_into from member order by id')).toEqual([
    { id: person, kind: 'PERSON', merged_into: null },
    { id: late, kind: 'PERSON', merged_into: null },
  ]);

  const firm = v7();
  await database.query(
    `insert into member (id, kind, is_nickname_shown, enrolled_at, enrolled_by)
     values ($1, 'ORGANISATION', false, now(), 'operator:olga')`,
    [firm],
  );
  await database.query(
    `insert into card (id, member_id, number, kind, issued_at) values ($1, $1, '2900000000001', 'PLASTIC', now())`,
    [firm],
  );
  for (const _migration of membersMigrations.slice(1)) await database.undoLastMigration();
  expect(await database.query('select id from member order by id')).toEqual([{ id: person }, { id: late }]);
  expect(await database.query('select id from card')).toEqual([]);
});

it('lets no person be without a phone and no firm have one', async () => {
  await migrate({ adminUrl, subgraph: 'members', migrations: membersMigrations });
  const enrol = (kind: string, phone: Buffer | null) =>
    database.query(
      `insert into member (id, kind, phone_index, phone_sealed, is_nickname_shown, enrolled_at, enrolled_by)
       values ($1, $2, $3, $3, false, now(), 'operator:olga')`,
      [v7(), kind, phone],
    );
  await expect(enrol('PERSON', null)).rejects.toThrow(/member_phone_of_a_person/);
  await expect(enrol('ORGANISATION', Buffer.from('1'))).rejects.toThrow(/member_phone_of_a_person/);
});

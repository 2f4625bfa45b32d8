/** Migrations of every subgraph go up, all the way down again, and up once more: a release can be taken back. */
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { Platform1600000000000 } from '../../../shared/platform/database/platform-migration.js';
import { provision } from '../../../shared/platform/database/provision.js';
import { ownerRole } from '../../../shared/platform/database/roles.js';
import type { SubgraphDefinition } from '../../../shared/platform/runtime/subgraph.js';
import { gamificationSubgraph } from '../../../subgraphs/gamification/subgraph.js';
import { membersSubgraph } from '../../../subgraphs/members/subgraph.js';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { rewardsSubgraph } from '../../../subgraphs/rewards/subgraph.js';
import { createTestDatabase, testSecret } from '../../world/test-database.js';

let adminUrl: string;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ adminUrl, drop } = await createTestDatabase(inject('adminUrl')));
  await provision({ adminUrl, secret: testSecret });
});
afterAll(() => drop());

/** What is in a schema beside the record of what ran. */
const LEFT = `select relname as name from pg_class where relnamespace = $1::regnamespace
    and relkind <> 'i' and relname not in ('migration', 'migration_id_seq')
  union all select proname from pg_proc where pronamespace = $1::regnamespace`;

async function undoAll({ name, migrations }: SubgraphDefinition): Promise<unknown[]> {
  const database = await new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: name,
    migrations: [Platform1600000000000, ...migrations],
    migrationsTableName: 'migration',
    installExtensions: false,
    extra: { options: `-c role=${ownerRole(name)} -c search_path=${name}` },
  }).initialize();
  try {
    for (let left = migrations.length + 1; left > 0; left -= 1) await database.undoLastMigration();
    return await database.query(LEFT, [name]);
  } finally {
    await database.destroy();
  }
}

describe('the migrations', () => {
  it.each([membersSubgraph, partnersSubgraph, rewardsSubgraph, gamificationSubgraph])(
    'of $name leave nothing when they are undone, and run again',
    async (definition) => {
      const { name, migrations } = definition;
      const ran = await migrate({ adminUrl, subgraph: name, migrations });
      expect(await undoAll(definition)).toEqual([]);
      expect(await migrate({ adminUrl, subgraph: name, migrations })).toEqual(ran);
    },
  );
});

/**
 * One PostgreSQL for a whole test run: ephemeral, started before the first file that needs it and gone after the last.
 *
 * Each test file makes its own database in it (`world/test-database.ts`). Set TEST_DATABASE_URL (a superuser's)
 * to use a server that already runs.
 */
import type { TestProject } from 'vitest/node';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../shared/platform/database/embedded-postgres.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connects as superuser to the server of this test run: `inject('adminUrl')`. */
    adminUrl: string;
  }
}

/** What the projects of one run share. They load this file one by one, so it cannot live in the file. */
interface SharedCluster {
  cluster: Promise<EmbeddedPostgres> | undefined;
  users: number;
}

const KEY = Symbol.for('coalition.test.cluster');
const holder = globalThis as { [KEY]?: SharedCluster };

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined) {
    project.provide('adminUrl', given);
    return undefined;
  }
  holder[KEY] ??= { cluster: undefined, users: 0 };
  const shared = holder[KEY];
  shared.cluster ??= startEmbeddedPostgres({ isEphemeral: true });
  shared.users += 1;
  project.provide('adminUrl', (await shared.cluster).adminUrl);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    const cluster = await shared.cluster;
    shared.cluster = undefined;
    await cluster?.stop();
  };
}

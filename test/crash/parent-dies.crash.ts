/** A part whose parent was killed ends by itself: an orphan would keep its port and its roles from the next start. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { packageRoot } from '../../shared/platform/config/package-root.js';
import { provision } from '../../shared/platform/database/provision.js';
import { createTestDatabase, type TestDatabase, testSecret } from '../world/test-database.js';

let database: TestDatabase;
let child: ChildProcess | undefined;

beforeEach(async () => {
  database = await createTestDatabase(inject('adminUrl'));
  await provision({ adminUrl: database.adminUrl, secret: testSecret });
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await database.drop();
});

test('a subgraph whose parent is gone stops in order', async () => {
  child = fork(join(packageRoot, 'dist/subgraphs/members/main.js'), {
    env: {
      ...process.env,
      DATABASE_URL: database.adminUrl,
      COALITION_SECRET: testSecret.toString(),
      GATEWAY_SECRET: 'the secret of gateways in tests, 32+',
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: '0',
    },
  });
  await once(child, 'message');
  const exited = once(child, 'exit');
  // All that a child sees of a parent's death: the channel between them closes.
  child.disconnect();
  expect(await exited).toEqual([0, null]);
});

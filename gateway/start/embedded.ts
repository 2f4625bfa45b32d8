/**
 * `npm start`: the whole platform in one process, on an embedded PostgreSQL unless another is named, with a living demo
 * coalition. With `--empty` nothing is in it and nothing happens by itself; its data are kept apart from the demo's.
 */
import 'reflect-metadata';
import { coalitionSecret, databaseInUse } from './database-in-use.js';
import { startPlatform } from './platform.js';
import { runStandalone } from './run-standalone.js';

await runStandalone('npm start', async ({ settings, log, stopping }) => {
  const database = stopping.add('database', await databaseInUse(settings));
  const platform = await startPlatform({
    adminUrl: database.adminUrl,
    coalitionSecret: coalitionSecret(settings),
    settings,
    clock: { now: () => new Date() },
    log,
  });
  return stopping.add('platform', platform);
});

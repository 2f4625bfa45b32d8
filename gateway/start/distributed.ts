/** `npm run start:distributed`: the same platform as five processes on this machine, with the same demo. */
import 'reflect-metadata';
import { coalitionSecret, databaseInUse, gatewaySecret } from './database-in-use.js';
import { startDistributedPlatform } from './distributed-platform.js';
import { runStandalone } from './run-standalone.js';

await runStandalone('npm run start:distributed', async ({ settings, log, stopping }) => {
  const database = stopping.add('database', await databaseInUse(settings));
  const platform = await startDistributedPlatform({
    adminUrl: database.adminUrl,
    coalitionSecret: coalitionSecret(settings),
    gatewaySecret: gatewaySecret(settings),
    settings,
    log,
  });
  return stopping.add('platform', platform);
});

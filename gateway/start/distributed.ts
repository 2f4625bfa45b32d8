/** `npm run start:distributed`: the same platform as five processes on this machine, with the same demo. */
import 'reflect-metadata';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { openLog } from '../../shared/platform/telemetry/log.js';
import { coalitionSecret, databaseInUse, gatewaySecret } from './database-in-use.js';
import { startDistributedPlatform } from './distributed-platform.js';
import { host } from './host-demo.js';
import { standaloneSettings } from './standalone-settings.js';

const { settings, isEmpty } = standaloneSettings(process.argv.slice(2), process.env);
const log = openLog({ part: 'platform', level: settings.LOG_LEVEL });
const stopping = new Shutdown(log);
stopping.onSignals();

const database = stopping.add('database', await databaseInUse(settings));
const platform = await startDistributedPlatform({
  adminUrl: database.adminUrl,
  coalitionSecret: coalitionSecret(settings),
  gatewaySecret: gatewaySecret(settings),
  settings,
  log,
});
stopping.add('platform', platform);
stopping.add('demo', await host({ url: platform.url, settings, isEmpty, log }));

/**
 * `npm start`: the whole platform in one process, on an embedded PostgreSQL unless another is named, with a living demo
 * coalition. With `--empty` nothing is in it and nothing happens by itself; its data are kept apart from the demo's.
 */
import 'reflect-metadata';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { openLog } from '../../shared/platform/telemetry/log.js';
import { coalitionSecret, databaseInUse } from './database-in-use.js';
import { host } from './host-demo.js';
import { startPlatform } from './platform.js';
import { standaloneSettings } from './standalone-settings.js';

const { settings, isEmpty } = standaloneSettings(process.argv.slice(2), process.env);
const log = openLog({ part: 'platform', level: settings.LOG_LEVEL });
const stopping = new Shutdown(log);
stopping.onSignals();

const database = stopping.add('database', await databaseInUse(settings));
const platform = await startPlatform({
  adminUrl: database.adminUrl,
  coalitionSecret: coalitionSecret(settings),
  settings,
  clock: { now: () => new Date() },
  log,
});
stopping.add('platform', platform);
stopping.add('demo', await host({ url: platform.url, settings, isEmpty, log }));

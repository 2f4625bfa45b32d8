/**
 * What both starts on one machine have in common: read the settings, make the data folder, start the platform, run the
 * demo beside it; or say in one sentence why not.
 */
import type { Logger } from 'pino';
import type { Environment } from '../../shared/platform/config/environment.js';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { startOrSay } from '../../shared/platform/lifecycle/start-or-say.js';
import { openLog } from '../../shared/platform/telemetry/log.js';
import { makeDataFolder } from './data-folder.js';
import { host } from './host-demo.js';
import { standaloneSettings, usage } from './standalone-settings.js';

export interface Standalone {
  readonly settings: Environment;
  readonly log: Logger;
  readonly stopping: Shutdown;
}

export async function runStandalone(
  command: string,
  startPlatform: (standalone: Standalone) => Promise<{ readonly url: string }>,
): Promise<void> {
  await startOrSay(undefined, async () => {
    const { settings, isEmpty, isHelp } = standaloneSettings(process.argv.slice(2), process.env);
    if (isHelp) return void process.stdout.write(usage(command));
    const log = openLog({ part: 'platform', level: settings.LOG_LEVEL });
    const stopping = new Shutdown(log);
    stopping.onSignals();
    await startOrSay(stopping, async () => {
      process.stdout.write('Starting the database and the platform; a first start takes half a minute.\n');
      makeDataFolder(settings.DATA_FOLDER);
      const platform = await startPlatform({ settings, log, stopping });
      stopping.add('demo', await host({ url: platform.url, settings, isEmpty, log }));
    });
  });
}

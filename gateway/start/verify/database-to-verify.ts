/**
 * The database that is to be recounted: one that is named, the one of the settings, or the embedded one of a data
 * folder, which may be in use by a platform that runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../../shared/platform/config/environment.js';
import {
  runningServerUrl,
  startEmbeddedPostgres,
} from '../../../shared/platform/database/embedded-postgres.js';
import { StartError } from '../../../shared/platform/lifecycle/start-error.js';
import type { DatabaseInUse } from '../database-in-use.js';

const notOurs = async (): Promise<void> => undefined;

/** @throws StartError when there is none */
export async function databaseToVerify(
  settings: Environment,
  asked: { readonly url: string | undefined; readonly isEmpty: boolean },
): Promise<DatabaseInUse> {
  const named = asked.url ?? (asked.isEmpty ? undefined : settings.DATABASE_URL);
  if (named !== undefined) return { adminUrl: addressed(named), stop: notOurs };
  const dataFolder = join(settings.DATA_FOLDER, asked.isEmpty ? 'empty' : 'demo', 'postgres');
  if (!existsSync(dataFolder)) {
    throw new StartError(
      `There is no database in ${dataFolder}. Start the platform, or name one by --database URL.`,
    );
  }
  const running = await runningServerUrl(dataFolder);
  if (running !== undefined) return { adminUrl: running, stop: notOurs };
  return startEmbeddedPostgres({ dataFolder });
}

function addressed(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new StartError(
    '--database must be an address such as postgresql://name:password@127.0.0.1:5432/coalition.',
  );
}

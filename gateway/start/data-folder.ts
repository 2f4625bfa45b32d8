/**
 * Makes the data folder before anything else is started, so that one that cannot be is told at once and by name.
 *
 * One level at a time: Node's own recursive way never ends where the system says that a parent does not exist, as
 * under `/proc`.
 */
import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartError } from '../../shared/platform/lifecycle/start-error.js';

/** @throws StartError naming the folder that cannot be made or written */
export function makeDataFolder(asked: string): void {
  const path = resolve(asked);
  try {
    makeLevels(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (fault) {
    const { code = 'unknown' } = fault as NodeJS.ErrnoException;
    throw new StartError(
      `The data folder ${path} cannot be made or written (${code}). Set DATA_FOLDER to a folder that you may write.`,
    );
  }
}

function makeLevels(path: string): void {
  if (existsSync(path)) return;
  makeLevels(dirname(path));
  mkdirSync(path);
  // The user of the embedded PostgreSQL must pass through, whatever the umask; nobody can list it.
  chmodSync(path, 0o711);
}

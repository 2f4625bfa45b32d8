/**
 * Makes the database cluster of a data folder, once.
 *
 * The cluster is made beside and moved into place, so an interrupted making is begun again and never used. Text
 * sorts by code point (builtin C.UTF-8) on every system, whatever libraries it has.
 */
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { SUPERUSER } from './connection-file.js';
import type { DataFolder } from './data-folder.js';
import type { OperatingUser } from './operating-user.js';
import { serverEnvironment } from './settings.js';

const run = promisify(execFile);

export interface NewCluster {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly user: OperatingUser | undefined;
  readonly password: string;
  readonly isEphemeral: boolean;
}

export function hasCluster(folder: DataFolder): boolean {
  return existsSync(join(folder.clusterPath, 'PG_VERSION'));
}

export async function makeCluster({
  folder,
  binaries,
  user,
  password,
  isEphemeral,
}: NewCluster): Promise<void> {
  const draft = `${folder.clusterPath}.new`;
  const passwordFile = join(folder.path, 'initial-password');
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (user !== undefined) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const options = [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(binaries.initdb, isEphemeral ? [...options, '--no-sync'] : options, {
      ...user,
      cwd: '/',
      env: serverEnvironment(),
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, folder.clusterPath);
}

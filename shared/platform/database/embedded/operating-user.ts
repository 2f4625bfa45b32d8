/**
 * The operating-system user under which PostgreSQL runs, and what of the file system it can reach.
 *
 * PostgreSQL refuses to run as root. When we are root it runs as `postgres` where that user exists, else as
 * `nobody`; no user is ever created. Otherwise it runs as who we are.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, parse, resolve } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';

export interface OperatingUser {
  readonly uid: number;
  readonly gid: number;
}

/** Gives the user to change to, or undefined when PostgreSQL can run as the present one. */
export function operatingUser(): OperatingUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new StartError(
    'PostgreSQL cannot run as root and this system has neither a user "postgres" nor "nobody". ' +
      'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL that already runs.',
  );
}

/** Tells whether the user may pass through every folder from the root down to and including `folder`. */
export function canReach(folder: string, user: OperatingUser | undefined): boolean {
  if (user === undefined) return true;
  for (let path = resolve(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const executeBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & executeBit) === 0) return false;
    if (path === parse(path).root) return true;
  }
}

/**
 * The folder that holds one embedded PostgreSQL: its cluster, its log and how to connect to it.
 *
 * The folder belongs to us and only `cluster` inside it to the user of PostgreSQL, who therefore cannot put a
 * link where we write. When that user cannot reach the folder that was asked for, because a parent is closed to
 * it, the data live in a system folder instead and the folder asked for keeps a file that says where.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '../../lifecycle/start-error.js';
import { canReach, type OperatingUser } from './operating-user.js';

export interface DataFolder {
  readonly path: string;
  readonly clusterPath: string;
  readonly logPath: string;
}

function describe(path: string): DataFolder {
  // PostgreSQL's processes are looked up by their current folder, which the system gives without links.
  const real = realpathSync(path);
  return { path: real, clusterPath: join(real, 'cluster'), logPath: join(real, 'postgres.log') };
}

export function temporaryDataFolder(user: OperatingUser | undefined): DataFolder {
  const path = mkdtempSync(join(tmpdir(), 'coalition-data-'));
  close(path, user);
  return describe(path);
}

export function openDataFolder(asked: string, user: OperatingUser | undefined): DataFolder {
  makeWithParents(resolve(asked));
  const pointer = join(asked, 'location');
  if (existsSync(pointer)) return describe(followPointer(pointer));
  close(asked, user);
  if (canReach(asked, user)) return describe(asked);
  const elsewhere = systemFolder();
  close(elsewhere, user);
  writeFileSync(pointer, `${elsewhere}\n`, { mode: 0o600 });
  return describe(elsewhere);
}

/** Parents that we make ourselves are open to pass through, whatever the umask; those that exist stay as they are. */
function makeWithParents(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let made = dirname(path); made.length >= first.length; made = dirname(made)) chmodSync(made, 0o711);
}

function followPointer(pointer: string): string {
  const path = readFileSync(pointer, 'utf8').trim();
  if (existsSync(path)) return path;
  throw new StartError(
    `The data of PostgreSQL were in ${path} and are gone. Remove ${pointer} to begin with an empty one.`,
  );
}

/** Only root comes here. The name cannot be guessed, so nobody can have prepared the folder. */
function systemFolder(): string {
  for (const parent of ['/var/lib', '/var/tmp']) {
    try {
      return mkdtempSync(join(parent, 'coalition-data-'));
    } catch {
      // A read-only system folder: try the next.
    }
  }
  throw new StartError(
    'No folder that the user of PostgreSQL can reach was found. Choose another data folder.',
  );
}

function close(path: string, user: OperatingUser | undefined): void {
  const mine = process.getuid?.();
  const { uid } = statSync(path);
  if (mine !== undefined && mine !== 0 && uid !== mine) {
    throw new StartError(
      `The data folder ${path} belongs to another user (${uid}). Start as that user or choose another folder.`,
    );
  }
  // Another user only has to pass through; nobody can list it.
  chmodSync(path, user === undefined ? 0o700 : 0o711);
}

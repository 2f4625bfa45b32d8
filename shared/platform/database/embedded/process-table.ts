/**
 * What the operating system knows of processes that are not our children.
 *
 * Answers are facts of one moment. Where `/proc` is missing (macOS) they are coarser: a zombie then counts as alive.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The fields of `/proc/<pid>/stat` after the name of the command, which may itself hold blanks and brackets. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Tells whether the number belongs to any process, zombies included. */
export function isPidTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Tells whether a process runs. A zombie does not: in a container without an init process it stays for ever. */
export function isAlive(pid: number): boolean {
  return isPidTaken(pid) && statFields(pid)?.[0] !== 'Z';
}

/**
 * Names a process so that a later one with the same number is told apart: numbers come again soon, in
 * containers above all. Gives undefined for a process that does not run.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  const startedAt = statFields(pid)?.[19] ?? 'unknown';
  return `${pid} ${startedAt}`;
}

/** Gives the words with which a process was started, or undefined where the system does not tell. */
export function commandOf(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return undefined;
  }
}

/**
 * Gives the processes whose current folder is `folder`: for a PostgreSQL data folder its server and every child
 * of it, also the children that have lost their server. Best effort: empty where there is no `/proc` or it does
 * not let us look.
 */
export function processesIn(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names.filter((name) => /^\d+$/.test(name) && currentFolder(name) === folder).map(Number);
}

function currentFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Gone meanwhile, or of another user: not ours in either case.
    return undefined;
  }
}

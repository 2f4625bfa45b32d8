/**
 * Ends an ephemeral server and removes its folder when the process that started it dies without doing so.
 *
 * A small shell waits on a pipe that only we hold: however we die, the system closes it. The pid is checked
 * against the cluster's own record first, so that a number given to another process meanwhile is left alone.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.js';
import type { ServerProcess } from './server-process.js';

const SCRIPT = `
read -r _
if [ "$(head -n 1 "$2/postmaster.pid")" = "$1" ]; then
  kill -INT "$1"
  while [ -e "$2/postmaster.pid" ] && kill -0 "$1"; do sleep 0.1; done
fi
shift 2
rm -rf -- "$@"
`;

/** Gives the function that dismisses the guard. */
export function guardEphemeral(
  server: ServerProcess,
  folder: DataFolder,
  copyFolder: string | undefined,
): () => void {
  const doomed = copyFolder === undefined ? [folder.path] : [folder.path, copyFolder];
  const guard = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'guard', String(server.pid), join(folder.path, 'cluster'), ...doomed],
    { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  // The pipe must not keep node alive either.
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => guard.kill('SIGKILL');
}

/** A compiled program of the benchmarks or of the product as a child process that ends with this one. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { nodeFlags } from '../../gateway/start/node-flags.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';

export function startProgram(
  path: string,
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): ChildProcess {
  return fork(join(packageRoot, 'dist', path), flags, {
    env: { ...process.env, ...environment },
    execArgv: [...nodeFlags, ...profiling(environment)],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** With BENCH_PROFILE set to a folder, programs of the product leave their processor profile there when they end. */
function profiling(environment: Readonly<Record<string, string>>): string[] {
  const folder = process.env['BENCH_PROFILE'];
  if (folder === undefined || environment['DATABASE_URL'] === undefined) return [];
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

export async function endProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exit = once(program, 'exit');
  program.kill('SIGTERM');
  await exit;
}

/** Gives the next message of the program; fails when it ends before. */
export function nextMessage<Message>(program: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`the program ended with ${code}`));
    program.once('exit', onExit);
    program.once('message', (message) => {
      program.off('exit', onExit);
      resolve(message as Message);
    });
  });
}

/**
 * The product started as a newcomer starts it: `npm start` in a shell, on a free port, with a data folder of its own.
 *
 * It is known by what it prints and by the file it names; nothing here reaches inside.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DemoFile } from '../../gateway/clients/demo/demo-file.js';
import { eventually } from '../world/eventually.js';

export interface StartedProduct {
  readonly url: string;
  /** When the command was given, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Waits for the file that the product names, once it says what is asked of it. */
  file(isComplete: (file: DemoFile) => boolean): Promise<DemoFile>;
  /**
   * Sends SIGTERM and gives the seconds to the end. Fails when it takes too long, ends badly or leaves its database
   * running.
   */
  end(): Promise<number>;
  /** Ends it whatever it takes, when the test has failed. */
  abandon(): void;
}

export interface StartOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly flags?: readonly string[];
  /** Where the data lie inside the data folder. */
  readonly kind: 'demo' | 'empty';
}

export const READY_WITHIN_MS = 60_000;
const END_WITHIN_MS = 15_000;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

export function startProduct(options: StartOptions): StartedProduct {
  const folder = join(options.dataFolder, options.kind);
  const startedAt = performance.now();
  // A group of its own: only so can all of it be ended when the test fails.
  const running = spawn('npm', ['start', '--', ...(options.flags ?? [])], {
    env: { ...process.env, DATA_FOLDER: options.dataFolder, PORT: String(options.port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (text) => said.push(String(text)));
  return {
    url: `http://127.0.0.1:${options.port}`,
    startedAt,
    file: (isComplete) =>
      eventually(() => {
        if (running.exitCode !== null) throw new Error(`it ended:\n${said.join('')}`);
        return completeFile(join(folder, 'coalition.json'), { isComplete, notBefore: options.port });
      }, READY_WITHIN_MS),
    end: () => endOf(running, folder),
    abandon() {
      if (running.exitCode === null && running.pid !== undefined) process.kill(-running.pid, 'SIGTERM');
    },
  };
}

/** Gives the file when it is of this start: one of an earlier start names another port. */
function completeFile(
  path: string,
  wanted: { readonly isComplete: (file: DemoFile) => boolean; readonly notBefore: number },
): DemoFile | null {
  if (!existsSync(path)) return null;
  const file = JSON.parse(readFileSync(path, 'utf8')) as DemoFile;
  return file.url.endsWith(`:${wanted.notBefore}`) && wanted.isComplete(file) ? file : null;
}

async function endOf(running: ChildProcess, folder: string): Promise<number> {
  const server = databasePid(folder);
  if (!isAlive(server)) throw new Error('the database was not running before the end');
  const from = performance.now();
  const exit = once(running, 'exit') as Promise<[number | null, string | null]>;
  running.kill('SIGTERM');
  const [code] = await Promise.race([exit, tooLate()]);
  if (code !== 0) throw new Error(`the product ended with ${code}, not in order`);
  if (isAlive(server)) throw new Error(`it left PostgreSQL running as process ${server}`);
  return (performance.now() - from) / 1_000;
}

function tooLate(): Promise<never> {
  return new Promise((_resolve, reject) => {
    const late = () => reject(new Error(`the product did not end within ${END_WITHIN_MS} ms`));
    setTimeout(late, END_WITHIN_MS).unref();
  });
}

/** The process of the product's PostgreSQL; its folder says where the data lie when they are elsewhere. */
function databasePid(folder: string): number {
  const asked = join(folder, 'postgres');
  const pointer = join(asked, 'location');
  const place = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : asked;
  return Number(readFileSync(join(place, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

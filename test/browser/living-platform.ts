/**
 * The platform as `npm start` runs it, with its living demo, on a free port and with data of its own that go
 * with it.
 *
 * Set COALITION_URL to look at a platform that already runs. The built product is what runs: `npm run build`
 * comes first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../world/eventually.js';

export interface LivingPlatform {
  readonly url: string;
  stop(): Promise<void>;
}

/** A new cluster, four schemas and the first people of the demo: long on a machine that does much else. */
export const READY_WITHIN_MS = 90_000;
const PROGRAM = 'dist/gateway/start/embedded.js';

export async function startLivingPlatform(): Promise<LivingPlatform> {
  const given = process.env['COALITION_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'coalition-pages-'));
  // Run as root, PostgreSQL is another user's: in a folder closed to it the data would be kept elsewhere and stay
  // behind.
  chmodSync(folder, 0o711);
  const said: string[] = [];
  const running = spawn(process.execPath, ['--enable-source-maps', PROGRAM], {
    env: { ...process.env, PORT: '0', DATA_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (text) => said.push(String(text)));
  const stop = async (): Promise<void> => {
    await ended(running);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = await eventually(() => {
      if (running.exitCode !== null) return 'it ended';
      return addressIn(join(folder, 'demo/coalition.json'));
    }, READY_WITHIN_MS);
    if (running.exitCode !== null) throw new Error('the platform ended before it was ready');
    return { url, stop };
  } catch (fault) {
    await stop();
    throw new Error(`the platform did not come up; it said:\n${said.join('')}`, { cause: fault });
  }
}

/** The demo writes its file twice: its operations are there once there are people to act as. */
function addressIn(demoFile: string): string | null {
  if (!existsSync(demoFile)) return null;
  const demo = JSON.parse(readFileSync(demoFile, 'utf8')) as { url: string; operations: unknown[] };
  return demo.operations.length === 0 ? null : demo.url;
}

async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const exit = once(running, 'exit');
  running.kill('SIGTERM');
  await exit;
}

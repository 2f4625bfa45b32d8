/** The embedded PostgreSQL of the benchmarks: it keeps its promises (no setting that forgets) and goes at the end. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asAdmin } from '../../../shared/platform/database/admin-session.js';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../shared/platform/database/embedded-postgres.js';
import type { Shutdown } from '../../../shared/platform/lifecycle/shutdown.js';

export interface LastingServer {
  readonly postgres: EmbeddedPostgres;
  /** Where measured programs may keep what they need. */
  readonly folder: string;
}

export async function startLastingServer(stopping: Shutdown): Promise<LastingServer> {
  const folder = mkdtempSync(join(tmpdir(), 'coalition-bench-'));
  // Open to pass through: else an embedded server started as root keeps its data where nobody would remove them.
  chmodSync(folder, 0o711);
  stopping.add('folder', { stop: async () => rmSync(folder, { recursive: true, force: true }) });
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres') });
  return { postgres: stopping.add('postgres', postgres), folder };
}

export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  await asAdmin(adminUrl, 'bench', (admin) => admin.query(`create database ${name}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

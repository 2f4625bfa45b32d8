/**
 * A PostgreSQL of a test's own that keeps its promises: durable as in production, so that it may be killed like one.
 *
 * `crash` kills the server and its children find out by themselves; it comes back on the same folder and port.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../shared/platform/database/embedded-postgres.js';

export interface LastingPostgres {
  readonly adminUrl: string;
  /** Kills the server and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLastingPostgres(): Promise<LastingPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'coalition-crash-'));
  // Started as root, the server runs as another user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const dataFolder = join(folder, 'postgres');
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataFolder });
  const { adminUrl } = server;
  return {
    adminUrl,
    async crash() {
      server.kill();
      server = await startEmbeddedPostgres({ dataFolder });
      if (server.adminUrl !== adminUrl) throw new Error('PostgreSQL came back at another address');
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The PostgreSQL that a platform of one machine uses: the one the settings name, or an embedded one in the data
 * folder.
 */
import { join } from 'node:path';
import type { Environment } from '../../shared/platform/config/environment.js';
import { keptSecret } from '../../shared/platform/config/secrets.js';
import { startEmbeddedPostgres } from '../../shared/platform/database/embedded-postgres.js';

export interface DatabaseInUse {
  readonly adminUrl: string;
  stop(): Promise<void>;
}

export async function databaseInUse(settings: Environment): Promise<DatabaseInUse> {
  if (settings.DATABASE_URL !== undefined)
    return { adminUrl: settings.DATABASE_URL, stop: async () => undefined };
  return startEmbeddedPostgres({ dataFolder: join(settings.DATA_FOLDER, 'postgres') });
}

/** The root secret: from the settings, or kept beside the data that it protects. */
export function coalitionSecret(settings: Environment): Buffer {
  return Buffer.from(settings.COALITION_SECRET ?? keptSecret(settings.DATA_FOLDER, 'coalition.secret'));
}

export function gatewaySecret(settings: Environment): string {
  return settings.GATEWAY_SECRET ?? keptSecret(settings.DATA_FOLDER, 'gateway.secret');
}

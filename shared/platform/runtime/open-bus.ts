/** Opens the bus that the settings ask for: Redis Streams when a server is named, else PostgreSQL. */
import type { Logger } from 'pino';
import type { EventBus } from '../bus/event-bus.js';
import { ensureBusSchema } from '../bus/postgres-bus-schema.js';
import { openPostgresEventBus } from '../bus/postgres-event-bus.js';
import { openRedisEventBus } from '../bus/redis-event-bus.js';
import { appUrl } from '../database/provision.js';
import { StartError } from '../lifecycle/start-error.js';

export interface BusSettings {
  readonly adminUrl: string;
  readonly secret: Buffer;
  readonly redisUrl: string | undefined;
  readonly log: Logger;
}

export async function openBus({ adminUrl, secret, redisUrl, log }: BusSettings): Promise<EventBus> {
  if (redisUrl !== undefined) {
    return openRedisEventBus({ url: redisUrl, log }).catch((cause: Error) => {
      const reason = `Redis at ${new URL(redisUrl).host} cannot be used (${cause.message.replace(/\.$/, '')})`;
      throw new StartError(`${reason}. Is REDIS_URL right, and is the server up?`, { cause });
    });
  }
  await ensureBusSchema(adminUrl);
  return openPostgresEventBus({ url: appUrl(adminUrl, 'bus', secret), log });
}

/**
 * The one lasting connection of a bus: it hears notifications and holds advisory locks, which both live and die with
 * it.
 *
 * It reconnects for ever with a bounded backoff. Each connection is a new session: locks of the old one are gone, and
 * its `lost` signal says so. Notifications sent while away are not heard; `onConnected` is the moment to look for
 * oneself.
 */
import { Client, type ClientConfig } from 'pg';
import type { Logger } from 'pino';
import type { Stoppable } from './event-bus.js';
import { backoffMs, pause } from './loops/backoff.js';
import { runUntilStopped } from './loops/running.js';

export interface LiveSession {
  readonly lost: AbortSignal;
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
}

export interface SessionOptions {
  readonly url: string;
  /** Names of our own that are safe as SQL identifiers. */
  readonly channels: readonly string[];
  readonly log: Logger;
  onNotice(channel: string, payload: string): void;
  onConnected(): void;
}

const HEARTBEAT_MS = 5_000;

/**
 * The server gives up on a client whose machine vanished after about 25 s; until then nobody else can hold its locks.
 */
const KEEPALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

function clientConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'coalition bus session',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    options: KEEPALIVE,
  };
}

export class PostgresSession implements Stoppable {
  private live: LiveSession | null = null;
  private readonly running: Stoppable;

  constructor(private readonly options: SessionOptions) {
    this.running = runUntilStopped((stopped) => this.stayConnected(stopped));
  }

  /** The connection of this moment, or null while there is none. */
  get current(): LiveSession | null {
    return this.live;
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }

  private async stayConnected(stopped: AbortSignal): Promise<void> {
    for (let attempt = 1; !stopped.aborted; attempt += 1) {
      try {
        await this.holdOneConnection(stopped, () => {
          attempt = 1;
        });
      } catch (fault) {
        this.options.log.warn({ err: fault, attempt }, 'the bus lost its PostgreSQL session; reconnecting');
      }
      await pause(backoffMs(attempt), stopped);
    }
  }

  private async holdOneConnection(stopped: AbortSignal, connected: () => void): Promise<void> {
    const client = new Client(clientConfig(this.options.url));
    const lost = new AbortController();
    client.on('error', (fault) => this.options.log.debug({ err: fault }, 'bus session'));
    client.on('end', () => lost.abort());
    client.on('notification', ({ channel, payload }) => this.options.onNotice(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.options.channels) await client.query(`listen ${channel}`);
      this.live = inTurns(client, lost.signal);
      connected();
      this.options.onConnected();
      await heartbeat(this.live, AbortSignal.any([stopped, lost.signal]));
    } finally {
      this.live = null;
      lost.abort();
      await client.end().catch(() => undefined);
    }
    if (!stopped.aborted) throw new Error('connection ended');
  }
}

/** A client runs one statement at a time; callers queue here. */
function inTurns(client: Client, lost: AbortSignal): LiveSession {
  let previous: Promise<unknown> = Promise.resolve();
  return {
    lost,
    query: <Row>(sql: string, parameters: readonly unknown[]) => {
      const turn = previous.then(async () => (await client.query(sql, [...parameters])).rows as Row[]);
      previous = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Finds a connection that is dead but does not say so: the statement times out, and the connection is given up. */
async function heartbeat(session: LiveSession, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(HEARTBEAT_MS, signal);
    if (!signal.aborted) await session.query('select 1', []);
  }
}

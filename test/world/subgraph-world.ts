/**
 * One subgraph of a test: its own fresh database, its real bus, its own GraphQL asked as any caller, and a clock
 * that the test sets.
 *
 * `hear` publishes events as another subgraph would and resolves when this one has finished with them.
 */
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { inject } from 'vitest';
import {
  type DomainEvent,
  type EventType,
  encodeEvent,
  type SubgraphName,
  topicOf,
} from '../../shared/contracts/event.js';
import type { EventBus } from '../../shared/platform/bus/event-bus.js';
import { openDatabase } from '../../shared/platform/database/data-source.js';
import { appUrl, provision } from '../../shared/platform/database/provision.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import { openBus } from '../../shared/platform/runtime/open-bus.js';
import { startSubgraph } from '../../shared/platform/runtime/start-subgraph.js';
import type { SubgraphDefinition } from '../../shared/platform/runtime/subgraph.js';
import { eventually } from './eventually.js';
import { TestClock } from './test-clock.js';
import { createTestDatabase, testSecret } from './test-database.js';

export interface GraphAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test knows.
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export interface SubgraphWorld {
  readonly clock: TestClock;
  readonly bus: EventBus;
  /** The database of this world, for its administrator. */
  readonly adminUrl: string;
  /** Connected as the subgraph's own role. */
  readonly database: DataSource;
  ask(caller: Caller, query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphAnswer>;
  follow(
    caller: Caller,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): AsyncIterator<GraphAnswer>;
  /** Publishes in the name of `from` and waits until this subgraph's group has finished with its topic. */
  hear(from: SubgraphName, events: readonly DomainEvent[]): Promise<void>;
  /** Events this subgraph told, oldest first. */
  told<Type extends EventType>(
    type: Type,
  ): Promise<readonly { readonly key: string; readonly data: unknown }[]>;
  /** The same subgraph once more over the same database and bus, as a second process would run it. */
  another(): Promise<Pick<SubgraphWorld, 'ask'> & { stop(): Promise<void> }>;
  close(): Promise<void>;
}

export const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });

export async function openSubgraphWorld(definition: SubgraphDefinition): Promise<SubgraphWorld> {
  const { adminUrl, drop } = await createTestDatabase(inject('adminUrl'));
  await provision({ adminUrl, secret: testSecret });
  const bus = await openBus({ adminUrl, secret: testSecret, redisUrl: undefined, log });
  const clock = new TestClock();
  const start = () => startSubgraph(definition, { adminUrl, bus, clock, log, secret: testSecret });
  const subgraph = await start();
  const database = await openDatabase({
    url: appUrl(adminUrl, definition.name, testSecret),
    applicationName: 'test',
    schema: definition.name,
    rows: definition.rows,
    poolMax: 2,
  });
  const operation = (caller: Caller, query: string, variables: Readonly<Record<string, unknown>> = {}) => ({
    query,
    variables,
    caller,
    requestId: v7(),
  });
  return {
    clock,
    bus,
    adminUrl,
    database,
    ask: async (caller, query, variables) =>
      (await subgraph.endpoint.execute(operation(caller, query, variables))) as GraphAnswer,
    follow: (caller, query, variables) =>
      subgraph.endpoint
        .subscribe(operation(caller, query, variables))
        [Symbol.asyncIterator]() as AsyncIterator<GraphAnswer>,
    async hear(from, events) {
      await bus.publish(topicOf(from), events.map(encodeEvent));
      await eventually(async () => (await bus.lag(topicOf(from), definition.name)).behind === 0);
    },
    told: (type) => database.query('select key, data from outbox where type = $1 order by sequence', [type]),
    async another() {
      const second = await start();
      return {
        ask: async (caller, query, variables) =>
          (await second.endpoint.execute(operation(caller, query, variables))) as GraphAnswer,
        stop: () => second.stop(),
      };
    },
    async close() {
      await database.destroy();
      await subgraph.stop();
      await bus.close();
      await drop();
    },
  };
}

/**
 * A gamification subgraph of its own on a real PostgreSQL and a real bus, asked through its own GraphQL.
 *
 * Its clock stands where the test puts it. `hear` brings events as the bus would, in any order and as often as
 * the test likes.
 */
import 'reflect-metadata';
import type { ExecutionResult } from 'graphql';
import type { DataSource } from 'typeorm';
import { inject } from 'vitest';
import type { EventBus, Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { ensureBusSchema } from '../../../shared/platform/bus/postgres-bus-schema.js';
import { openPostgresEventBus } from '../../../shared/platform/bus/postgres-event-bus.js';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { appUrl, provision } from '../../../shared/platform/database/provision.js';
import { inTransaction } from '../../../shared/platform/database/transaction.js';
import { openLocalEndpoint } from '../../../shared/platform/graph/local-endpoint.js';
import type { SubgraphEndpoint } from '../../../shared/platform/graph/subgraph-endpoint.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import type { SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import { purchaseListeners } from '../../../subgraphs/gamification/projection/purchases.listener.js';
import { gamificationSubgraph } from '../../../subgraphs/gamification/subgraph.js';
import type { GameEvent } from '../../unit/gamification/game-world.js';
import { createTestDatabase, testSecret } from '../../world/test-database.js';

export const operator: Caller = { kind: 'operator', subject: 'olga' };
export const anyone: Caller = { kind: 'anonymous' };

export interface GamificationWorld {
  readonly database: DataSource;
  readonly bus: EventBus;
  readonly endpoint: SubgraphEndpoint;
  /** Where the clock stands; set it to move it. */
  now: Date;
  /** SQL statements that the last `ask` ran. */
  readonly statements: string[];
  ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>, caller?: Caller): Promise<Data>;
  answer(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    caller?: Caller,
  ): Promise<ExecutionResult>;
  subscribe(query: string, variables: Readonly<Record<string, unknown>>): AsyncIterator<ExecutionResult>;
  hear(events: readonly GameEvent[]): Promise<void>;
  /** Starts the subgraph's own listeners on the bus. */
  startWorkers(): readonly Stoppable[];
  stop(): Promise<void>;
}

async function openResources() {
  const { adminUrl, drop } = await createTestDatabase(inject('adminUrl'));
  await provision({ adminUrl, secret: testSecret });
  await ensureBusSchema(adminUrl);
  const { name, migrations, rows } = gamificationSubgraph;
  await migrate({ adminUrl, subgraph: name, migrations });
  const url = appUrl(adminUrl, name, testSecret);
  const database = await openDatabase({ url, applicationName: 'test', schema: name, rows: [...rows] });
  const log = openLog({ part: 'test', level: 'silent' });
  const bus = await openPostgresEventBus({ url: appUrl(adminUrl, 'bus', testSecret), log });
  return { database, bus, log, drop };
}

/** Notes every statement that the data source runs, from whichever connection. */
function noteStatements(database: DataSource): string[] {
  const statements: string[] = [];
  const original = database.createQueryRunner.bind(database);
  database.createQueryRunner = (mode) => {
    const runner = original(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<never>;
    runner.query = ((sql: string, ...rest: unknown[]) => {
      statements.push(sql);
      return query(sql, ...rest);
    }) as typeof runner.query;
    return runner;
  };
  return statements;
}

export async function openGamificationWorld(): Promise<GamificationWorld> {
  const { database, bus, log, drop } = await openResources();
  const clock = { now: () => world.now };
  const dependencies: SubgraphDependencies = { database, bus, clock, log, secret: testSecret };
  const schema = await gamificationSubgraph.buildSchema(dependencies);
  const endpoint = await openLocalEndpoint({ schema, clock, log });
  const listeners = purchaseListeners(bus) as readonly Listener[];
  const statements = noteStatements(database);

  const answer: GamificationWorld['answer'] = (query, variables = {}, caller = anyone) => {
    statements.length = 0;
    return endpoint.execute({ query, variables, caller, requestId: 'test' });
  };
  const world: GamificationWorld = {
    database,
    bus,
    endpoint,
    statements,
    now: new Date('2026-11-22T12:00:00Z'),
    answer,
    async ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>, caller?: Caller) {
      const { data, errors } = await answer(query, variables, caller);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as Data;
    },
    subscribe: (query, variables) =>
      endpoint.subscribe({ query, variables, caller: anyone, requestId: 'test' })[Symbol.asyncIterator](),
    async hear(events) {
      for (const event of events) {
        const listener = listeners.find((candidate) => candidate.type === event.type);
        await inTransaction(database, async (transaction) => listener?.hear([event], transaction));
        await listener?.afterCommit?.([event]);
      }
    },
    startWorkers: () => gamificationSubgraph.startWorkers(dependencies),
    async stop() {
      await endpoint.close();
      await bus.close();
      await database.destroy();
      await drop();
    },
  };
  return world;
}

const OPEN = `mutation Open($input: OpenLeaderboardInput!) { openLeaderboard(input: $input) {
  __typename
  ... on LeaderboardOpened { replayed leaderboard { id code } }
  ... on Problem { message retryable }
} }`;

export interface OpenAnswer {
  readonly openLeaderboard: {
    readonly __typename: string;
    readonly replayed?: boolean;
    readonly retryable?: boolean;
    readonly leaderboard?: { readonly id: string; readonly code: string };
  };
}

export function openInput(code: string, facts: Readonly<Record<string, string>> = {}) {
  const rest = { metric: 'POINTS_EARNED', window: 'ALL_TIME', timeZone: 'Europe/Berlin' };
  return { idempotencyKey: `open ${code}`.replaceAll(' ', '-'), code, name: code, ...rest, ...facts };
}

export async function open(world: GamificationWorld, input: ReturnType<typeof openInput>) {
  return (await world.ask<OpenAnswer>(OPEN, { input }, operator)).openLeaderboard;
}

/** Opens a board and gives its id. */
export async function openedId(
  world: GamificationWorld,
  code: string,
  facts: Readonly<Record<string, string>> = {},
) {
  const { leaderboard } = await open(world, openInput(code, facts));
  if (leaderboard === undefined) throw new Error(`the board ${code} was not opened`);
  return leaderboard.id;
}

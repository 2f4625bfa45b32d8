/**
 * What a subgraph is, to whoever runs it: the one-process platform and the process of its own use the same definition.
 */
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { SubgraphName } from '../../contracts/event.js';
import type { EventBus, Stoppable } from '../bus/event-bus.js';
import type { MigrationList } from '../database/migrate.js';
import type { Caller } from '../identity/caller.js';
import type { Check } from './check.js';

/** The clock and the source of ids and randomness; they enter domain code as arguments, never by import. */
export interface Clock {
  now(): Date;
}

export interface SubgraphDependencies {
  readonly database: DataSource;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly log: Logger;
  /** 32 bytes from which the subgraph derives its own keys (sealing, blind indexes); never logged. */
  readonly secret: Buffer;
}

/** What a resolver sees of a request. */
export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  readonly clock: Clock;
  /** Gives the request's own instance of something batched (a DataLoader), made on first use. */
  perRequest<Value>(key: symbol, make: () => Value): Value;
}

export interface SubgraphDefinition {
  readonly name: SubgraphName;
  readonly migrations: MigrationList;
  /** TypeORM row classes. */
  readonly rows: readonly (new () => object)[];
  /** Builds the schema over its dependencies without starting anything. With it the SDL is printed. */
  buildSchema(dependencies: SubgraphDependencies): Promise<GraphQLSchema>;
  /** Starts listeners and other background work; called after migrations, once per process. */
  startWorkers(dependencies: SubgraphDependencies): readonly Stoppable[];
  /** What must always hold of its tables; names without a prefix are of its schema. */
  readonly checks?: readonly Check[];
}

/**
 * The bus as the platform sees it: durable ordered topics, one active consumer per group, leadership, and light
 * signals.
 *
 * Two real adapters pass one contract test: PostgreSQL (`postgres-event-bus.ts`, the default) and Redis Streams
 * (`redis-event-bus.ts`). Delivery is at least once and in order; the inbox of the consumer makes the effect exactly
 * once.
 */
import type { EventEnvelope, Topic } from '../../contracts/event.js';

/** An envelope with its place in the topic. Positions are opaque text that only the bus can compare. */
export interface DeliveredEvent extends EventEnvelope {
  readonly position: string;
}

export interface Consumption {
  readonly topic: Topic;
  /** The name under which the place in the topic is kept; by habit the consuming subgraph. */
  readonly group: string;
  readonly batchMax: number;
  /**
   * Called with one to `batchMax` events in topic order, never concurrently. When it returns, the place moves on;
   * when it throws, the same events come again after a growing pause, for ever: an event is never skipped.
   */
  handle(events: readonly DeliveredEvent[]): Promise<void>;
}

export interface Stoppable {
  /** Resolves when the work at hand is finished and nothing more will be called. */
  stop(): Promise<void>;
}

export interface TopicLag {
  readonly topic: Topic;
  readonly group: string;
  /** Events of the topic that the group has not finished. */
  readonly behind: number;
}

export interface EventBus {
  /**
   * Appends in order; durable when it resolves. An event id already in the topic is not appended again where the
   * engine can tell.
   */
  publish(topic: Topic, events: readonly EventEnvelope[]): Promise<void>;

  consume(consumption: Consumption): Stoppable;

  /**
   * Reads a topic from its start (or after a position), for rebuilding a projection. Does not move any group's place.
   */
  read(topic: Topic, after: string | null, limit: number): Promise<readonly DeliveredEvent[]>;

  lag(topic: Topic, group: string): Promise<TopicLag>;

  /**
   * Runs `work` while this process alone holds the named role among all processes on this bus; starts it again
   * whenever the role comes back. `signal` is aborted when the role is lost or on stop.
   */
  lead(role: string, work: (signal: AbortSignal) => Promise<void>): Stoppable;

  /**
   * Tells every process on this bus, soon and at most once, that something named changed. Carries a name, never data.
   */
  signal(channel: string, text: string): Promise<void>;
  onSignal(channel: string, hear: (text: string) => void): Promise<Stoppable>;

  close(): Promise<void>;
}

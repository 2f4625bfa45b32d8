/**
 * Reads a whole topic again, for building a projection anew from what was told.
 *
 * Moves no place and touches no inbox: the caller drops its state, replays, and gets the same state. Stop the
 * ordinary consumer meanwhile, or hear only up to a fixed position.
 */
import {
  type DomainEvent,
  decodeEvent,
  type EventEnvelope,
  eventSchemas,
  type Topic,
} from '../../contracts/event.js';
import type { EventBus } from '../bus/event-bus.js';

export interface Replay {
  readonly bus: EventBus;
  readonly topic: Topic;
  readonly pageSize?: number;
  /** Gets one page in topic order; the next one is read when it returns. */
  hear(events: readonly DomainEvent[]): Promise<void>;
}

export interface Replayed {
  readonly count: number;
  /** The position of the last event read; null when the topic is empty. */
  readonly upTo: string | null;
}

const PAGE_SIZE = 500;

/**
 * Replays up to the end of the topic as it is when the end is reached. Types this version does not know are passed
 * over.
 */
export async function replayTopic({ bus, topic, hear, pageSize = PAGE_SIZE }: Replay): Promise<Replayed> {
  let upTo: string | null = null;
  let count = 0;
  for (;;) {
    const page = await bus.read(topic, upTo, pageSize);
    const last = page.at(-1);
    if (last === undefined) return { count, upTo };
    const events = page.filter(isKnown).map(decodeEvent);
    if (events.length > 0) await hear(events);
    count += events.length;
    upTo = last.position;
  }
}

function isKnown(envelope: EventEnvelope): boolean {
  return Object.hasOwn(eventSchemas, envelope.type);
}

/**
 * The loop behind `EventBus.consume`, the same for every engine: read after the place, handle, move the place.
 *
 * One process at a time is active per topic and group, because the loop runs under a role. Events are handled in
 * order, never concurrently, and never skipped: a batch that fails comes again after a growing pause until it
 * succeeds.
 */
import type { Logger } from 'pino';
import type { Consumption, DeliveredEvent, Stoppable } from '../event-bus.js';
import { backoffMs, pause } from './backoff.js';
import type { Bells } from './bell.js';
import { keepLeading, type Leadership } from './leading.js';

/** A group's place in a topic, as one engine keeps it. Positions are dense from 1; '0' is before the first event. */
export interface Places {
  read(topic: string, after: string | null, limit: number): Promise<readonly DeliveredEvent[]>;
  place(topic: string, group: string): Promise<string>;
  /** Moves the place if it still is `from`; false when another process moved it meanwhile. */
  movePlace(move: { topic: string; group: string; from: string; to: string }): Promise<boolean>;
}

export interface Consuming {
  readonly places: Places;
  readonly leadership: Leadership;
  /** Rung under `topicBell(topic)` when something was published. */
  readonly bells: Bells;
  readonly consumption: Consumption;
  readonly log: Logger;
}

/** The safety net under the bell: a lost wake-up delays an event by at most this. */
const QUIET_POLL_MS = 5_000;

export function topicBell(topic: string): string {
  return `topic:${topic}`;
}

export function consumeInOrder(consuming: Consuming): Stoppable {
  const { topic, group } = consuming.consumption;
  return keepLeading({
    ...consuming,
    role: `consumer:${topic}:${group}`,
    work: async (signal) => {
      const bell = consuming.bells.hang(topicBell(topic));
      try {
        await follow(consuming, () => bell.wait(QUIET_POLL_MS, signal), signal);
      } finally {
        consuming.bells.takeDown(topicBell(topic), bell);
      }
    },
  });
}

async function follow(consuming: Consuming, quiet: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { places, consumption } = consuming;
  const { topic, group, batchMax } = consumption;
  let place = await places.place(topic, group);
  while (!signal.aborted) {
    const events = await places.read(topic, place, batchMax);
    const last = events.at(-1);
    if (last === undefined) {
      await quiet();
    } else if (await handleWithPatience(consuming, events, signal)) {
      // Also when asked to stop meanwhile: the work is done, so the place moves.
      const isMoved = await places.movePlace({ topic, group, from: place, to: last.position });
      if (!isMoved) throw new Error(`the place of ${group} in ${topic} was moved by another process`);
      place = last.position;
    }
  }
}

/** Gives true when the events were handled, false when the role was lost or the consumer stopped before that. */
async function handleWithPatience(
  consuming: Consuming,
  events: readonly DeliveredEvent[],
  signal: AbortSignal,
): Promise<boolean> {
  const { topic, group } = consuming.consumption;
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      await consuming.consumption.handle(events);
      return true;
    } catch (fault) {
      const facts = { topic, group, attempt, first: events[0]?.position, count: events.length, err: fault };
      consuming.log.error(facts, 'events could not be handled; the same will be tried again');
      await pause(backoffMs(attempt), signal);
    }
  }
  return false;
}

/**
 * What every bus promises, as one suite that each engine runs.
 *
 * A world is one engine's storage of its own, empty at the start; two buses opened in it stand for two processes.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventEnvelope } from '../../../shared/contracts/event.js';
import type { Consumption, DeliveredEvent, EventBus } from '../../../shared/platform/bus/event-bus.js';

export interface BusWorld {
  open(): Promise<EventBus>;
  /** Breaks every connection to the engine from the engine's side, as its restart would. */
  cutConnections(): Promise<void>;
  /** Takes every role from its holder without telling it, as when the holder froze for too long. */
  seizeRoles(): Promise<void>;
  destroy(): Promise<void>;
}

const TOPIC = 'members.events';
const PATIENCE = { timeout: 15_000, interval: 10 };

export function enrolments(count: number): readonly EventEnvelope[] {
  return Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'members.member-enrolled.1' as const,
    key: `member-${index}`,
    occurredAt: '2026-03-01T10:00:00.123Z',
    data: { memberId: randomUUID(), enrolledAt: '2026-03-01T10:00:00.123Z' },
  }));
}

function idsOf(events: readonly { readonly id: string }[]): readonly string[] {
  return events.map((event) => event.id);
}

/** A consumption that remembers the ids it handled. */
function remembering(into: string[], changes: Partial<Consumption> = {}): Consumption {
  const handle = async (events: readonly DeliveredEvent[]): Promise<void> => {
    into.push(...idsOf(events));
  };
  return { topic: TOPIC, group: 'rewards', batchMax: 10, handle, ...changes };
}

export function describeEventBus(engine: string, newWorld: () => Promise<BusWorld>): void {
  describe(`the event bus on ${engine}`, () => {
    let world: BusWorld;
    const opened: EventBus[] = [];

    async function openBus(): Promise<EventBus> {
      const bus = await world.open();
      opened.push(bus);
      return bus;
    }

    beforeEach(async () => {
      world = await newWorld();
    });

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((bus) => bus.close()));
      await world.destroy();
    });

    describeTopics(openBus);
    describeConsumers(openBus, () => world);
    describeFrozenConsumers(openBus, () => world);
    describeRolesAndSignals(openBus);
  });
}

function describeTopics(openBus: () => Promise<EventBus>): void {
  test('a topic keeps what was published, whole and in order, after every process is gone', async () => {
    const events = enrolments(25);
    const first = await openBus();
    await first.publish(TOPIC, events.slice(0, 10));
    await first.publish(TOPIC, events.slice(10));
    await first.close();
    const found = await (await openBus()).read(TOPIC, null, 100);
    expect(found.map(({ position: _, ...envelope }) => envelope)).toEqual(events);
  });

  test('a topic is read in pages that neither overlap nor leave a gap', async () => {
    const events = enrolments(7);
    const bus = await openBus();
    await bus.publish(TOPIC, events);
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let after: string | null = null; ; ) {
      const page: readonly DeliveredEvent[] = await bus.read(TOPIC, after, 3);
      sizes.push(page.length);
      const last = page.at(-1);
      if (last === undefined) break;
      seen.push(...idsOf(page));
      after = last.position;
    }
    expect(sizes).toEqual([3, 3, 1, 0]);
    expect(seen).toEqual(idsOf(events));
  });

  test('events published again are in the topic once', async () => {
    const events = enrolments(4);
    const bus = await openBus();
    await bus.publish(TOPIC, events.slice(0, 3));
    await bus.publish(TOPIC, events);
    await bus.publish(TOPIC, [...events, ...events]);
    expect(idsOf(await bus.read(TOPIC, null, 100))).toEqual(idsOf(events));
  });

  test('many publishers at once lose nothing and tear no batch apart', async () => {
    const buses = [await openBus(), await openBus()];
    const batches = Array.from({ length: 20 }, () => enrolments(5));
    await Promise.all(batches.map((batch, index) => buses[index % 2]?.publish(TOPIC, batch)));
    const found = idsOf((await buses[0]?.read(TOPIC, null, 1_000)) ?? []);
    expect(found).toHaveLength(100);
    for (const batch of batches) {
      const start = found.indexOf(batch[0]?.id ?? '');
      expect(found.slice(start, start + 5)).toEqual(idsOf(batch));
    }
  });

  test('the topics of two subgraphs are apart', async () => {
    const bus = await openBus();
    const [mine, theirs] = [enrolments(2), enrolments(3)];
    await bus.publish(TOPIC, mine);
    await bus.publish('partners.events', theirs);
    expect(idsOf(await bus.read(TOPIC, null, 10))).toEqual(idsOf(mine));
    expect(idsOf(await bus.read('partners.events', null, 10))).toEqual(idsOf(theirs));
  });
}

function describeConsumers(openBus: () => Promise<EventBus>, world: () => BusWorld): void {
  test('a consumer handles old and new events in order, never more than its batch', async () => {
    const bus = await openBus();
    const events = enrolments(30);
    await bus.publish(TOPIC, events.slice(0, 25));
    const handled: string[] = [];
    const sizes: number[] = [];
    const handle = async (batch: readonly DeliveredEvent[]): Promise<void> => {
      sizes.push(batch.length);
      handled.push(...idsOf(batch));
    };
    bus.consume(remembering(handled, { handle }));
    await expect.poll(() => handled.length, PATIENCE).toBe(25);
    await bus.publish(TOPIC, events.slice(25));
    await expect.poll(() => handled, PATIENCE).toEqual(idsOf(events));
    expect(Math.max(...sizes)).toBe(10);
  });

  test('what a handler failed at comes again until it succeeds, and nothing behind it overtakes', async () => {
    const bus = await openBus();
    const events = enrolments(5);
    await bus.publish(TOPIC, events);
    const handled: string[] = [];
    let faultsLeft = 3;
    const handle = async (batch: readonly DeliveredEvent[]): Promise<void> => {
      if (batch.some((event) => event.id === events[2]?.id) && faultsLeft > 0) {
        faultsLeft -= 1;
        throw new Error('not yet');
      }
      handled.push(...idsOf(batch));
    };
    bus.consume(remembering(handled, { batchMax: 2, handle }));
    await expect.poll(() => handled, PATIENCE).toEqual(idsOf(events));
    expect(faultsLeft).toBe(0);
  });

  test('each group keeps its own place, also while it is away', async () => {
    const bus = await openBus();
    const events = enrolments(6);
    const [rewards, game]: [string[], string[]] = [[], []];
    const consumer = bus.consume(remembering(rewards));
    await bus.publish(TOPIC, events.slice(0, 3));
    await expect.poll(async () => (await bus.lag(TOPIC, 'rewards')).behind, PATIENCE).toBe(0);
    await consumer.stop();
    await bus.publish(TOPIC, events.slice(3));
    expect(await bus.lag(TOPIC, 'rewards')).toEqual({ topic: TOPIC, group: 'rewards', behind: 3 });
    expect((await bus.lag(TOPIC, 'gamification')).behind).toBe(6);
    const after = await openBus();
    after.consume(remembering(rewards));
    after.consume(remembering(game, { group: 'gamification' }));
    await expect.poll(() => [rewards, game], PATIENCE).toEqual([idsOf(events), idsOf(events)]);
  });

  test('of two processes one consumes, and the other takes over where it stopped', async () => {
    const [one, two] = [await openBus(), await openBus()];
    const events = enrolments(8);
    const handled: [string, string][] = [];
    const consumeIn = (bus: EventBus, name: string) =>
      bus.consume({
        ...remembering([]),
        batchMax: 2,
        handle: async (batch) => {
          handled.push(...batch.map((event): [string, string] => [name, event.id]));
        },
      });
    consumeIn(one, 'one');
    await one.publish(TOPIC, events.slice(0, 2));
    await expect.poll(() => handled.length, PATIENCE).toBe(2);
    consumeIn(two, 'two');
    await two.publish(TOPIC, events.slice(2, 4));
    await expect.poll(() => handled.length, PATIENCE).toBe(4);
    await one.close();
    await two.publish(TOPIC, events.slice(4));
    await expect.poll(() => handled.length, PATIENCE).toBe(8);
    expect(handled.map(([, id]) => id)).toEqual(idsOf(events));
    expect(handled.map(([name]) => name).join(' ')).toBe('one one one one two two two two');
  });

  test('a stopped consumer has finished what it began, and begins nothing more', async () => {
    const bus = await openBus();
    const finishes: (() => void)[] = [];
    const handle = (): Promise<void> => new Promise((finish) => finishes.push(finish));
    const consumer = bus.consume(remembering([], { batchMax: 1, handle }));
    await bus.publish(TOPIC, enrolments(3));
    await expect.poll(() => finishes.length, PATIENCE).toBe(1);
    const stopped = consumer.stop();
    finishes[0]?.();
    await stopped;
    expect(finishes).toHaveLength(1);
    expect((await bus.lag(TOPIC, 'rewards')).behind).toBe(2);
  });

  test('when the engine cuts every connection, consumers and publishers go on and nothing is missing', async () => {
    const bus = await openBus();
    const events = enrolments(40);
    const handled: string[] = [];
    bus.consume(remembering(handled, { batchMax: 1 }));
    await bus.publish(TOPIC, events.slice(0, 20));
    await expect.poll(() => handled.length, PATIENCE).toBeGreaterThan(2);
    await world().cutConnections();
    await expect.poll(() => bus.publish(TOPIC, events.slice(20)).then(() => 'done'), PATIENCE).toBe('done');
    await expect.poll(() => new Set(handled).size, PATIENCE).toBe(40);
    // At least once: a repetition may stand between, the order of first sight is that of the topic.
    expect([...new Set(handled)]).toEqual(idsOf(events));
  });
}

/** The moment a process freezes is the one thing that order on one machine cannot show; hence a suite of its own. */
function describeFrozenConsumers(openBus: () => Promise<EventBus>, world: () => BusWorld): void {
  test('a consumer that froze and was replaced does not move the place back when it wakes', async () => {
    const [frozen, heir] = [await openBus(), await openBus()];
    const wakes: (() => void)[] = [];
    const handle = (): Promise<void> => new Promise((wake) => wakes.push(wake));
    frozen.consume(remembering([], { batchMax: 2, handle }));
    const events = enrolments(6);
    await frozen.publish(TOPIC, events);
    await expect.poll(() => wakes.length, PATIENCE).toBe(1);
    await world().seizeRoles();
    const handled: string[] = [];
    heir.consume(remembering(handled));
    await expect.poll(() => handled, PATIENCE).toEqual(idsOf(events));
    await expect.poll(async () => (await heir.lag(TOPIC, 'rewards')).behind, PATIENCE).toBe(0);
    wakes[0]?.();
    await frozen.close();
    expect(wakes).toHaveLength(1);
    expect((await heir.lag(TOPIC, 'rewards')).behind).toBe(0);
  });
}

function describeRolesAndSignals(openBus: () => Promise<EventBus>): void {
  test('a role is led by one at a time, among processes and within one', async () => {
    const buses = [await openBus(), await openBus()];
    let leaders = 0;
    let most = 0;
    const led = new Set<number>();
    const candidates = [0, 1, 2, 3].map((candidate) =>
      buses[candidate % 2]?.lead('relay:members', async (signal) => {
        leaders += 1;
        most = Math.max(most, leaders);
        led.add(candidate);
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        leaders -= 1;
      }),
    );
    for (let stopped = 0; stopped < 4; stopped += 1) {
      await expect.poll(() => led.size, PATIENCE).toBe(stopped + 1);
      await candidates[[...led][stopped] ?? 0]?.stop();
    }
    expect([leaders, most, led.size]).toEqual([0, 1, 4]);
  });

  test('a signal reaches every process that listens to its channel, and no one else', async () => {
    const [one, two] = [await openBus(), await openBus()];
    const heard: string[] = [];
    await one.onSignal('board', (text) => heard.push(`one ${text}`));
    const second = await two.onSignal('board', (text) => heard.push(`two ${text}`));
    await two.onSignal('other', (text) => heard.push(`other ${text}`));
    await one.signal('board', 'a');
    await expect.poll(() => heard.toSorted(), PATIENCE).toEqual(['one a', 'two a']);
    await second.stop();
    await two.signal('board', 'several\nlines');
    await expect.poll(() => heard.toSorted(), PATIENCE).toEqual(['one a', 'one several\nlines', 'two a']);
  });

  test('a signal that would carry data is refused', async () => {
    await expect((await openBus()).signal('board', 'x'.repeat(8_000))).rejects.toThrow(RangeError);
  });
}

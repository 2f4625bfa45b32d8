/** The policy for slow readers, and the life of a group of followers. */
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { LatestSlot } from '../../../gateway/live/latest-slot.js';
import { SubscriptionGroup } from '../../../gateway/live/subscription-group.js';

describe('a slot', () => {
  test('gives a slow reader the newest item only', async () => {
    const slot = new LatestSlot<number>();
    for (let item = 1; item <= 100_000; item += 1) slot.put(item);
    expect(await slot.next()).toEqual({ done: false, value: 100_000 });
    expect(slot.replacedCount).toBe(99_999);
  });

  test('gives a waiting reader the next item', async () => {
    const slot = new LatestSlot<number>();
    const next = slot.next();
    slot.put(1);
    slot.put(2);
    expect([await next, await slot.next()].map((taken) => taken.value)).toEqual([1, 2]);
  });

  test('that ended still gives what was not taken, then ends', async () => {
    const slot = new LatestSlot<number>();
    slot.put(1);
    slot.end();
    slot.put(2);
    expect([await slot.next(), await slot.next()].map((taken) => taken.value)).toEqual([1, undefined]);
  });

  test('that failed gives what was not taken, then throws once', async () => {
    const slot = new LatestSlot<number>();
    slot.put(1);
    slot.fail(new Error('lost'));
    expect((await slot.next()).value).toBe(1);
    await expect(slot.next()).rejects.toThrow('lost');
    expect((await slot.next()).done).toBe(true);
  });

  test('lets a waiting reader leave at once, and says so once', async () => {
    const slot = new LatestSlot<number>();
    let left = 0;
    slot.onEnd(() => {
      left += 1;
    });
    const next = slot.next();
    await slot.return();
    await slot.return();
    expect([(await next).done, left]).toEqual([true, 1]);
  });
});

describe('a group', () => {
  function opened() {
    const upstreams: LatestSlot<ExecutionResult>[] = [];
    let emptied = 0;
    const source = {
      open: () => {
        const upstream = new LatestSlot<ExecutionResult>();
        upstreams.push(upstream);
        for (const look of waiting.splice(0)) look();
        return upstream;
      },
      answer: async (event: ExecutionResult) => ({ data: event.data ?? null }),
    };
    const waiting: (() => void)[] = [];
    const group = new SubscriptionGroup(source, pino({ level: 'silent' }), () => {
      emptied += 1;
    });
    const upstream = async (index: number): Promise<LatestSlot<ExecutionResult>> => {
      for (;;) {
        const found = upstreams[index];
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    };
    return { group, upstream, emptiedCount: () => emptied };
  }

  test('asks again when its upstream is lost, and its followers stay', async () => {
    const { group, upstream } = opened();
    const follower = group.join();
    group.start();
    (await upstream(0)).put({ data: { version: 1 } });
    expect((await follower.next()).value).toEqual({ data: { version: 1 } });
    (await upstream(0)).fail(new Error('connection lost'));
    (await upstream(1)).put({ data: { version: 5 } });
    expect((await follower.next()).value).toEqual({ data: { version: 5 } });
    await follower.return();
  });

  test('ends its followers when the upstream completes', async () => {
    const { group, upstream, emptiedCount } = opened();
    const follower = group.join();
    group.start();
    (await upstream(0)).put({ data: { version: 1 } });
    (await upstream(0)).end();
    expect([(await follower.next()).done, (await follower.next()).done]).toEqual([false, true]);
    expect(emptiedCount()).toBe(1);
  });

  test('lets go of its upstream when the last follower leaves', async () => {
    const { group, upstream, emptiedCount } = opened();
    const followers = [group.join(), group.join()];
    group.start();
    const source = await upstream(0);
    const released = new Promise<void>((resolve) => source.onEnd(resolve));
    await followers[0]?.return();
    expect(emptiedCount()).toBe(0);
    await followers[1]?.return();
    await released;
    expect(emptiedCount()).toBe(1);
  });

  test('gives a late follower the state as it is', async () => {
    const { group, upstream } = opened();
    const early = group.join();
    group.start();
    (await upstream(0)).put({ data: { version: 3 } });
    await early.next();
    const late = group.join();
    expect((await late.next()).value).toEqual({ data: { version: 3 } });
    await Promise.all([early.return(), late.return()]);
  });
});

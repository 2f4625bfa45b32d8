/** How a followed board is read and pushed, on a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed } from '../../../shared/platform/live/feed.js';
import { Newest } from '../../../shared/platform/live/newest.js';

interface Frame {
  readonly windowKey: string;
  readonly version: bigint;
}

function world() {
  const state = { windowKey: '2026-11', version: 1n, reads: 0, faults: 0, left: 0, isBroken: false };
  const feed = new Feed<Frame>({
    isNews: (known, read) => known.windowKey !== read.windowKey || known.version < read.version,
    isOver: (known) => known.windowKey !== state.windowKey,
    read: async () => {
      state.reads += 1;
      if (state.isBroken) throw new Error('no database');
      return { windowKey: state.windowKey, version: state.version };
    },
    onFault: () => {
      state.faults += 1;
    },
    onLastLeft: () => {
      state.left += 1;
    },
  });
  return { state, feed };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a followed board', () => {
  it('shows its state at once and a later follower the state that is known', async () => {
    const { state, feed } = world();
    const first = feed.follow();
    feed.wake();
    await vi.advanceTimersByTimeAsync(0);
    expect((await first.next()).value).toMatchObject({ version: 1n });
    const second = feed.follow();
    expect((await second.next()).value).toMatchObject({ version: 1n });
    expect(state.reads).toBe(1);
    await first.return();
    await second.return();
  });

  it('is read at most five times a second, and its last change is never missed', async () => {
    const { state, feed } = world();
    const followers = [feed.follow(), feed.follow(), feed.follow()];
    for (let change = 0; change < 1_000; change += 1) {
      state.version += 1n;
      feed.wake();
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(state.reads).toBeLessThanOrEqual(7);
    for (const follower of followers) {
      expect((await follower.next()).value).toMatchObject({ version: state.version });
      await follower.return();
    }
  });

  it('pushes nothing when a wake brought nothing new', async () => {
    const { feed } = world();
    const follower = feed.follow();
    feed.wake();
    await vi.advanceTimersByTimeAsync(0);
    await follower.next();
    const heard = vi.fn();
    void follower.next().then(heard);
    feed.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(heard).not.toHaveBeenCalled();
    await follower.return();
  });

  it('pushes the empty board of a new month although nobody bought anything', async () => {
    const { state, feed } = world();
    const follower = feed.follow();
    feed.wake();
    await vi.advanceTimersByTimeAsync(0);
    await follower.next();
    state.windowKey = '2026-12';
    state.version = 0n;
    await vi.advanceTimersByTimeAsync(1_200);
    expect((await follower.next()).value).toEqual({ windowKey: '2026-12', version: 0n });
    await follower.return();
  });

  it('is read again by itself when a wake was lost', async () => {
    const { state, feed } = world();
    const follower = feed.follow();
    feed.wake();
    await vi.advanceTimersByTimeAsync(0);
    await follower.next();
    state.version = 2n;
    await vi.advanceTimersByTimeAsync(6_500);
    expect((await follower.next()).value).toMatchObject({ version: 2n });
    await follower.return();
  });

  it('is asked for again, gently, when it could not be read', async () => {
    const { state, feed } = world();
    state.isBroken = true;
    const follower = feed.follow();
    feed.wake();
    await vi.advanceTimersByTimeAsync(3_500);
    expect(state.faults).toBe(4);
    state.isBroken = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect((await follower.next()).value).toMatchObject({ version: 1n });
    await follower.return();
  });

  it('leaves no timer behind when the last follower left', async () => {
    const { state, feed } = world();
    const one = feed.follow();
    const other = feed.follow();
    feed.wake();
    await one.return();
    expect(state.left).toBe(0);
    await other.return();
    await other.return();
    expect(state.left).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a follower's place", () => {
  it('holds one value, the newest', async () => {
    const place = new Newest<number>(() => undefined);
    for (let value = 0; value < 100_000; value += 1) place.offer(value);
    expect((await place.next()).value).toBe(99_999);
  });

  it('gives a waiting reader the next value, and ends it on return', async () => {
    const place = new Newest<number>(() => undefined);
    const first = place.next();
    place.offer(1);
    const second = place.next();
    await place.return();
    place.offer(2);
    expect([await first, await second, await place.next()].map(({ done }) => done)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

/**
 * The time from the answer of a purchase to the frame that shows it, at every one of the subscribers.
 *
 * A frame may overtake the answer, and its time is then below zero: the platform tells the bus at commit, while the
 * mutation still reads what it was asked to give.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openPurchases } from './http-acts.js';
import type { JobResult, LiveLoad } from './job.js';
import { percentile } from './percentiles.js';

const SUBSCRIPTION = `subscription ($id: ID!) { leaderboardChanged(leaderboardId: $id, first: 10) {
  version standings { rank score member { publicName { text } } } } }`;
/** More than the 200 ms in which a board is read once at most: each purchase is a frame of its own. */
const PAUSE_MS = { least: 250, spread: 100 };
const FRAME_WITHIN_MS = 5_000;

export async function followPurchases(load: LiveLoad, onWarm: () => void): Promise<JobResult> {
  const audience = new Audience();
  const times: number[] = [];
  const { act, close } = openPurchases({ kind: 'purchases', url: load.url, till: load.till }, 1);
  try {
    await Promise.all(Array.from({ length: load.subscribers }, () => audience.seat(load)));
    await act(0);
    await audience.saw(load.subscribers);
    onWarm();
    const from = performance.now();
    for (let made = 0; made < load.purchases; made += 1) {
      await pause(PAUSE_MS.least + Math.random() * PAUSE_MS.spread);
      audience.expectNext();
      await act(0);
      const answeredAt = performance.now();
      const frames = await audience.saw(load.subscribers);
      times.push(...frames.map((at) => at - answeredAt));
    }
    const milliseconds = performance.now() - from;
    return { count: times.length, milliseconds, p50: percentile(times, 50), p99: percentile(times, 99) };
  } finally {
    audience.leave();
    await close();
  }
}

/** Subscribers over sockets of their own, watched together for frames newer than what all have seen. */
class Audience {
  private readonly sockets: WebSocket[] = [];
  private known = -1n;
  private newest = -1n;
  private frames: number[] = [];
  private fault: Error | null = null;
  private onFrame = (): void => undefined;

  /** Opens one subscriber and resolves with its first frame, the state as it is. */
  seat({ url, leaderboardId }: LiveLoad): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
      this.sockets.push(socket);
      const say = (message: object) => socket.send(JSON.stringify(message));
      socket.on('open', () => say({ type: 'connection_init' }));
      socket.on('error', reject);
      socket.on('message', (data) => {
        const text = String(data);
        const type = /"type":"(\w+)"/.exec(text)?.[1];
        if (type === 'connection_ack') {
          const payload = { query: SUBSCRIPTION, variables: { id: leaderboardId } };
          say({ id: '1', type: 'subscribe', payload });
        } else if (type === 'ping') say({ type: 'pong' });
        else if (type === 'next' && !text.includes('"errors"')) {
          this.note(text);
          resolve();
        } else if (type !== 'pong') this.fail(new Error(`not a frame: ${text.slice(0, 300)}`), reject);
      });
    });
  }

  /** What has been seen so far is the past. */
  expectNext(): void {
    this.known = this.newest;
    this.frames = [];
  }

  /** Waits until this many frames newer than the past have come and gives when each came. */
  async saw(count: number): Promise<readonly number[]> {
    const late = setTimeout(() => this.fail(new Error('a frame did not come')), FRAME_WITHIN_MS);
    while (this.frames.length < count && this.fault === null) {
      await new Promise<void>((resolve) => {
        this.onFrame = resolve;
      });
    }
    clearTimeout(late);
    if (this.fault !== null) throw this.fault;
    return this.frames.slice(0, count);
  }

  leave(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  private note(text: string): void {
    const version = BigInt(/"version":"?(\d+)/.exec(text)?.[1] ?? '-1');
    if (version > this.newest) this.newest = version;
    if (version <= this.known) return;
    this.frames.push(performance.now());
    this.onFrame();
  }

  private fail(fault: Error, reject?: (fault: Error) => void): void {
    this.fault = fault;
    reject?.(fault);
    this.onFrame();
  }
}

/**
 * All subscribers of one and the same view: one upstream subscription and one execution per event, however many
 * they are.
 *
 * The upstream is held as long as anyone follows. When it is lost, the followers stay and it is asked again with
 * growing pauses; its first event is then the state as it is now, so nobody has to know. While one event is being
 * answered, the next ones replace each other: a follower may miss a state in between, never the newest. An answer that
 * lacks what another subgraph holds is told once and made again until it is whole: nothing else might happen for hours.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { ExecutedAnswer } from '../plan/finish-answer.js';
import { LatestSlot } from './latest-slot.js';

const PAUSE_MIN_MS = 50;
const PAUSE_MAX_MS = 5_000;

export interface GroupSource {
  /** Opens the upstream subscription anew; `signal` ends it. */
  open(signal: AbortSignal): AsyncIterable<ExecutionResult>;
  /** Adds what other subgraphs hold and shapes the answer; never throws. */
  answer(event: ExecutionResult): Promise<ExecutedAnswer>;
}

export class SubscriptionGroup {
  private readonly followers = new Set<LatestSlot<ExecutedAnswer>>();
  private readonly events = new LatestSlot<ExecutionResult>();
  private readonly ending = new AbortController();
  private latest: ExecutedAnswer | null = null;
  private newest: ExecutionResult | null = null;
  /** How often the newest event was answered without all that it needs. */
  private lacks = 0;

  constructor(
    private readonly source: GroupSource,
    private readonly log: Logger,
    private readonly onEmpty: () => void,
  ) {}

  /** Runs until the last follower left or the upstream completed. */
  start(): void {
    void this.keepListening();
    void this.answerEvents();
  }

  get followerCount(): number {
    return this.followers.size;
  }

  /** Joins; the first thing a follower reads is the state as it is now. */
  join(): LatestSlot<ExecutedAnswer> {
    const follower = new LatestSlot<ExecutedAnswer>();
    if (this.latest !== null) follower.put(this.latest);
    this.followers.add(follower);
    follower.onEnd(() => this.leave(follower));
    return follower;
  }

  private leave(follower: LatestSlot<ExecutedAnswer>): void {
    if (!this.followers.delete(follower) || this.followers.size > 0) return;
    this.end();
  }

  private end(): void {
    this.onEmpty();
    this.ending.abort();
    this.events.end();
  }

  private async keepListening(): Promise<void> {
    for (
      let pauseMs = PAUSE_MIN_MS;
      !this.ending.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)
    ) {
      try {
        await this.listen(() => {
          pauseMs = PAUSE_MIN_MS;
        });
        return this.events.end();
      } catch (fault) {
        this.log.warn(
          { err: fault, followers: this.followers.size },
          'a live upstream was lost; asking again',
        );
      }
      // A random part, so that many gateways do not come back to a restarted subgraph in step.
      const waitMs = pauseMs * (0.5 + Math.random() / 2);
      await pause(waitMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private async listen(onHeard: () => void): Promise<void> {
    const { signal } = this.ending;
    const upstream = this.source.open(signal)[Symbol.asyncIterator]();
    const leave = () => void upstream.return?.().catch(() => undefined);
    signal.addEventListener('abort', leave, { once: true });
    try {
      for (;;) {
        const heard = await upstream.next();
        if (heard.done === true || signal.aborted) return;
        onHeard();
        this.newest = heard.value;
        this.lacks = 0;
        this.events.put(heard.value);
      }
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** One at a time and in order; ends every follower after the last event. */
  private async answerEvents(): Promise<void> {
    for await (const event of this.events) {
      const answer = await this.source.answer(event);
      const isLacking = event.data != null && lacksAPart(answer);
      if (!isLacking || this.lacks === 0) this.tell(answer);
      if (isLacking) void this.answerAgain(event);
    }
    for (const follower of this.followers) follower.end();
  }

  private tell(answer: ExecutedAnswer): void {
    this.latest = answer;
    for (const follower of this.followers) follower.put(answer);
  }

  /** Puts the event back after a pause, unless a newer one has come. */
  private async answerAgain(event: ExecutionResult): Promise<void> {
    const waitMs = Math.min(PAUSE_MIN_MS * 2 ** this.lacks, PAUSE_MAX_MS);
    this.lacks += 1;
    await pause(waitMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
    if (this.newest === event) this.events.put(event);
  }
}

/** A subgraph that was away may be back the next time; a fault of ours would only be made again. */
function lacksAPart({ errors = [] }: ExecutedAnswer): boolean {
  return errors.some(
    ({ extensions: { code } }) => code === 'SUBGRAPH_UNAVAILABLE' || code === 'DEADLINE_EXCEEDED',
  );
}

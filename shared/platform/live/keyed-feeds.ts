/**
 * All things of one kind that are followed in this process, each by its id. A thing is followed once, however many
 * screens show it.
 *
 * The bus is heard only while someone follows; when the last one left, nothing of it remains.
 */
import type { Logger } from 'pino';
import type { EventBus, Stoppable } from '../bus/event-bus.js';
import { Feed } from './feed.js';

export interface KeyedSource<Frame> {
  /** What they are, for the log. */
  readonly name: string;
  /** The channel on which those that changed are named. */
  readonly signal: string;
  idsOf(text: string): readonly string[];
  read(id: string): Promise<Frame>;
  isNews(known: Frame, read: Frame): boolean;
}

export interface KeyedFeedDependencies {
  readonly bus: Pick<EventBus, 'onSignal'>;
  readonly log: Logger;
}

export class KeyedFeeds<Frame> {
  private readonly open = new Map<string, Feed<Frame>>();
  private hearing: Promise<Stoppable> | null = null;

  constructor(
    private readonly source: KeyedSource<Frame>,
    private readonly hears: KeyedFeedDependencies,
  ) {}

  /** How many are followed now. */
  get openCount(): number {
    return this.open.size;
  }

  /** Follows the one with this id. Rejects when the bus cannot be heard; then nothing is left behind. */
  async follow(id: string): Promise<AsyncIterableIterator<Frame>> {
    const feed = this.open.get(id) ?? this.openFeed(id);
    const follower = feed.follow();
    try {
      await this.hear();
    } catch (fault) {
      await follower.return();
      throw fault;
    }
    // Only now: what changes after this read is heard.
    feed.wake();
    return follower;
  }

  private openFeed(id: string): Feed<Frame> {
    const { source, hears } = this;
    const feed = new Feed<Frame>({
      read: () => source.read(id),
      isNews: (known, read) => source.isNews(known, read),
      // What time alone changes is seen by the read that comes every few seconds anyway.
      isOver: () => false,
      onFault: (fault) => hears.log.warn({ id, err: fault }, `a followed ${source.name} could not be read`),
      onLastLeft: () => this.close(id),
    });
    this.open.set(id, feed);
    return feed;
  }

  private hear(): Promise<Stoppable> {
    this.hearing ??= this.startHearing();
    return this.hearing;
  }

  private startHearing(): Promise<Stoppable> {
    const { source, hears } = this;
    const hearing = hears.bus.onSignal(source.signal, (text) => {
      for (const id of source.idsOf(text)) this.open.get(id)?.wake();
    });
    hearing.catch(() => {
      if (this.hearing === hearing) this.hearing = null;
    });
    return hearing;
  }

  private close(id: string): void {
    this.open.delete(id);
    if (this.open.size > 0 || this.hearing === null) return;
    const { hearing } = this;
    this.hearing = null;
    hearing
      .then((heard) => heard.stop())
      .catch((fault: unknown) => this.hears.log.warn({ err: fault }, 'the bus could not be left'));
  }
}

/**
 * All things of one kind that are followed in this process, each by its id. A thing is followed once, however many
 * screens show it.
 *
 * The bus is heard only while someone follows; when the last one left, nothing of it remains.
 */
import type { Logger } from 'pino';
import type { EventBus } from '../bus/event-bus.js';
import { Feed } from './feed.js';
import { Hearing } from './hearing.js';

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
  private readonly hearing: Hearing;

  constructor(
    private readonly source: KeyedSource<Frame>,
    private readonly hears: KeyedFeedDependencies,
  ) {
    this.hearing = new Hearing({
      ...hears,
      signal: source.signal,
      onSignal: (text) => {
        for (const id of source.idsOf(text)) this.open.get(id)?.wake();
      },
    });
  }

  /** How many are followed now. */
  get openCount(): number {
    return this.open.size;
  }

  /** Follows the one with this id. Rejects when the bus cannot be heard; then nothing is left behind. */
  async follow(id: string): Promise<AsyncIterableIterator<Frame>> {
    const feed = this.open.get(id) ?? this.openFeed(id);
    const follower = feed.follow();
    try {
      await this.hearing.begin();
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

  private close(id: string): void {
    this.open.delete(id);
    if (this.open.size === 0) this.hearing.end();
  }
}

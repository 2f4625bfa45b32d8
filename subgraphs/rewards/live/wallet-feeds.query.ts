/**
 * All wallets that are followed in this process. A wallet is followed once, however many screens show it.
 *
 * The bus is heard only while someone follows; when the last one left, nothing of it remains.
 */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { EventBus, Stoppable } from '../../../shared/platform/bus/event-bus.js';
import { Feed } from '../../../shared/platform/live/feed.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { isOtherFrame, type WalletFrame, walletFrame } from './wallet-frame.query.js';
import { membersOfSignal, WALLET_SIGNAL } from './wallet-signal.js';

export interface WalletFeedDependencies {
  readonly database: DataSource;
  readonly bus: Pick<EventBus, 'onSignal'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class WalletFeeds {
  private readonly open = new Map<string, Feed<WalletFrame>>();
  private hearing: Promise<Stoppable> | null = null;

  constructor(private readonly dependencies: WalletFeedDependencies) {}

  /** How many wallets are followed now. */
  get openCount(): number {
    return this.open.size;
  }

  /** Follows the wallet of a member. Rejects when the bus cannot be heard; then nothing is left behind. */
  async follow(memberId: string): Promise<AsyncIterableIterator<WalletFrame>> {
    const feed = this.open.get(memberId) ?? this.openFeed(memberId);
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

  private openFeed(memberId: string): Feed<WalletFrame> {
    const { database, clock, log } = this.dependencies;
    const feed = new Feed<WalletFrame>({
      read: () => walletFrame(database, memberId, clock.now()),
      isNews: isOtherFrame,
      // What time alone changes in a wallet is seen by the read that comes every few seconds anyway.
      isOver: () => false,
      onFault: (fault) => log.warn({ memberId, err: fault }, 'a followed wallet could not be read'),
      onLastLeft: () => this.close(memberId),
    });
    this.open.set(memberId, feed);
    return feed;
  }

  private hear(): Promise<Stoppable> {
    this.hearing ??= this.startHearing();
    return this.hearing;
  }

  private startHearing(): Promise<Stoppable> {
    const hearing = this.dependencies.bus.onSignal(WALLET_SIGNAL, (text) => {
      for (const memberId of membersOfSignal(text)) this.open.get(memberId)?.wake();
    });
    hearing.catch(() => {
      if (this.hearing === hearing) this.hearing = null;
    });
    return hearing;
  }

  private close(memberId: string): void {
    this.open.delete(memberId);
    if (this.open.size > 0 || this.hearing === null) return;
    const { hearing } = this;
    this.hearing = null;
    hearing
      .then((heard) => heard.stop())
      .catch((fault: unknown) => this.dependencies.log.warn({ err: fault }, 'the bus could not be left'));
  }
}

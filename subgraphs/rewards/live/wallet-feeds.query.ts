/** All wallets that are followed in this process. */
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import { KeyedFeeds } from '../../../shared/platform/live/keyed-feeds.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { isOtherFrame, type WalletFrame, walletFrame } from './wallet-frame.query.js';
import { idsOfSignal, WALLET_SIGNAL } from './wallet-signal.js';

export interface WalletFeedDependencies {
  readonly database: DataSource;
  readonly bus: Pick<EventBus, 'onSignal'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export class WalletFeeds extends KeyedFeeds<WalletFrame> {
  constructor({ database, bus, clock, log }: WalletFeedDependencies) {
    super(
      {
        name: 'wallet',
        signal: WALLET_SIGNAL,
        idsOf: idsOfSignal,
        read: (memberId) => walletFrame(database, memberId, clock.now()),
        isNews: isOtherFrame,
      },
      { bus, log },
    );
  }
}

/** All causes that are followed in this process: a total is read once for all who watch it. */
import { KeyedFeeds } from '../../../shared/platform/live/keyed-feeds.js';
import { type CauseRecord, causeById, worthOf } from '../causes/cause.query.js';
import type { WalletFeedDependencies } from './wallet-feeds.query.js';
import { CAUSE_SIGNAL, idsOfSignal } from './wallet-signal.js';

export class CauseFeeds extends KeyedFeeds<CauseRecord> {
  constructor({ database, bus, log }: Omit<WalletFeedDependencies, 'clock'>) {
    super(
      {
        name: 'cause',
        signal: CAUSE_SIGNAL,
        idsOf: idsOfSignal,
        // A cause that is followed was there when it was asked for, and causes are never removed.
        read: async (causeId) => (await causeById(database, causeId)) as CauseRecord,
        isNews: (known, read) => figuresOf(known) !== figuresOf(read),
      },
      { bus, log },
    );
  }
}

function figuresOf(cause: CauseRecord): string {
  const { pointsTotal, donorsCount, closedAt } = cause;
  const worth = worthOf(cause).map(({ currency, amountMinor }) => `${amountMinor} ${currency}`);
  return [pointsTotal, donorsCount, closedAt?.getTime() ?? '', ...worth].join(' ');
}

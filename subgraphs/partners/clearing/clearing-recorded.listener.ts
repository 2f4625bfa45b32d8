/** Hears what the ledger cleared. A late entry simply falls into the period that is open when it arrives. */
import type { Listener } from '../../../shared/platform/inbox/listener.js';
import { recordClearing } from './record-clearing.command.js';

export const clearingRecorded: Listener<'rewards.clearing-recorded.1'> = {
  type: 'rewards.clearing-recorded.1',
  hear: (events, transaction) =>
    recordClearing(
      transaction,
      events.map(({ data }) => data),
    ),
};

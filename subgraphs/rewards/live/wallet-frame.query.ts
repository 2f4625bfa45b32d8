/**
 * Reads a wallet as it is at one moment, for those who follow it: everything in one snapshot, so that a balance and
 * the entry beside it belong together.
 */
import type { DataSource } from 'typeorm';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { WalletBalance } from '../ledger/wallet.js';
import type { Hold } from '../redemptions/hold.js';
import { openHoldsOf } from '../redemptions/hold.query.js';
import type { EntryRecord } from '../wallets/history.query.js';
import { newestEntryOf } from '../wallets/history.query.js';
import { walletBalances } from '../wallets/wallet.query.js';

export interface WalletFrame {
  readonly memberId: string;
  readonly balance: WalletBalance;
  /** The newest entry of the wallet; null while it has none. */
  readonly entry: EntryRecord | null;
  readonly entryCount: bigint;
  /** Those that are open, oldest first. */
  readonly holds: readonly Hold[];
  /** Grows with every entry, every change of a hold, of a step-up and of the lock. */
  readonly version: bigint;
}

interface Counts {
  readonly entryCount: bigint;
  readonly changes: bigint;
}

/** Reads the wallet of a member; one that is not open yet is empty. */
export function walletFrame(database: DataSource, memberId: string, now: Date): Promise<WalletFrame> {
  return database.transaction('REPEATABLE READ', async (snapshot) => {
    const { entryCount, changes } = await countsOf(snapshot, memberId);
    const [balance] = await walletBalances(snapshot, [memberId], now);
    const entry = await newestEntryOf(snapshot, memberId);
    const holds = await openHoldsOf(snapshot, memberId, now);
    const version = (entry?.sequence ?? 0n) + changes;
    return { memberId, balance: balance as WalletBalance, entry, entryCount, holds, version };
  });
}

/** A hold counts when it was made and again when it ended; a step-up when asked, answered and used. */
async function countsOf(runner: SqlRunner, memberId: string): Promise<Counts> {
  const [counts] = await rows<Counts>(
    runner,
    `select (select count(*) from entry where member_id = $1) as "entryCount",
       (select count(*) + count(*) filter (where state <> 'HELD') from hold where member_id = $1)
       + (select count(*) from spend_lock where member_id = $1)
       + (select count(*) + count(answered_at) + count(used_at) from step_up where member_id = $1) as changes`,
    [memberId],
  );
  return counts as Counts;
}

/** Whether a wallet that was read is another than the one told last: by its version, or because time went on. */
export function isOtherFrame(known: WalletFrame, read: WalletFrame): boolean {
  return known.version !== read.version || timeBound(known) !== timeBound(read);
}

function timeBound({ balance, holds }: WalletFrame): string {
  const { available, pending, held, debt } = balance;
  return [available, pending, held, debt, ...holds.map(({ id }) => id)].join(' ');
}

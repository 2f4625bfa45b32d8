/**
 * Entries of many members in one transaction: the locks of all of them in the order of their ids, places in the ledger,
 * and the writing.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import type { EntryDraft } from '../ledger/entry.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';

/** Locks the wallets of members for the rest of the transaction; what is read afterwards is theirs as it stands. */
export async function lockMembers(transaction: Transaction, memberIds: readonly MemberId[]): Promise<void> {
  await rows(
    transaction,
    `select from wallet where member_id = any($1::uuid[]) and unit = 'PTS' order by member_id for update`,
    [memberIds],
  );
}

/** The next places in the ledger for entries of members who are locked. */
export async function nextSequences(transaction: Transaction, count: number): Promise<readonly bigint[]> {
  const found = await rows<{ sequence: bigint }>(
    transaction,
    `select nextval('entry_sequence') as sequence from generate_series(1, $1)`,
    [count],
  );
  return found.map(({ sequence }) => sequence);
}

/** Writes entries and what is told of them, in their order. */
export async function postEntries(
  transaction: Transaction,
  entries: readonly EntryDraft[],
  events: readonly DomainEvent[],
): Promise<void> {
  for (const entry of entries) {
    const bind = new Bind();
    await runParts(transaction, bind, entryParts(bind, entry));
  }
  if (events.length === 0) return;
  const bind = new Bind();
  await runParts(transaction, bind, [outboxPart(bind, events)]);
}

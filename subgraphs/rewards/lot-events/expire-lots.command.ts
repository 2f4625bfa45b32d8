/**
 * Writes down that lots have lapsed: one entry for each member, unit and issuer. Readers count them as gone from their
 * instant on; this makes the books say so too.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, MemberId } from '../../../shared/values/ids.js';
import { termsInForce } from '../programme/terms.query.js';
import { EndingLotStore } from './ending-lots.store.js';
import { endingGroups, lapsedEvents, lapseEntry, type Tally, tallyOf } from './lapsing.js';
import { nextSequences, postEntries } from './post-entries.command.js';

/** Expires what is due of members whose wallets the transaction has locked. */
export async function expireDue(
  transaction: Transaction,
  memberIds: readonly MemberId[],
  cause: { readonly causeId: string; readonly asOf: Date; readonly now: Date },
): Promise<Tally> {
  const lots = await new EndingLotStore(transaction).expiredOf(memberIds, cause.asOf);
  if (lots.length === 0) return tallyOf(lots);
  const { version: termsVersion } = await termsInForce(transaction);
  const groups = endingGroups('EXPIRED', lots);
  const sequences = await nextSequences(transaction, groups.length);
  const entries = groups.map((group, index) =>
    lapseEntry(group, {
      ...cause,
      id: newId<EntryId>(),
      sequence: sequences[index] as bigint,
      termsVersion,
    }),
  );
  await postEntries(transaction, entries, lapsedEvents('EXPIRED', lots, { at: cause.now, newId }));
  return tallyOf(lots);
}

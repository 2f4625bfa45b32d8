/**
 * Locks a member's wallet for the rest of the transaction and gives what is in it.
 *
 * Whoever changes lots or debt of a member holds this lock first, so two spends of the same points follow one
 * another. Lots are read after the lock is held: before it they may be those of a moment ago.
 */

import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { Lot } from './lot.js';

export interface LockedWallet {
  readonly debt: bigint;
  /** The next place in the ledger, taken under the lock. */
  readonly sequence: bigint;
  readonly lots: readonly Lot[];
}

/** Gives the locked wallet, or null when the member has none. */
export async function lockWallet(transaction: Transaction, memberId: MemberId): Promise<LockedWallet | null> {
  const [wallet] = await rows<{ debt: bigint; sequence: bigint }>(
    transaction,
    `with locked as materialized (select debt from wallet where member_id = $1 for update)
     select debt, nextval('entry_sequence') as sequence from locked`,
    [memberId],
  );
  if (wallet === undefined) return null;
  return { ...wallet, lots: await lotsWithPoints(transaction, memberId) };
}

async function lotsWithPoints(transaction: Transaction, memberId: MemberId): Promise<readonly Lot[]> {
  return rows<Lot & { id: LotId; issuerPartnerId: PartnerId }>(
    transaction,
    `select id, issuer_partner_id as "issuerPartnerId", remaining, held, earned_at as "earnedAt",
       activates_at as "activatesAt", expires_at as "expiresAt"
     from lot where member_id = $1 and remaining > 0`,
    [memberId],
  );
}

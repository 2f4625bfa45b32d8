/**
 * Locks a member's wallet for the rest of the transaction and gives what is in it.
 *
 * Whoever changes lots or debt of a member holds this lock first, so two spends of the same points follow one
 * another. Lots are read after the lock is held: before it they may be those of a moment ago.
 */

import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { LotId, MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { Lot } from './lot.js';
import { POINTS_UNIT } from './posting.js';

export interface LockedWallet {
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
  /** The next place in the ledger, taken under the lock. */
  readonly sequence: bigint;
  readonly lots: readonly Lot[];
}

/**
 * Gives the locked wallet of one unit, or null when the member has none.
 *
 * The lock is the one on the main unit's wallet, whatever the unit: a member's wallets are changed one after another.
 */
export async function lockWallet(
  transaction: Transaction,
  memberId: MemberId,
  unit: string = POINTS_UNIT,
): Promise<LockedWallet | null> {
  const [main] = await rows<Omit<LockedWallet, 'lots'>>(
    transaction,
    prepared(`with locked as materialized (
       select debt, last_redeemed_at from wallet where member_id = $1 and unit = '${POINTS_UNIT}' for update)
     select debt, last_redeemed_at as "lastRedeemedAt", nextval('entry_sequence') as sequence from locked`),
    [memberId],
  );
  if (main === undefined) return null;
  const wallet = unit === POINTS_UNIT ? main : await walletOfUnit(transaction, memberId, unit);
  return { ...wallet, sequence: main.sequence, lots: await lotsWithPoints(transaction, memberId, unit) };
}

/**
 * Locks several members in one statement, always in the order of their ids, so that two who lock the same ones never
 * wait for each other. What is in their wallets is read by `lockWallet` after it.
 */
export async function lockInOrder(transaction: Transaction, memberIds: readonly MemberId[]): Promise<void> {
  await rows(
    transaction,
    prepared(
      `select from wallet where member_id = any($1::uuid[]) and unit = '${POINTS_UNIT}' order by member_id for update`,
    ),
    [memberIds],
  );
}

/** A wallet of another unit, read after the lock is held; one that was never opened has no debt. */
async function walletOfUnit(
  transaction: Transaction,
  memberId: MemberId,
  unit: string,
): Promise<Pick<LockedWallet, 'debt' | 'lastRedeemedAt'>> {
  const [wallet] = await rows<Pick<LockedWallet, 'debt' | 'lastRedeemedAt'>>(
    transaction,
    prepared(
      `select debt, last_redeemed_at as "lastRedeemedAt" from wallet where member_id = $1 and unit = $2`,
    ),
    [memberId, unit],
  );
  return wallet ?? { debt: 0n, lastRedeemedAt: null };
}

/** The next place in the ledger for one more entry of a member whose wallet is locked. */
export async function nextSequence(transaction: Transaction): Promise<bigint> {
  const [next] = await rows<{ sequence: bigint }>(
    transaction,
    prepared(`select nextval('entry_sequence') as sequence`),
  );
  return (next as { sequence: bigint }).sequence;
}

async function lotsWithPoints(
  transaction: Transaction,
  memberId: MemberId,
  unit: string,
): Promise<readonly Lot[]> {
  return rows<Lot & { id: LotId; issuerPartnerId: PartnerId }>(
    transaction,
    prepared(`select id, unit, issuer_partner_id as "issuerPartnerId", remaining, held, earned_at as "earnedAt",
       activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt"
     from lot where member_id = $1 and unit = $2 and remaining > 0`),
    [memberId, unit],
  );
}

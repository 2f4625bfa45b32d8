/**
 * Reverses a donation: the points go back to their lots, the partner behind the cause is owed less, and the running
 * total goes down. The entry, the reversal, the total and the events are one statement.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { CauseId, DonationId, EntryId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { type LockedWallet, lockInOrder, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { holderOf } from '../merging/holder.query.js';
import { passOnFreedOf } from '../pooling/pass-on-freed.command.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { landingOf } from '../reversals/reversing.js';
import { undonationParts } from './cause.store.js';
import { donationWithId, donorOf } from './donation.query.js';
import {
  type Donation,
  decideUndonating,
  type UndonateRefusal,
  undonationEntry,
  undoneObligations,
} from './undonating.js';

export interface UndonateWish {
  readonly donationId: DonationId;
  readonly reason: string;
}

export interface DonationReversed {
  readonly donationId: DonationId;
  readonly causeId: CauseId;
  /** Who has the points now: the donor, or the one whom she was merged into. */
  readonly memberId: MemberId;
  readonly points: bigint;
  readonly usable: bigint;
  readonly expired: bigint;
  readonly debtPaid: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export type ReverseDonationRefusal = UndonateRefusal | KeyReused;

export async function reverseDonation(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly wish: UndonateWish },
): Promise<Result<Replayable<DonationReversed>, ReverseDonationRefusal>> {
  const { caller, key, wish } = request;
  return once(database, { caller, key, command: 'reverseDonation', input: wish }, async (transaction) => {
    const now = clock.now();
    // The donor's wallet is locked before the donation is read, so the second of two reversals sees the first.
    const donorId = await donorOf(transaction, wish.donationId);
    const wallet = donorId === null ? null : await lockedDonor(transaction, donorId, now);
    const found = wallet === null ? null : await donationWithId(transaction, wish.donationId);
    const decided = decideUndonating(wish.donationId, found);
    if (!decided.ok) return decided;
    const by = { wallet: wallet as LockedWallet, reason: wish.reason, reversedBy: callerId(caller), now };
    const reversed = await write(transaction, decided.value, by);
    // They are back in the lots they came from; whoever has the donor's points now has these too.
    await passOnFreedOf(transaction, [reversed.memberId], now);
    return ok({ ...reversed, memberId: await holderOf(transaction, reversed.memberId) });
  });
}

async function lockedDonor(
  transaction: Transaction,
  donorId: MemberId,
  now: Date,
): Promise<LockedWallet | null> {
  await lockInOrder(transaction, [donorId, await holderOf(transaction, donorId)]);
  await releaseLapsedOf(transaction, donorId, now);
  return lockWallet(transaction, donorId);
}

interface ReversedBy {
  readonly wallet: LockedWallet;
  readonly reason: string;
  readonly reversedBy: string;
  readonly now: Date;
}

async function write(
  transaction: Transaction,
  donation: Donation,
  { wallet, reason, reversedBy, now }: ReversedBy,
): Promise<DonationReversed> {
  const { id: donationId, causeId, memberId, partnerId, points, slices, amountMinor, currency } = donation;
  const landing = landingOf({ capture: donation, slices, points }, wallet.debt, now);
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence };
  const entry = undonationEntry(ids, donation, { landing, reason, now });
  const obligations = undoneObligations(donation);
  const given = { donationId, causeId, memberId, points, amountMinor, currency };
  const data = { ...given, partnerId, reason, reversedAt: now };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    ...undonationParts(bind, donation, { entryId: ids.entryId, landing, reason, reversedBy, now }),
    outboxPart(bind, [
      { id: newId(), type: 'rewards.donation-reversed.1', key: donationId, occurredAt: now, data },
      ...clearingEvents(entry, { currency, obligations, newId }),
    ]),
  ]);
  const { usable, expired, debtPaid } = landing;
  return { ...given, usable, expired, debtPaid };
}

/** Gives points to a cause: the entry, the donation, the running total and the events are one statement. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { CauseId, DonationId, EntryId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { clearingEvents } from '../ledger/clearing.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { termsInForce } from '../programme/terms.query.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { findPartner } from '../reference/parties.query.js';
import { checkedOwnSpend } from '../safety/check-spend.command.js';
import type { OwnSpendRefusal } from '../safety/spend-safety.js';
import { CauseStore, donationParts } from './cause.store.js';
import {
  type Donating,
  type DonationRefusal,
  type DonationRequest,
  decideDonation,
  donationEntry,
} from './donating.js';
import type { CauseDependencies } from './open-cause.command.js';

export type DonatePointsRefusal = DonationRefusal | OwnSpendRefusal | KeyReused;

export interface PointsDonated {
  readonly donationId: DonationId;
  readonly causeId: CauseId;
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export async function donatePoints(
  { database, clock, arrivals }: CauseDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: DonationRequest },
): Promise<Result<Replayable<PointsDonated>, DonatePointsRefusal>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'donatePoints', input: wish };
  return arrivals.orArrived<Replayable<PointsDonated>, DonatePointsRefusal>(() =>
    once<PointsDonated, DonationRefusal | OwnSpendRefusal>(database, command, async (transaction) => {
      const now = clock.now();
      await releaseLapsedOf(transaction, wish.memberId, now);
      const wallet = await lockWallet(transaction, wish.memberId);
      const cause = await new CauseStore(transaction).withId(wish.causeId);
      const partner = cause === null ? null : await findPartner(transaction, cause.partnerId, now);
      const decided = decideDonation(wish, { cause, partner, wallet, now });
      if (!decided.ok) return decided;
      const own = { memberId: wish.memberId, points: wish.points, sentBy: callerId(caller), key };
      const safe = await checkedOwnSpend(transaction, own, now);
      if (!safe.ok) return safe;
      return ok(await write(transaction, decided.value, { wallet: wallet as LockedWallet, now }));
    }),
  );
}

async function write(
  transaction: Transaction,
  donating: Donating,
  { wallet, now }: { readonly wallet: LockedWallet; readonly now: Date },
): Promise<PointsDonated> {
  const { version: termsVersion } = await termsInForce(transaction);
  const { memberId, points, cause, agreement, obligations, amountMinor } = donating;
  const { currency } = agreement;
  const donationId = newId<DonationId>();
  const ids = { entryId: newId<EntryId>(), sequence: wallet.sequence, donationId };
  const entry = donationEntry(ids, donating, { termsVersion, now });
  const given = { donationId, causeId: cause.id, points, amountMinor, currency };
  const data = { ...given, memberId, partnerId: cause.partnerId, donatedAt: now };
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...entryParts(bind, entry),
    ...donationParts(bind, donationId, { donating, now }),
    outboxPart(bind, [
      { id: newId(), type: 'rewards.points-donated.1', key: donationId, occurredAt: now, data },
      ...clearingEvents(entry, { currency, obligations, newId }),
    ]),
  ]);
  return given;
}

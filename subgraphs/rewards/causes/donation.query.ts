/** Reads a donation as its reversal needs it: what it burned, and whether it was reversed. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { DonationId, MemberId } from '../../../shared/values/ids.js';
import type { LotSlice } from '../ledger/lot.js';
import { burnedLots } from '../reversals/captured-points.query.js';
import type { Donation } from './undonating.js';

export async function donorOf(runner: SqlRunner, id: DonationId): Promise<MemberId | null> {
  const [found] = await rows<{ member_id: MemberId }>(
    runner,
    'select member_id from donation where id = $1',
    [id],
  );
  return found?.member_id ?? null;
}

type DonationColumns = Omit<Donation, 'slices' | 'lots'> & { readonly entryId: string };

/** The wallet of the donor must be locked: it may be reversed until then. */
export async function donationWithId(runner: SqlRunner, id: DonationId): Promise<Donation | null> {
  const [found] = await rows<DonationColumns>(
    runner,
    `select donation.id, donation.cause_id as "causeId", cause.name as "causeName",
       donation.member_id as "memberId", donation.partner_id as "partnerId", donation.points,
       amount_minor as "amountMinor", currency, entry.id as "entryId", entry.terms_version as "termsVersion",
       entry.agreement_id as "agreementId", reversed_at as "reversedAt"
     from donation join cause on cause.id = donation.cause_id
       join entry on entry.member_id = donation.member_id and entry.cause_id = donation.id and kind = 'DONATION'
       left join donation_reversal as reversal on reversal.donation_id = donation.id
     where donation.id = $1`,
    [id],
  );
  if (found === undefined) return null;
  const { entryId, ...donation } = found;
  const slices = await rows<LotSlice>(
    runner,
    `select lot_id as "lotId", issuer_partner_id as "issuerPartnerId", -amount as points
     from posting join lot on lot.id = lot_id where posting.entry_id = $1 order by line`,
    [entryId],
  );
  return { ...donation, slices, lots: await burnedLots(runner, slices) };
}

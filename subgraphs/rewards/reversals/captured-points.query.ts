/** Reads a capture as a reversal needs it: what it burned, and how much of it is back already. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { CaptureId, MemberId } from '../../../shared/values/ids.js';
import type { LotSlice } from '../ledger/lot.js';
import { partBetween } from '../redemptions/hold.js';
import type { BurnedLot, CapturedPoints } from './reversing.js';

export async function memberOfCapture(runner: SqlRunner, id: CaptureId): Promise<MemberId | null> {
  const [found] = await rows<{ member_id: MemberId }>(
    runner,
    'select member_id from capture join hold on hold.id = hold_id where capture.id = $1',
    [id],
  );
  return found?.member_id ?? null;
}

type CaptureColumns = Omit<CapturedPoints, 'slices' | 'lots'> & { readonly pointsBefore: bigint };

/** The wallet of the member must be locked: what is back already may change until then. */
export async function capturedPoints(runner: SqlRunner, id: CaptureId): Promise<CapturedPoints | null> {
  const [found] = await rows<CaptureColumns>(
    runner,
    `select capture.id, hold_id as "holdId", member_id as "memberId", partner_id as "partnerId",
       store_id as "storeId", terms_version as "termsVersion", agreement_id as "agreementId", capture.points,
       amount_minor as "amountMinor", currency, points_before as "pointsBefore",
       (select coalesce(sum(back.points), 0)::bigint from capture_reversal as back where back.capture_id = capture.id)
         as "reversedPoints"
     from capture join hold on hold.id = hold_id where capture.id = $1`,
    [id],
  );
  if (found === undefined) return null;
  const { pointsBefore, ...capture } = found;
  const ofHold = await rows<LotSlice>(
    runner,
    `select lot_id as "lotId", issuer_partner_id as "issuerPartnerId", points
     from hold_slice where hold_id = $1 order by position`,
    [capture.holdId],
  );
  const slices = partBetween(ofHold, pointsBefore, pointsBefore + capture.points);
  return { ...capture, slices, lots: await burnedLots(runner, slices) };
}

/** The lots that points were taken from, as they are now. */
export function burnedLots(runner: SqlRunner, slices: readonly LotSlice[]): Promise<readonly BurnedLot[]> {
  return rows<BurnedLot>(
    runner,
    `select id, unit, issuer_partner_id as "issuerPartnerId", remaining, held, earned_at as "earnedAt",
       activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt", closed_as as "closedAs"
     from lot where id = any($1::uuid[])`,
    [slices.map(({ lotId }) => lotId)],
  );
}

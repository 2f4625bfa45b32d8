/**
 * Reads where the points of lots come from: issuer, agreement and rate at issue. Points that go to someone else, or
 * back to their issuer, take these with them.
 */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { LotId } from '../../../shared/values/ids.js';
import type { LotOrigin } from './lot-origin.js';

/** Gives the lots of these ids by their id, used-up ones too. */
export async function lotOrigins(
  runner: SqlRunner,
  ids: readonly LotId[],
): Promise<ReadonlyMap<LotId, LotOrigin>> {
  const found = await rows<LotOrigin>(
    runner,
    `select id, issuer_partner_id as "issuerPartnerId", agreement_id as "agreementId",
       funding_minor_per_thousand as "fundingMinorPerThousand", original, remaining, held, earned_at as "earnedAt",
       activates_at as "activatesAt", cancels_at as "cancelsAt", expires_at as "expiresAt", closed_as as "closedAs"
     from lot where id = any($1::uuid[])`,
    [ids],
  );
  return new Map(found.map((lot) => [lot.id, lot]));
}

/** Finds a partner, by its id or by a store, with the agreement of an instant: for whoever asks without a member. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { PartnerStatus } from './agreement.js';
import type { PartnerRef, PartnerStanding } from './standing.js';
import { type AgreementColumns, agreementOf } from './standing.query.js';

interface FoundRow extends AgreementColumns {
  readonly partner_id: PartnerId;
  readonly status: PartnerStatus;
}

export async function findPartner(
  runner: SqlRunner,
  partner: PartnerRef,
  at: Date,
): Promise<PartnerStanding | null> {
  const [found] = await rows<FoundRow>(
    runner,
    `select partner_copy.partner_id, partner_copy.status, agreed.* from partner_copy
     left join lateral (
       select agreement_id, currency as agreed_currency, earn_points, earn_per_minor, funding_minor_per_thousand,
         reimbursement_minor_per_thousand, operator_fee_basis_points
       from agreement_copy where agreement_copy.partner_id = partner_copy.partner_id
         and effective_from <= $2 and (effective_until is null or effective_until > $2)
       order by version desc limit 1) as agreed on true
     where ${
       partner.by === 'PARTNER'
         ? 'partner_copy.partner_id = $1'
         : 'partner_copy.partner_id = (select partner_id from store_copy where store_id = $1)'
     }`,
    [partner.by === 'PARTNER' ? partner.partnerId : partner.storeId, at],
  );
  if (found === undefined) return null;
  const { partner_id: partnerId, status } = found;
  return { partnerId, status, agreement: found.agreement_id === null ? null : agreementOf(found) };
}

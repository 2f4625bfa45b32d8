/**
 * Finds who stands at a till among the local copies: parts of a statement, so that a hot command asks everything at
 * once.
 */

import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { AgreementId, MemberId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import type { Agreement, PartnerStatus } from './agreement.js';
import type { StandingFacts } from './standing.js';

export interface StandingSearch {
  readonly memberId: MemberId | null;
  readonly cardNumber: string | null;
  readonly storeId: StoreId;
  /** The instant whose agreement counts. */
  readonly at: Date;
}

export function standingParts({ add }: Bind, search: StandingSearch): readonly string[] {
  return [
    `member_found as materialized (
      select coalesce(merged_into, member_id) as member_id from member_copy where member_id = ${add(search.memberId)}
      union all select coalesce(merged_into, card_copy.member_id) from card_copy left join member_copy using (member_id)
        where card_number = ${add(search.cardNumber)} limit 1)`,
    `store_found as materialized (
      select store_id, partner_id, partner_copy.status
      from store_copy join partner_copy using (partner_id) where store_id = ${add(search.storeId)})`,
    `agreement_found as (
      select agreement_copy.* from agreement_copy join store_found using (partner_id)
      where effective_from <= ${add(search.at)} and (effective_until is null or effective_until > ${add(search.at)})
      order by version desc limit 1)`,
  ];
}

/** The columns of `standingOf`, of the parts above joined as `standingSource` joins them. */
export const standingColumns = `member_found.member_id, store_found.store_id,
  store_found.partner_id, store_found.status,
  agreement_id, agreement_found.currency as agreed_currency, earn_points, earn_per_minor,
  funding_minor_per_thousand, reimbursement_minor_per_thousand, operator_fee_basis_points`;

/** One row always, with nulls for what was not found. */
export const standingSource = `(select 1) as one left join member_found on true left join store_found on true
  left join agreement_found on true`;

/**
 * The same for many at once: what stands beside each row of `asked`, which has the columns `member_id`, `card_number`,
 * `store_id` and `at`.
 */
export const standingJoins = `left join lateral (
    select coalesce(merged_into, member_id) as member_id from member_copy where member_copy.member_id = asked.member_id
    union all select coalesce(merged_into, card_copy.member_id) from card_copy left join member_copy using (member_id)
      where card_copy.card_number = asked.card_number limit 1)
    as member_found on true
  left join lateral (
    select store_id, partner_id, partner_copy.status
    from store_copy join partner_copy using (partner_id) where store_copy.store_id = asked.store_id)
    as store_found on true
  left join lateral (
    select agreement_copy.* from agreement_copy where agreement_copy.partner_id = store_found.partner_id
      and effective_from <= asked.at and (effective_until is null or effective_until > asked.at)
    order by version desc limit 1) as agreement_found on true`;

export interface AgreementColumns {
  readonly agreement_id: AgreementId;
  readonly agreed_currency: string;
  readonly earn_points: bigint;
  readonly earn_per_minor: bigint;
  readonly funding_minor_per_thousand: bigint;
  readonly reimbursement_minor_per_thousand: bigint;
  readonly operator_fee_basis_points: bigint;
}

export interface StandingColumns extends AgreementColumns {
  readonly member_id: MemberId | null;
  readonly store_id: StoreId | null;
  readonly partner_id: PartnerId;
  readonly status: PartnerStatus;
}

export function agreementOf(row: AgreementColumns): Agreement {
  return {
    id: row.agreement_id,
    currency: row.agreed_currency,
    earnPoints: row.earn_points,
    earnPerMinor: row.earn_per_minor,
    fundingMinorPerThousand: row.funding_minor_per_thousand,
    reimbursementMinorPerThousand: row.reimbursement_minor_per_thousand,
    operatorFeeBasisPoints: row.operator_fee_basis_points,
  };
}

export function standingOf(row: StandingColumns): StandingFacts {
  const { member_id: memberId, store_id: storeId, partner_id: partnerId, status: partnerStatus } = row;
  return {
    memberId,
    store: storeId === null ? null : { storeId, partnerId, partnerStatus },
    agreement: row.agreement_id === null ? null : agreementOf(row),
  };
}

export async function findStanding(runner: SqlRunner, search: StandingSearch): Promise<StandingFacts> {
  const bind = new Bind();
  const parts = standingParts(bind, search).join(', ');
  const [found] = await rows<StandingColumns>(
    runner,
    prepared(`with ${parts} select ${standingColumns} from ${standingSource}`),
    bind.values,
  );
  return standingOf(found as StandingColumns);
}

/** Gives an agreement that something was decided by; it is in the copy, because it was decided by it. */
export async function agreementWithId(runner: SqlRunner, id: AgreementId): Promise<Agreement> {
  const [found] = await rows<AgreementColumns>(
    runner,
    `select agreement_copy.*, currency as agreed_currency from agreement_copy where agreement_id = $1`,
    [id],
  );
  if (found === undefined) throw new Error(`agreement ${id} left the local copy`);
  return agreementOf(found);
}

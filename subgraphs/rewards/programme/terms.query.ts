/** Reads the terms in force: the highest version. Hot commands ask for them as a part of their own statement. */
import type { DataSource, EntityManager } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { ProgrammeTermsRow } from './terms.row.js';

export const termsPart = `terms_now as materialized (
  select version as "version", currency as "currency", worth_minor_per_thousand as "worthMinorPerThousand",
    activation_delay_days as "activationDelayDays", expiry_months as "expiryMonths", time_zone as "timeZone",
    purchase_window_days as "purchaseWindowDays", hold_minutes as "holdMinutes",
    payable_share_basis_points as "payableShareBasisPoints",
    line_payable_share_basis_points as "linePayableShareBasisPoints", is_basket_required as "isBasketRequired",
    spends_on_earning_receipt as "spendsOnEarningReceipt", receipt_max_minor as "receiptMaxMinor"
  from programme_terms order by version desc limit 1)`;

export const termsColumns = 'terms_now.*';

/** Gives the terms in force; a migration made the first ones, so there always are some. */
export async function termsInForce(manager: EntityManager): Promise<ProgrammeTermsRow> {
  const [terms] = await manager.find(ProgrammeTermsRow, { order: { version: 'DESC' }, take: 1 });
  if (terms === undefined) throw new Error('the programme has no terms');
  return terms;
}

/** Gives the version that something was decided by. */
export async function termsOfVersion(manager: EntityManager, version: number): Promise<ProgrammeTermsRow> {
  return manager.findOneByOrFail(ProgrammeTermsRow, { version });
}

const TERMS = Symbol('terms in force');

/** The terms in force, read once in a request. */
export function termsOfRequest(database: DataSource, context: RequestContext): Promise<ProgrammeTermsRow> {
  return context.perRequest(TERMS, () => termsInForce(database.manager));
}

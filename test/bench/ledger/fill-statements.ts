/**
 * Fills a ledger with members: cards, wallets, lots with their entries and postings, and the purchases of some, as the
 * commands would have left them. The proof of the ledger holds for it.
 *
 * Statements are for the members from `$1` to `$2`, and run without triggers, which would check one by one what is
 * right by the way it is made.
 */
import { LOT_POINTS, LOTS, PARTNERS, PURCHASE_EVERY, PURCHASE_QUANTITY, sqlId } from './names.js';

const SOLD_POINTS = PURCHASE_QUANTITY * 100;
const FUNDING = SOLD_POINTS;
const FEE = FUNDING / 20;
const partner = `(n % ${PARTNERS})`;
const members = 'generate_series($1::int, $2::int) as n';
const buyers = `${members} where n % ${PURCHASE_EVERY} = 0`;
const EARNED = `now() - interval '30 days'`;

/** Partners with a store and an agreement each: one point for 1.00, funded with 10.00 for a thousand, 9.00 back. */
export const referenceStatements: readonly string[] = [
  `insert into partner_copy select ${sqlId('partner', 'n')}, 'Brand ' || n, 'ACTIVE', 1
    from generate_series(0, ${PARTNERS - 1}) as n`,
  `insert into store_copy select ${sqlId('store', 'n')}, ${sqlId('partner', 'n')}, 'Store', 'Berlin', 'Europe/Berlin',
    true, 1 from generate_series(0, ${PARTNERS - 1}) as n`,
  `insert into agreement_copy (agreement_id, partner_id, version, effective_from, currency, earn_points, earn_per_minor,
      funding_minor_per_thousand, reimbursement_minor_per_thousand, operator_fee_basis_points)
    select ${sqlId('agreement', 'n')}, ${sqlId('partner', 'n')}, 1, '2020-01-01', 'EUR', 1, 100, 1000, 900, 500
    from generate_series(0, ${PARTNERS - 1}) as n`,
];

export const memberStatements: readonly string[] = [
  `insert into member_copy select ${sqlId('member', 'n')}, now() from ${members}`,
  `insert into card_copy select lpad(n::text, 13, '0'), ${sqlId('card', 'n')}, ${sqlId('member', 'n')} from ${members}`,
  `insert into wallet (member_id) select ${sqlId('member', 'n')} from ${members}`,
  `insert into entry (id, sequence, kind, member_id, partner_id, cause_id, occurred_at, posted_at, terms_version,
      agreement_id)
    select ${sqlId('entry', 'n')}, nextval('entry_sequence'), 'ADJUSTMENT', ${sqlId('member', 'n')},
      ${sqlId('partner', partner)}, ${sqlId('entry', 'n')}, ${EARNED}, ${EARNED}, 1, ${sqlId('agreement', partner)}
    from ${members}`,
  `insert into adjustment (id, member_id, unit, points, reason, state, terms_version, proposed_at, proposed_by,
      decided_at, decided_by, entry_id)
    select ${sqlId('entry', 'n')}, ${sqlId('member', 'n')}, 'PTS', ${LOTS * LOT_POINTS}, 'Filled', 'POSTED', 1,
      ${EARNED}, 'fill', ${EARNED}, 'fill', ${sqlId('entry', 'n')} from ${members}`,
  `insert into lot (id, member_id, issuer_partner_id, entry_id, cause_id, agreement_id, rule,
      funding_minor_per_thousand, original, remaining, earned_at, activates_at, expires_at)
    select ${sqlId('lot', `n::bigint * ${LOTS} + k`)}, ${sqlId('member', 'n')},
      ${sqlId('partner', `(n + k) % ${PARTNERS}`)}, ${sqlId('entry', 'n')}, ${sqlId('entry', 'n')},
      ${sqlId('agreement', `(n + k) % ${PARTNERS}`)}, 'ADJUSTMENT', 1000,
      ${LOT_POINTS}, ${LOT_POINTS}, ${EARNED}, ${EARNED}, ${EARNED} + make_interval(months => 12 + k)
    from ${members}, generate_series(0, ${LOTS - 1}) as k`,
  `insert into posting select ${sqlId('entry', 'n')}, k + 1, 'member:' || ${sqlId('member', 'n')}, 'PTS', ${LOT_POINTS},
      ${sqlId('lot', `n::bigint * ${LOTS} + k`)} from ${members}, generate_series(0, ${LOTS - 1}) as k
    union all select ${sqlId('entry', 'n')}, ${LOTS + 1}, 'issuance:' || ${sqlId('partner', partner)}, 'PTS',
      ${-LOTS * LOT_POINTS}, null from ${members}`,
  `insert into purchase (id, receipt_number, store_id, partner_id, member_id, purchased_at, recorded_at, recorded_by,
      currency, total_minor, points, funding_minor, fee_minor, terms_version, agreement_id, entry_id, lot_ids)
    select ${sqlId('purchase', 'n')}, 'fill-' || n, ${sqlId('store', partner)}, ${sqlId('partner', partner)},
      ${sqlId('member', 'n')}, ${EARNED}, ${EARNED}, 'fill', 'EUR', ${SOLD_POINTS * 100}, ${SOLD_POINTS},
      ${FUNDING}, ${FEE}, 1,
      ${sqlId('agreement', partner)}, ${sqlId('sale', 'n')}, array[${sqlId('soldLot', 'n')}] from ${buyers}`,
  `insert into purchase_line select ${sqlId('purchase', 'n')}, 1, 'BENCH-1', 'Rye bread', ${PURCHASE_QUANTITY},
    ${SOLD_POINTS * 100}, ${SOLD_POINTS} from ${buyers}`,
  `insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, occurred_at, posted_at, terms_version,
      agreement_id)
    select ${sqlId('sale', 'n')}, nextval('entry_sequence'), 'EARN', ${sqlId('member', 'n')},
      ${sqlId('partner', partner)},
      ${sqlId('purchase', 'n')}, ${EARNED}, ${EARNED}, 1, ${sqlId('agreement', partner)} from ${buyers}`,
  `insert into lot (id, member_id, issuer_partner_id, entry_id, purchase_id, agreement_id, funding_minor_per_thousand,
      original, remaining, earned_at, activates_at, expires_at)
    select ${sqlId('soldLot', 'n')}, ${sqlId('member', 'n')}, ${sqlId('partner', partner)}, ${sqlId('sale', 'n')},
      ${sqlId('purchase', 'n')}, ${sqlId('agreement', partner)}, 1000, ${SOLD_POINTS}, ${SOLD_POINTS},
      ${EARNED}, ${EARNED},
      ${EARNED} + interval '24 months' from ${buyers}`,
  `insert into posting select ${sqlId('sale', 'n')}, 1, 'member:' || ${sqlId('member', 'n')}, 'PTS', ${SOLD_POINTS},
      ${sqlId('soldLot', 'n')} from ${buyers}
    union all select ${sqlId('sale', 'n')}, 2, 'issuance:' || ${sqlId('partner', partner)}, 'PTS', ${-SOLD_POINTS}, null
      from ${buyers}
    union all select ${sqlId('sale', 'n')}, 3, 'receivable:' || ${sqlId('partner', partner)}, 'EUR',
      ${FUNDING + FEE}, null
      from ${buyers}
    union all select ${sqlId('sale', 'n')}, 4, 'points-fund', 'EUR', ${-FUNDING}, null from ${buyers}
    union all select ${sqlId('sale', 'n')}, 5, 'operator-fee', 'EUR', ${-FEE}, null from ${buyers}`,
  `insert into outbox (event_id, type, key, occurred_at, data, published_at)
    select gen_random_uuid(), 'rewards.clearing-recorded.1', id, ${EARNED}, jsonb_build_object('entryId', id,
      'ledgerSequence', sequence::text, 'partnerId', partner_id, 'currency', 'EUR', 'amountMinor', '${FUNDING + FEE}'),
      now()
    from ${members} join entry on id = ${sqlId('sale', 'n')} where n % ${PURCHASE_EVERY} = 0`,
  `insert into stored_answer select 'fill', 'fill-' || n, 'recordPurchase', sha256(n::text::bytea), jsonb_build_object(
      'purchaseId', ${sqlId('purchase', 'n')}) from ${buyers}`,
  // Held once and let go again.
  `insert into hold (id, member_id, partner_id, store_id, points, state, held_at, expires_at, changed_at, terms_version,
      agreement_id)
    select ${sqlId('hold', 'n')}, ${sqlId('member', 'n')}, ${sqlId('partner', partner)},
      ${sqlId('store', partner)}, 100, 'VOIDED', ${EARNED}, ${EARNED}, ${EARNED}, 1,
      ${sqlId('agreement', partner)} from ${buyers}`,
  `insert into hold_slice select ${sqlId('hold', 'n')}, 1, ${sqlId('soldLot', 'n')}, ${sqlId('partner', partner)}, 100
    from ${buyers}`,
];

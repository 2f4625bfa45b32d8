/**
 * A ledger of any size, written by SQL in the shapes that the platform writes: purchases with their lines, lots,
 * captures of holds, obligations told and written down in the second book. Nothing is left out that a recount looks at.
 */
import type pg from 'pg';

const PER_MEMBER = 20;
/** Of so many entries one is a capture. */
const CAPTURE_EVERY = 5;

/** Ids that follow from a number, in order, so that rows written together lie together as version 7 does. */
const idOf = (kind: string, number: string): string =>
  `('01900000-${kind}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

const MEMBER = idOf('a000', `((n - 1) / ${PER_MEMBER})`);
const PARTNER = idOf('b000', '(n % 50)');
const CAPTURED = `n % ${CAPTURE_EVERY} = 0`;
const AT = `timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second'`;
/** The purchase just before a capture is the one whose points it spends. */
const POINTS = '(40 + n % 60)';
const SPENT = '(20 + (n - 1) % 20)';

const numbered = (where: string): string =>
  `(select n from generate_series($1::bigint, $2::bigint) as n where ${where}) as one`;
const earns = numbered(`not (${CAPTURED})`);
const captures = numbered(CAPTURED);

const common = `${MEMBER}, ${PARTNER}`;
const moments = `${AT}, ${AT}`;
const AGREEMENT = idOf('c000', '(n % 50)');

const clearing = (place: number): string => idOf(`e00${place}`, 'n');
const told = (kind: string, place: number, points: string, amount: string): string => `
  select ${idOf(`d00${place}`, 'n')}, 'rewards.clearing-recorded.1', ${idOf('1000', 'n')}::text, ${AT},
    jsonb_build_object(
    'clearingId', ${clearing(place)}, 'ledgerSequence', n::text, 'entryId', ${idOf('1000', 'n')}, 'kind', '${kind}',
    'partnerId', ${PARTNER}, 'issuerPartnerId', ${PARTNER}, 'points', (${points})::text,
    'amountMinor', (${amount})::text, 'currency', 'EUR', 'agreementId', ${AGREEMENT}, 'occurredAt', ${AT}), ${AT}`;

const STATEMENTS: readonly string[] = [
  `insert into wallet (member_id) select distinct ${MEMBER} from generate_series($1::bigint, $2::bigint) as n
    on conflict do nothing`,
  `insert into purchase (id, receipt_number, store_id, partner_id, member_id, purchased_at, recorded_at, recorded_by,
      currency, total_minor, points, funding_minor, fee_minor, terms_version, agreement_id, entry_id, lot_ids)
    select ${idOf('2000', 'n')}, 'R' || n, ${idOf('b100', '(n % 50)')}, ${PARTNER}, ${MEMBER}, ${moments},
      'bench', 'EUR',
      ${POINTS} * 100, ${POINTS}, ${POINTS}, 3, 1, ${AGREEMENT}, ${idOf('1000', 'n')}, array[${idOf('3000', 'n')}]
    from ${earns}`,
  `insert into purchase_line select ${idOf('2000', 'n')}, 1, 'A1', 'Bread', 1, ${POINTS} * 100, ${POINTS}
    from ${earns}`,
  `insert into hold (id, member_id, partner_id, store_id, points, captured_points, state, held_at, expires_at,
      changed_at, terms_version, agreement_id)
    select ${idOf('4000', 'n')}, ${common}, ${idOf('b100', '(n % 50)')}, ${SPENT}, ${SPENT}, 'CAPTURED', ${AT},
      ${AT} + interval '15 minutes', ${AT}, 1, ${AGREEMENT} from ${captures}`,
  `insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, hold_id, occurred_at, posted_at,
      terms_version, agreement_id, reasons)
    select ${idOf('1000', 'n')}, n, case when ${CAPTURED} then 'CAPTURE' else 'EARN' end, ${common},
      case when ${CAPTURED} then null else ${idOf('2000', 'n')} end,
      case when ${CAPTURED} then ${idOf('4000', 'n')} end, ${moments}, 1, ${AGREEMENT},
      case when ${CAPTURED} then '[]' else jsonb_build_array(jsonb_build_object('rule', 'BASE_RATE', 'facts',
        jsonb_build_object('points', ${POINTS}::text, 'currency', 'EUR'))) end
    from generate_series($1::bigint, $2::bigint) as n`,
  `insert into capture (id, hold_id, points_before, points, amount_minor, currency, entry_id, captured_at, captured_by)
    select ${idOf('5000', 'n')}, ${idOf('4000', 'n')}, 0, ${SPENT}, ${SPENT}, 'EUR', ${idOf('1000', 'n')}, ${AT},
      'bench' from ${captures}`,
  `insert into lot (id, member_id, issuer_partner_id, purchase_id, entry_id, agreement_id, funding_minor_per_thousand,
      original, remaining, earned_at, activates_at, expires_at)
    select ${idOf('3000', 'n')}, ${common}, ${idOf('2000', 'n')}, ${idOf('1000', 'n')}, ${AGREEMENT}, 1000, ${POINTS},
      ${POINTS} - case when (n + 1) % ${CAPTURE_EVERY} = 0 and n < $2
        then 20 + n % 20 else 0 end,
      ${AT}, ${AT}, ${AT} + interval '2 years' from ${earns}`,
  `insert into posting select entry, line, account, unit, amount, lot from (
      select ${idOf('1000', 'n')} as entry, 'member:' || ${MEMBER} as member, ${PARTNER}::text as partner,
        ${POINTS} as points, ${idOf('3000', 'n')} as made, n from ${earns}) as earn
    cross join lateral (values (1, member, 'PTS', points, made), (2, 'issuance:' || partner, 'PTS', -points, null),
      (3, 'receivable:' || partner, 'EUR', points + 3, null), (4, 'points-fund', 'EUR', -points, null),
      (5, 'operator-fee', 'EUR', -3, null)) as leg (line, account, unit, amount, lot)`,
  `insert into hold_slice select ${idOf('4000', 'n')}, 1, ${idOf('3000', '(n - 1)')}, ${PARTNER}, ${SPENT}
    from ${captures}`,
  `insert into posting select entry, line, account, unit, amount, lot from (
      select ${idOf('1000', 'n')} as entry, 'member:' || ${MEMBER} as member, ${PARTNER}::text as partner,
        ${SPENT} as spent, ${idOf('3000', '(n - 1)')} as from_lot from ${captures}) as capture
    cross join lateral (values (1, member, 'PTS', -spent, from_lot), (2, 'redemption:' || partner, 'PTS', spent, null),
      (3, 'receivable:' || partner, 'EUR', -spent, null), (4, 'points-fund', 'EUR', spent, null))
      as leg (line, account, unit, amount, lot)`,
  `insert into outbox (event_id, type, key, occurred_at, data, published_at)
    ${told('FUNDING', 1, POINTS, POINTS)} from ${earns}
    union all ${told('OPERATOR_FEE', 2, '0', '3')} from ${earns}
    union all ${told('REIMBURSEMENT', 1, `-${SPENT}`, `-${SPENT}`)} from ${captures}`,
  `insert into partners.inbox (topic, event_id) select 'rewards.events', event_id from outbox
    where sequence > (select count(*) from partners.inbox)`,
  `insert into partners.clearing_entry (clearing_id, period_id, ledger_sequence, entry_id, kind, partner_id,
      issuer_partner_id, points, amount_minor, currency, agreement_id, occurred_at)
    select (data->>'clearingId')::uuid, (select id from partners.settlement_period where state = 'OPEN'),
      (data->>'ledgerSequence')::bigint, (data->>'entryId')::uuid, data->>'kind', (data->>'partnerId')::uuid,
      (data->>'issuerPartnerId')::uuid, (data->>'points')::bigint, (data->>'amountMinor')::bigint, data->>'currency',
      (data->>'agreementId')::uuid, occurred_at
    from outbox where sequence > (select count(*) from partners.clearing_entry)`,
];

/** A multiple of a member's entries, so that no wallet lies across two parts. */
const PART = 100_000;

/** Writes as many entries as asked for, a part at a time: no statement needs memory for all of them. */
export async function fillLedger(admin: pg.Client, entries: number): Promise<void> {
  await admin.query('set search_path = rewards');
  for (let first = 1; first <= entries; first += PART) {
    const last = Math.min(first + PART - 1, entries);
    for (const sql of STATEMENTS) await admin.query(sql, sql.includes('$1') ? [first, last] : []);
  }
  await admin.query(`select setval('entry_sequence', ${entries})`);
  await admin.query('vacuum analyze');
}

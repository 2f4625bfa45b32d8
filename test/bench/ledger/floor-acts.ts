/**
 * The floors of the ledger's acts: the rows that one leaves behind, or reads, by one prepared statement over a
 * connection for each caller, as pgbench would. They decide nothing and only take the first lot, as some lot it must
 * be.
 */
import { randomUUID } from 'node:crypto';
import type { OpenAct } from '../load/http-acts.js';
import type { LedgerActName, LedgerLoad } from '../load/job.js';
import { earnValues, openClients, postEarn, toldData } from '../load/posting-acts.js';
import { anyBuyer, anyMember } from './member-turns.js';
import { idOf, PARTNERS } from './names.js';

const locked = `locked as materialized (
    select member_id, nextval('entry_sequence') as sequence from wallet where member_id = $1::uuid and unit = 'PTS'
    for update)`;

const answered = (command: string, answer: string) => `answered as (
    insert into stored_answer (caller, key, command, input_hash, answer)
    values ('bench', $2, '${command}', sha256(convert_to($2::text, 'UTF8')), jsonb_build_object(${answer})))`;

const told = `insert into outbox (event_id, type, key, occurred_at, data)
  select id, type, $1::uuid::text, now(), ${toldData}
  from unnest($7::text[], $8::jsonb[], $9::uuid[]) as event (type, data, id), locked`;

const BURN_REASONS = JSON.stringify([
  {
    rule: 'POINTS_CAPTURED',
    facts: { points: '100', ofHeldPoints: '100', reimbursementMinor: '90', currency: 'EUR' },
  },
]);

/** `$3` hold, `$4` entry, `$5` store, `$6` partner. */
const BURN = `with ${locked},
  ${answered('spendPoints', `'holdId', $3::uuid, 'points', 100, 'amountMinor', 90, 'currency', 'EUR'`)},
  first as materialized (select id, issuer_partner_id from lot
    where member_id = (select member_id from locked) and unit = 'PTS' and remaining > 0 and activates_at <= now()
      and expires_at > now() order by expires_at, earned_at, id limit 1),
  held as (insert into hold (id, member_id, partner_id, store_id, points, captured_points, state, held_at, expires_at,
      changed_at, terms_version, agreement_id)
    values ($3::uuid, $1, $6, $5, 100, 100, 'CAPTURED', now(), now(), now(), 1, $5)),
  slices as (insert into hold_slice (hold_id, position, lot_id, issuer_partner_id, points)
    select $3, 1, id, issuer_partner_id, 100 from first),
  changed as (update lot set remaining = lot.remaining - 100 from first where lot.id = first.id),
  noted as (update wallet set last_redeemed_at = now() where member_id = $1::uuid and unit = 'PTS'),
  captured as (insert into capture (id, hold_id, points_before, points, amount_minor, currency, entry_id, captured_at,
      captured_by)
    values (gen_random_uuid(), $3, 0, 100, 90, 'EUR', $4::uuid, now(), 'bench')),
  entered as (insert into entry (id, sequence, kind, member_id, partner_id, hold_id, occurred_at, posted_at,
      terms_version, agreement_id, reasons)
    select $4::uuid, sequence, 'CAPTURE', member_id, $6, $3, now(), now(), 1, $5, '${BURN_REASONS}' from locked),
  posted as (insert into posting (entry_id, line, account, unit, amount, lot_id)
    select $4, 1, 'member:' || $1::uuid, 'PTS', -100, id from first
    union all values ($4::uuid, 2, 'redemption:' || $6::uuid, 'PTS', 100, null::uuid),
      ($4, 3, 'receivable:' || $6::uuid, 'EUR', -90, null), ($4, 4, 'points-fund', 'EUR', 90, null))
  ${told}`;

/** `$3` return, `$4` entry, `$5` purchase, `$6` partner. One piece of a thousand, by the figures of the fill. */
const RETURN = `with ${locked},
  ${answered('returnPurchase', `'returnId', $3::uuid, 'purchaseId', $5::uuid, 'points', 100, 'amountMinor', 10000`)},
  back as (insert into purchase_return (id, purchase_id, returned_at, recorded_at, recorded_by, amount_minor, asked,
      points, funding_minor, fee_minor, entry_id)
    values ($3::uuid, $5, now(), now(), 'bench', 10000, 100, 100, 100, 5, $4::uuid)),
  lines as (insert into return_line (return_id, purchase_id, line_number, quantity, amount_minor, points)
    values ($3, $5, 1, 1, 10000, 100)),
  units as (insert into return_unit (return_id, purchase_id, unit, kind_version, return_policy, asked, taken)
    values ($3, $5, 'PTS', 1, 'UNLIMITED', 100, 100)),
  changed as (update lot set remaining = remaining - 100 where id = $10::uuid),
  entered as (insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, return_id, occurred_at,
      posted_at, terms_version, agreement_id, reasons)
    select $4, sequence, 'RETURN', member_id, $6, $5, $3, now(), now(), 1, $5,
      jsonb_build_array(jsonb_build_object('rule', 'GOODS_RETURNED', 'facts', jsonb_build_object('points', '100')))
    from locked),
  posted as (insert into posting (entry_id, line, account, unit, amount, lot_id) values
    ($4, 1, 'member:' || $1::uuid, 'PTS', -100, $10::uuid), ($4, 2, 'issuance:' || $6::uuid, 'PTS', 100, null),
    ($4, 3, 'receivable:' || $6::uuid, 'EUR', -105, null), ($4, 4, 'points-fund', 'EUR', 100, null),
    ($4, 5, 'operator-fee', 'EUR', 5, null))
  ${told}`;

const BALANCE = `select coalesce(sum(remaining - held) filter (where activates_at <= now()
    and (expires_at is null or expires_at > now())), 0) - wallet.debt as available, wallet.debt
  from wallet left join lot on lot.member_id = wallet.member_id and lot.unit = 'PTS' and remaining > 0
  where wallet.member_id = $1::uuid and wallet.unit = 'PTS' group by wallet.debt`;

const TEXTS: Readonly<Record<LedgerActName, string>> = {
  earn: postEarn,
  burn: BURN,
  return: RETURN,
  balance: BALANCE,
};

export async function openFloor(load: LedgerLoad, callers: number): Promise<OpenAct> {
  const { act, members, databaseUrl } = load;
  const clients = await openClients(databaseUrl, callers);
  const next = (act === 'return' ? anyBuyer : anyMember)(members, callers);
  const text = TEXTS[act];
  return {
    async act(caller) {
      await clients[caller]?.query({ name: act, text, values: valuesOf(act, next(caller)) });
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

function valuesOf(act: LedgerActName, member: number): unknown[] {
  const memberId = idOf('member', member);
  const storeId = idOf('store', member % PARTNERS);
  const partnerId = idOf('partner', member % PARTNERS);
  switch (act) {
    case 'earn':
      return earnValues({ memberId, storeId, partnerId, isPublished: false });
    case 'burn': {
      const changed = {
        memberId,
        partnerId,
        storeId,
        state: 'CAPTURED',
        heldPoints: '100',
        capturedPoints: '100',
      };
      const events = [
        ['rewards.hold-changed.1', changed],
        clearing('REIMBURSEMENT', partnerId, ['100', '-90']),
      ] as const;
      return [memberId, ...newIds(), storeId, partnerId, ...eventArrays(events)];
    }
    case 'return': {
      const returned = {
        memberId,
        partnerId,
        storeId,
        amountMinor: '10000',
        points: '100',
        lines: [{ lineNumber: 1 }],
      };
      const events = [
        ['rewards.purchase-returned.1', returned],
        clearing('FUNDING', partnerId, ['-100', '-100']),
        clearing('OPERATOR_FEE', partnerId, ['0', '-5']),
      ] as const;
      const purchaseId = idOf('purchase', member);
      return [memberId, ...newIds(), purchaseId, partnerId, ...eventArrays(events), idOf('soldLot', member)];
    }
    case 'balance':
      return [memberId];
  }
}

/** A key, a hold or a return, and an entry. */
function newIds(): readonly string[] {
  return [randomUUID(), randomUUID(), randomUUID()];
}

type Told = readonly [type: string, data: object];

function clearing(kind: string, partnerId: string, [points, amountMinor]: readonly [string, string]): Told {
  const of = { clearingId: randomUUID(), agreementId: partnerId };
  const data = { ...of, kind, partnerId, issuerPartnerId: partnerId, currency: 'EUR', points, amountMinor };
  return ['rewards.clearing-recorded.1', { ...data, occurredAt: new Date() }];
}

function eventArrays(events: readonly Told[]): unknown[] {
  return [
    events.map(([type]) => type),
    events.map(([, data]) => JSON.stringify(data)),
    events.map(() => randomUUID()),
  ];
}

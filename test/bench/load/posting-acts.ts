/**
 * The floor of recording a purchase: the rows that one leaves behind, written by one prepared statement over a
 * connection for each caller, as pgbench would. It decides nothing and answers nothing.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { OpenAct } from './http-acts.js';
import type { PostingLoad, Till } from './job.js';
import { receiptLines, receiptTotalMinor } from './purchase-request.js';

const REASONS = JSON.stringify([
  {
    rule: 'BASE_RATE',
    facts: {
      amountMinor: receiptTotalMinor,
      currency: 'EUR',
      earnPoints: '1',
      earnPerMinor: '100',
      kindVersion: '1',
      points: '26',
    },
  },
]);

/** Of an event: an obligation names the entry of `$4` and the sequence that it has got. */
export const toldData = `case type when 'rewards.clearing-recorded.1'
    then data || jsonb_build_object('entryId', $4::uuid, 'ledgerSequence', sequence::text) else data end`;

/** With `$10`, the events are marked as published, so that nobody carries them. */
export const postEarn = `with locked as materialized (
    select member_id, nextval('entry_sequence') as sequence from wallet where member_id = $1::uuid and unit = 'PTS'
    for update),
  answered as (insert into stored_answer (caller, key, command, input_hash, answer)
    values ('bench', $2, 'recordPurchase', sha256(convert_to($2::text, 'UTF8')),
      jsonb_build_object('memberId', $1::uuid, 'points', jsonb_build_object('$bigint', '26'), 'purchaseId', $3::uuid))),
  purchased as (insert into purchase (id, receipt_number, store_id, partner_id, member_id, purchased_at, recorded_at,
      recorded_by, currency, total_minor, points, funding_minor, fee_minor, terms_version, agreement_id, entry_id,
      lot_ids)
    values ($3::uuid, $2::text, $6::uuid, $7::uuid, $1::uuid, now(), now(), 'bench', 'EUR',
      ${receiptTotalMinor}, 26, 26, 1, 1, $6, $4::uuid, array[$5::uuid])),
  lines as (insert into purchase_line (purchase_id, line_number, sku, name, quantity, amount_minor, points) values
    ${receiptLines.map(lineValues).join(', ')}),
  entered as (insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, occurred_at, posted_at,
      terms_version, agreement_id, reasons)
    select $4, sequence, 'EARN', member_id, $7, $3, now(), now(), 1, $6, '${REASONS}' from locked),
  posted as (insert into posting (entry_id, line, account, unit, amount, lot_id) values
    ($4, 1, 'member:' || $1::uuid, 'PTS', 26, $5), ($4, 2, 'issuance:' || $7::uuid, 'PTS', -26, null),
    ($4, 3, 'receivable:' || $7::uuid, 'EUR', 27, null), ($4, 4, 'points-fund', 'EUR', -26, null),
    ($4, 5, 'operator-fee', 'EUR', -1, null)),
  lot_made as (insert into lot (id, member_id, issuer_partner_id, purchase_id, entry_id, agreement_id,
      funding_minor_per_thousand, original, remaining, earned_at, activates_at, expires_at)
    values ($5, $1, $7, $3, $4, $6, 1000, 26, 26, now(), now(), now() + interval '24 months'))
  insert into outbox (event_id, type, key, occurred_at, data, published_at)
  select id, type, $1::uuid::text, now(), ${toldData}, case when $10::boolean then now() end
  from unnest($8::text[], $9::jsonb[], $11::uuid[]) as event (type, data, id), locked`;

export const postEarnTypes = [
  'rewards.purchase-recorded.1',
  'rewards.clearing-recorded.1',
  'rewards.clearing-recorded.1',
] as const;

export interface EarnRows {
  readonly memberId: string;
  readonly storeId: string;
  readonly partnerId: string;
  readonly isPublished: boolean;
}

/** The values of `postEarn`. */
export function earnValues({ memberId, storeId, partnerId, isPublished }: EarnRows): unknown[] {
  const [receipt, purchaseId, entryId, lot] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const at = new Date().toISOString();
  const recorded = {
    purchaseId,
    memberId,
    partnerId,
    storeId,
    purchasedAt: at,
    currency: 'EUR',
    receiptNumber: receipt,
    totalMinor: receiptTotalMinor,
    points: '26',
    lines: receiptLines.map((line, index) => ({ ...line, lineNumber: index + 1, points: '8' })),
  };
  const obligation = {
    partnerId,
    issuerPartnerId: partnerId,
    currency: 'EUR',
    agreementId: storeId,
  };
  const clearing = (kind: string, points: string, amountMinor: string) => ({
    ...obligation,
    clearingId: randomUUID(),
    kind,
    points,
    amountMinor,
    occurredAt: at,
  });
  const events = [recorded, clearing('FUNDING', '26', '26'), clearing('OPERATOR_FEE', '0', '1')];
  return [
    ...[memberId, receipt, purchaseId, entryId, lot, storeId, partnerId],
    ...[postEarnTypes, events.map((event) => JSON.stringify(event)), isPublished],
    events.map(() => randomUUID()),
  ];
}

function lineValues(
  { sku, name, quantity, amountMinor }: (typeof receiptLines)[number],
  index: number,
): string {
  const points = [4, 13, 9][index];
  return `($3, ${index + 1}, '${sku}', '${name}', ${quantity}, ${amountMinor}, ${points})`;
}

/** One connection for each caller, as pgbench has. */
export async function openClients(databaseUrl: string, callers: number): Promise<readonly pg.Client[]> {
  return Promise.all(
    Array.from({ length: callers }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=rewards' });
      await client.connect();
      return client;
    }),
  );
}

export async function openPostings({ databaseUrl, till }: PostingLoad, callers: number): Promise<OpenAct> {
  const clients = await openClients(databaseUrl, callers);
  const turns = clients.map((_, caller) => caller);
  return {
    async act(caller) {
      const turn = turns[caller] ?? caller;
      turns[caller] = (turn + callers) % (till.memberIds.length - (till.memberIds.length % callers));
      await clients[caller]?.query({ name: 'post', text: postEarn, values: posting(till, turn) });
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

function posting({ memberIds, storeId, partnerId }: Till, turn: number): unknown[] {
  return earnValues({ memberId: memberIds[turn] as string, storeId, partnerId, isPublished: true });
}

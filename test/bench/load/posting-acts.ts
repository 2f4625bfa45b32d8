/**
 * The floor of recording a purchase: the rows that one leaves behind, written by one prepared statement over a
 * connection for each caller, as pgbench would. It decides nothing and answers nothing; the events are marked as
 * published, so nobody carries them.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { OpenAct } from './http-acts.js';
import type { PostingLoad, Till } from './job.js';
import { receiptLines, receiptTotalMinor } from './purchase-request.js';

const POST = `with locked as materialized (
    select member_id, nextval('entry_sequence') as sequence from wallet where member_id = $1::uuid for update),
  answered as (insert into stored_answer (caller, key, command, input_hash, answer)
    values ('bench', $2, 'recordPurchase', sha256(convert_to($2::text, 'UTF8')),
      jsonb_build_object('purchaseId', $3::uuid, 'points', 26))),
  purchased as (insert into purchase (id, receipt_number, store_id, partner_id, member_id, purchased_at, recorded_at,
      recorded_by, currency, total_minor, points, funding_minor, fee_minor, terms_version, agreement_id, entry_id,
      lot_ids)
    values ($3::uuid, $2::text, $6::uuid, $7::uuid, $1::uuid, now(), now(), 'bench', 'EUR',
      ${receiptTotalMinor}, 26, 18, 1, 1, $6, $4::uuid, array[$5::uuid])),
  lines as (insert into purchase_line (purchase_id, line_number, sku, name, quantity, amount_minor, points) values
    ${receiptLines.map(lineValues).join(', ')}),
  entered as (insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, occurred_at, posted_at,
      terms_version, agreement_id)
    select $4, sequence, 'EARN', member_id, $7, $3, now(), now(), 1, $6 from locked),
  posted as (insert into posting (entry_id, line, account, unit, amount, lot_id) values
    ($4, 1, 'member:' || $1::uuid, 'PTS', 26, $5), ($4, 2, 'issuance:' || $7::uuid, 'PTS', -26, null),
    ($4, 3, 'receivable:' || $7::uuid, 'EUR', 19, null), ($4, 4, 'points-fund', 'EUR', -18, null),
    ($4, 5, 'operator-fee', 'EUR', -1, null)),
  lot_made as (insert into lot (id, member_id, issuer_partner_id, purchase_id, entry_id, agreement_id,
      funding_minor_per_thousand, original, remaining, earned_at, activates_at, expires_at)
    values ($5, $1, $7, $3, $4, $6, 700, 26, 26, now(), now(), now() + interval '24 months'))
  insert into outbox (event_id, type, key, occurred_at, data, published_at)
  select id, 'bench', $1::uuid::text, now(), $8::jsonb, now() from unnest($9::uuid[]) as id`;

const EVENT_DATA = JSON.stringify({
  currency: 'EUR',
  totalMinor: receiptTotalMinor,
  points: '26',
  lines: receiptLines,
});
const EVENTS = 3;

function lineValues(
  { sku, name, quantity, amountMinor }: (typeof receiptLines)[number],
  index: number,
): string {
  return `($3, ${index + 1}, '${sku}', '${name}', ${quantity}, ${amountMinor}, 8)`;
}

export async function openPostings({ databaseUrl, till }: PostingLoad, callers: number): Promise<OpenAct> {
  const clients = await Promise.all(
    Array.from({ length: callers }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=rewards' });
      await client.connect();
      return client;
    }),
  );
  const turns = clients.map((_, caller) => caller);
  return {
    async act(caller) {
      const turn = turns[caller] ?? caller;
      turns[caller] = (turn + callers) % (till.memberIds.length - (till.memberIds.length % callers));
      await clients[caller]?.query({ name: 'post', text: POST, values: posting(till, turn) });
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

function posting(till: Till, turn: number): unknown[] {
  const [receipt, purchase, entry, lot] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const events = Array.from({ length: EVENTS }, () => randomUUID());
  const memberId = till.memberIds[turn];
  return [memberId, receipt, purchase, entry, lot, till.storeId, till.partnerId, EVENT_DATA, events];
}

/**
 * Tells an event in the transaction that makes it true: state and event become durable together or not at all.
 *
 * The table keeps every event the subgraph ever told, in `sequence` order; `relay.ts` publishes the ones not yet
 * published.
 */
import type { DomainEvent, EventType } from '../../contracts/event.js';
import { encodeEvent } from '../../contracts/event.js';
import type { Transaction } from '../database/transaction.js';
import { rows } from '../database/transaction.js';

export async function tell<Type extends EventType>(
  transaction: Transaction,
  events: readonly DomainEvent<Type>[],
): Promise<void> {
  if (events.length === 0) return;
  const envelopes = (events as readonly DomainEvent[]).map(encodeEvent);
  await rows(
    transaction,
    `insert into outbox (event_id, type, key, occurred_at, data)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::jsonb[])`,
    [
      envelopes.map((envelope) => envelope.id),
      envelopes.map((envelope) => envelope.type),
      envelopes.map((envelope) => envelope.key),
      envelopes.map((envelope) => envelope.occurredAt),
      envelopes.map((envelope) => JSON.stringify(envelope.data)),
    ],
  );
}

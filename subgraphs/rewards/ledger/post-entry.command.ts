/**
 * Writes an entry with everything it does: postings, the lot it makes, changes of lots and of debt, and the events
 * it tells.
 *
 * It is a list of parts of one statement, so that a command writes its own rows and the entry in a single round
 * trip. The wallet must be locked by the transaction (`lock-wallet.command.ts`, or `for update` in a statement of
 * the command's own).
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { outboxArrays } from '../../../shared/platform/outbox/outbox.js';
import { Bind } from './bind.js';
import type { EntryDraft, LotChange, NewLot } from './entry.js';

/** The events as a part of a statement. */
export function outboxPart(bind: Bind, events: readonly DomainEvent[]): string {
  const [ids, types, keys, instants, data] = outboxArrays(events).map(bind.add);
  return `told as (
    insert into outbox (event_id, type, key, occurred_at, data)
    select * from unnest(${ids}::uuid[], ${types}::text[], ${keys}::text[],
      ${instants}::timestamptz[], ${data}::jsonb[]))`;
}

function entryPart({ add }: Bind, entry: EntryDraft): string {
  return `entered as (
    insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, return_id, hold_id,
      occurred_at, posted_at, terms_version, agreement_id)
    values (${add(entry.id)}, ${add(entry.sequence)}, ${add(entry.kind)}, ${add(entry.memberId)},
      ${add(entry.partnerId)}, ${add(entry.purchaseId)}, ${add(entry.returnId)}, ${add(entry.holdId)},
      ${add(entry.occurredAt)}, ${add(entry.postedAt)}, ${add(entry.termsVersion)}, ${add(entry.agreementId)}))`;
}

function postingsPart({ add }: Bind, { id, postings }: EntryDraft): string {
  const account = add(postings.map((posting) => posting.account));
  const unit = add(postings.map((posting) => posting.unit));
  const amount = add(postings.map((posting) => posting.amount));
  const lot = add(postings.map((posting) => posting.lotId));
  return `posted as (
    insert into posting (entry_id, line, account, unit, amount, lot_id)
    select ${add(id)}::uuid, line, account, unit, amount, lot_id
    from unnest(${account}::text[], ${unit}::text[], ${amount}::bigint[], ${lot}::uuid[])
      with ordinality as leg (account, unit, amount, lot_id, line))`;
}

function lotPart({ add }: Bind, entry: EntryDraft, lot: NewLot): string {
  return `lot_made as (
    insert into lot (id, member_id, issuer_partner_id, purchase_id, entry_id, agreement_id,
      funding_minor_per_thousand, original, remaining, earned_at, activates_at, expires_at)
    values (${add(lot.id)}, ${add(entry.memberId)}, ${add(lot.issuerPartnerId)}, ${add(lot.purchaseId)},
      ${add(entry.id)}, ${add(entry.agreementId)}, ${add(lot.fundingMinorPerThousand)}, ${add(lot.original)},
      ${add(lot.remaining)}, ${add(lot.earnedAt)}, ${add(lot.activatesAt)}, ${add(lot.expiresAt)}))`;
}

/** Changes of lots as a part of a statement. A lot appears at most once: an update joins one row to it. */
export function lotChangesPart({ add }: Bind, changes: readonly LotChange[]): string {
  const lots = add(changes.map((change) => change.lotId));
  const remaining = add(changes.map((change) => change.remaining));
  const held = add(changes.map((change) => change.held));
  return `lots_changed as (
    update lot set remaining = lot.remaining + change.remaining, held = lot.held + change.held
    from unnest(${lots}::uuid[], ${remaining}::bigint[], ${held}::bigint[]) as change (lot_id, remaining, held)
    where lot.id = change.lot_id)`;
}

function debtPart({ add }: Bind, { memberId, debtChange }: EntryDraft): string {
  return `debt_changed as (
    update wallet set debt = debt + ${add(debtChange)}::bigint where member_id = ${add(memberId)})`;
}

/** The entry as parts of a statement. */
export function entryParts(bind: Bind, entry: EntryDraft): readonly string[] {
  return [
    entryPart(bind, entry),
    postingsPart(bind, entry),
    ...(entry.newLot === null ? [] : [lotPart(bind, entry, entry.newLot)]),
    ...(entry.lotChanges.length === 0 ? [] : [lotChangesPart(bind, entry.lotChanges)]),
    ...(entry.debtChange === 0n ? [] : [debtPart(bind, entry)]),
  ];
}

/** Runs parts as one statement: all of them, or none. */
export async function runParts(
  transaction: Transaction,
  bind: Bind,
  parts: readonly string[],
): Promise<void> {
  if (parts.length > 0) await rows(transaction, prepared(`with ${parts.join(',\n')} select 1`), bind.values);
}

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
import { POINTS_UNIT } from './posting.js';

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
    insert into entry (id, sequence, kind, member_id, partner_id, purchase_id, return_id, hold_id, cause_id, buyer_id,
      occurred_at, posted_at, terms_version, agreement_id, reasons)
    values (${add(entry.id)}, ${add(entry.sequence)}, ${add(entry.kind)}, ${add(entry.memberId)},
      ${add(entry.partnerId)}, ${add(entry.purchaseId)}, ${add(entry.returnId)}, ${add(entry.holdId)},
      ${add(entry.causeId)}, ${add(entry.buyerId)}, ${add(entry.occurredAt)}, ${add(entry.postedAt)},
      ${add(entry.termsVersion)}, ${add(entry.agreementId)}, ${add(JSON.stringify(entry.reasons))}))`;
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

function lotsPart({ add }: Bind, { id, memberId, newLots }: EntryDraft): string {
  const column = (value: (lot: NewLot) => unknown): string => add(newLots.map(value));
  return `lots_made as (
    insert into lot (id, member_id, entry_id, unit, rule, issuer_partner_id, purchase_id, cause_id, agreement_id,
      funding_minor_per_thousand, original, remaining, earned_at, activates_at, cancels_at, expires_at, expiry_by,
      expiry_policy, own_expires_at, after_event)
    select id, ${add(memberId)}::uuid, ${add(id)}::uuid, unit, rule, issuer, purchase, cause, agreement, funding,
      original, remaining, earned_at, activates_at, cancels_at, expires_at, expiry_by, expiry_policy, own_expires_at,
      after_event::jsonb
    from unnest(${column((lot) => lot.id)}::uuid[], ${column((lot) => lot.unit)}::text[],
      ${column((lot) => lot.rule)}::text[], ${column((lot) => lot.issuerPartnerId)}::uuid[],
      ${column((lot) => lot.purchaseId)}::uuid[], ${column((lot) => lot.causeId)}::uuid[],
      ${column((lot) => lot.agreementId)}::uuid[], ${column((lot) => lot.fundingMinorPerThousand)}::bigint[],
      ${column((lot) => lot.original)}::bigint[], ${column((lot) => lot.remaining)}::bigint[],
      ${column((lot) => lot.earnedAt)}::timestamptz[], ${column((lot) => lot.activatesAt)}::timestamptz[],
      ${column((lot) => lot.cancelsAt)}::timestamptz[], ${column((lot) => lot.expiresAt)}::timestamptz[],
      ${column((lot) => lot.terms?.expiryBy ?? 'WALLET')}::text[],
      ${column((lot) => lot.terms?.expiryPolicy ?? null)}::text[],
      ${column(ownExpiry)}::timestamptz[], ${column(afterEvent)}::text[])
      as made (id, unit, rule, issuer, purchase, cause, agreement, funding, original, remaining, earned_at,
        activates_at, cancels_at, expires_at, expiry_by, expiry_policy, own_expires_at, after_event))`;
}

/** A lot that no policy made keeps the expiry that it came with. */
function ownExpiry({ terms, expiresAt }: NewLot): Date | null {
  return terms === undefined ? expiresAt : terms.ownExpiresAt;
}

function afterEvent({ terms }: NewLot): string | null {
  return terms === undefined || terms.afterEvent === null ? null : JSON.stringify(terms.afterEvent);
}

/** Changes of lots as a part of a statement. A lot appears at most once: an update joins one row to it. */
export function lotChangesPart({ add }: Bind, changes: readonly LotChange[]): string {
  const lots = add(changes.map((change) => change.lotId));
  const remaining = add(changes.map((change) => change.remaining));
  const held = add(changes.map((change) => change.held));
  const closedAs = add(changes.map((change) => change.closedAs ?? null));
  return `lots_changed as (
    update lot set remaining = lot.remaining + change.remaining, held = lot.held + change.held,
      closed_as = coalesce(change.closed_as, lot.closed_as)
    from unnest(${lots}::uuid[], ${remaining}::bigint[], ${held}::bigint[], ${closedAs}::text[])
      as change (lot_id, remaining, held, closed_as)
    where lot.id = change.lot_id)`;
}

function debtsPart({ add }: Bind, { memberId, debtChanges }: EntryDraft): string {
  const units = add(debtChanges.map((change) => change.unit));
  const points = add(debtChanges.map((change) => change.points));
  return `debts_changed as (
    update wallet set debt = debt + change.points
    from unnest(${units}::text[], ${points}::bigint[]) as change (unit, points)
    where wallet.member_id = ${add(memberId)} and wallet.unit = change.unit)`;
}

/** Wallets of other units are opened by the first lot in them; that of the main unit is there from enrolment on. */
function walletsPart({ add }: Bind, { memberId, newLots }: EntryDraft): readonly string[] {
  const units = [...new Set(newLots.map((lot) => lot.unit))].filter((unit) => unit !== POINTS_UNIT);
  if (units.length === 0) return [];
  return [
    `wallets_opened as (
      insert into wallet (member_id, unit) select ${add(memberId)}::uuid, unnest(${add(units)}::text[])
      on conflict do nothing)`,
  ];
}

/** The entry as parts of a statement. */
export function entryParts(bind: Bind, entry: EntryDraft): readonly string[] {
  return [
    entryPart(bind, entry),
    postingsPart(bind, entry),
    ...walletsPart(bind, entry),
    ...(entry.newLots.length === 0 ? [] : [lotsPart(bind, entry)]),
    ...(entry.lotChanges.length === 0 ? [] : [lotChangesPart(bind, entry.lotChanges)]),
    ...(entry.debtChanges.length === 0 ? [] : [debtsPart(bind, entry)]),
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

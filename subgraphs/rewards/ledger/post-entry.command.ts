/**
 * Writes entries with everything they do: postings, the lots they make, changes of lots and of debt, and the events
 * they tell.
 *
 * They are a list of parts of one statement, so that a command writes its own rows and the entries in a single round
 * trip. The wallets must be locked by the transaction (`lock-wallet.command.ts`, or `for update` in a statement of
 * the command's own).
 */
import { type DomainEvent, encodeEvent } from '../../../shared/contracts/event.js';
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { type Bind, insertPart, rowSource } from './bind.js';
import type { DebtChange, EntryDraft, LotChange, NewLot } from './entry.js';
import { POINTS_UNIT } from './posting.js';

/** The events as a part of a statement. */
export function outboxPart(bind: Bind, events: readonly DomainEvent[]): string {
  return insertPart(bind, {
    name: 'told',
    table: 'outbox',
    rows: events.map(encodeEvent),
    columns: {
      event_id: ['uuid', (envelope) => envelope.id],
      type: ['text', (envelope) => envelope.type],
      key: ['text', (envelope) => envelope.key],
      occurred_at: ['timestamptz', (envelope) => envelope.occurredAt],
      data: ['jsonb', (envelope) => JSON.stringify(envelope.data)],
    },
  });
}

function enteredPart(bind: Bind, rows: readonly EntryDraft[]): string {
  return insertPart(bind, {
    name: 'entered',
    table: 'entry',
    rows,
    columns: {
      id: ['uuid', (entry) => entry.id],
      sequence: ['bigint', (entry) => entry.sequence],
      kind: ['text', (entry) => entry.kind],
      member_id: ['uuid', (entry) => entry.memberId],
      partner_id: ['uuid', (entry) => entry.partnerId],
      purchase_id: ['uuid', (entry) => entry.purchaseId],
      return_id: ['uuid', (entry) => entry.returnId],
      hold_id: ['uuid', (entry) => entry.holdId],
      cause_id: ['uuid', (entry) => entry.causeId],
      buyer_id: ['uuid', (entry) => entry.buyerId],
      occurred_at: ['timestamptz', (entry) => entry.occurredAt],
      posted_at: ['timestamptz', (entry) => entry.postedAt],
      terms_version: ['integer', (entry) => entry.termsVersion],
      agreement_id: ['uuid', (entry) => entry.agreementId],
      reasons: ['jsonb', (entry) => JSON.stringify(entry.reasons)],
    },
  });
}

function postedPart(bind: Bind, entries: readonly EntryDraft[]): string {
  const legs = entries.flatMap(({ id, postings }) =>
    postings.map((posting, index) => ({ posting, entryId: id, line: index + 1 })),
  );
  return insertPart(bind, {
    name: 'posted',
    table: 'posting',
    rows: legs,
    columns: {
      entry_id: ['uuid', (leg) => leg.entryId],
      line: ['smallint', (leg) => leg.line],
      account: ['text', ({ posting }) => posting.account],
      unit: ['text', ({ posting }) => posting.unit],
      amount: ['bigint', ({ posting }) => posting.amount],
      lot_id: ['uuid', ({ posting }) => posting.lotId],
    },
  });
}

function lotsMadePart(bind: Bind, entries: readonly EntryDraft[]): string {
  const made = entries.flatMap(({ id, memberId, newLots }) =>
    newLots.map((lot) => ({ lot, entryId: id, memberId })),
  );
  return insertPart(bind, {
    name: 'lots_made',
    table: 'lot',
    rows: made,
    columns: {
      id: ['uuid', ({ lot }) => lot.id],
      member_id: ['uuid', ({ memberId }) => memberId],
      entry_id: ['uuid', ({ entryId }) => entryId],
      unit: ['text', ({ lot }) => lot.unit],
      rule: ['text', ({ lot }) => lot.rule],
      issuer_partner_id: ['uuid', ({ lot }) => lot.issuerPartnerId],
      purchase_id: ['uuid', ({ lot }) => lot.purchaseId],
      cause_id: ['uuid', ({ lot }) => lot.causeId],
      agreement_id: ['uuid', ({ lot }) => lot.agreementId],
      funding_minor_per_thousand: ['bigint', ({ lot }) => lot.fundingMinorPerThousand],
      original: ['bigint', ({ lot }) => lot.original],
      remaining: ['bigint', ({ lot }) => lot.remaining],
      earned_at: ['timestamptz', ({ lot }) => lot.earnedAt],
      activates_at: ['timestamptz', ({ lot }) => lot.activatesAt],
      cancels_at: ['timestamptz', ({ lot }) => lot.cancelsAt],
      expires_at: ['timestamptz', ({ lot }) => lot.expiresAt],
      expiry_by: ['text', ({ lot }) => lot.terms?.expiryBy ?? 'WALLET'],
      expiry_policy: ['text', ({ lot }) => lot.terms?.expiryPolicy ?? null],
      own_expires_at: ['timestamptz', ({ lot }) => ownExpiry(lot)],
      after_event: ['text', ({ lot }) => afterEvent(lot), 'jsonb'],
    },
  });
}

/** A lot that no policy made keeps the expiry that it came with. */
function ownExpiry({ terms, expiresAt }: NewLot): Date | null {
  return terms === undefined ? expiresAt : terms.ownExpiresAt;
}

function afterEvent({ terms }: NewLot): string | null {
  return terms === undefined || terms.afterEvent === null ? null : JSON.stringify(terms.afterEvent);
}

/** Changes of lots as a part of a statement. A lot appears at most once: an update joins one row to it. */
export function lotChangesPart(bind: Bind, changes: readonly LotChange[]): string {
  const source = rowSource(bind, 'change', {
    rows: changes,
    columns: {
      lot_id: ['uuid', (change) => change.lotId],
      remaining: ['bigint', (change) => change.remaining],
      held: ['bigint', (change) => change.held],
      closed_as: ['text', (change) => change.closedAs ?? null],
      reopens: ['boolean', (change) => change.reopens ?? false],
    },
  });
  return `lots_changed as (
    update lot set remaining = lot.remaining + change.remaining, held = lot.held + change.held,
      closed_as = case when change.reopens then null else coalesce(change.closed_as, lot.closed_as) end
    from ${source} where lot.id = change.lot_id)`;
}

interface WalletChange extends DebtChange {
  readonly memberId: MemberId;
  readonly redeemedAt: Date | null;
}

/** A statement changes a row once: where a capture pays debt, one change notes the redemption too. */
function walletChanges({ kind, memberId, occurredAt, debtChanges }: EntryDraft): readonly WalletChange[] {
  const redeemedAt = kind === 'CAPTURE' ? occurredAt : null;
  const changes = debtChanges.map((change) => ({ ...change, memberId, redeemedAt }));
  const isNoted = redeemedAt === null || debtChanges.some(({ unit }) => unit === POINTS_UNIT);
  return isNoted ? changes : [...changes, { unit: POINTS_UNIT, points: 0n, memberId, redeemedAt }];
}

function walletsChangedPart(bind: Bind, changes: readonly WalletChange[]): string {
  const source = rowSource(bind, 'change', {
    rows: changes,
    columns: {
      member_id: ['uuid', (change) => change.memberId],
      unit: ['text', (change) => change.unit],
      points: ['bigint', (change) => change.points],
      redeemed_at: ['timestamptz', (change) => change.redeemedAt],
    },
  });
  return `wallets_changed as (
    update wallet set debt = debt + change.points,
      last_redeemed_at = greatest(last_redeemed_at, change.redeemed_at)
    from ${source} where wallet.member_id = change.member_id and wallet.unit = change.unit)`;
}

/** Wallets of other units are opened by the first lot in them; that of the main unit is there from enrolment on. */
function walletsPart(bind: Bind, entries: readonly EntryDraft[]): readonly string[] {
  const opened = entries.flatMap(({ memberId, newLots }) => {
    const units = new Set(newLots.map((lot) => lot.unit).filter((unit) => unit !== POINTS_UNIT));
    return [...units].map((unit) => ({ memberId, unit }));
  });
  if (opened.length === 0) return [];
  const source = rowSource(bind, 'opened', {
    rows: opened,
    columns: {
      member_id: ['uuid', ({ memberId }) => memberId],
      unit: ['text', ({ unit }) => unit],
    },
  });
  return [
    `wallets_opened as (
      insert into wallet (member_id, unit) select * from ${source} on conflict do nothing)`,
  ];
}

/** The entry as parts of a statement. */
export function entryParts(bind: Bind, entry: EntryDraft): readonly string[] {
  return entriesParts(bind, [entry]);
}

/** Entries of as many members as parts of a statement. A part that none of them needs is left out. */
export function entriesParts(bind: Bind, entries: readonly EntryDraft[]): readonly string[] {
  if (entries.length === 0) return [];
  const lotChanges = entries.flatMap((entry) => entry.lotChanges);
  const changes = entries.flatMap(walletChanges);
  return [
    enteredPart(bind, entries),
    postedPart(bind, entries),
    ...walletsPart(bind, entries),
    ...(entries.every((entry) => entry.newLots.length === 0) ? [] : [lotsMadePart(bind, entries)]),
    ...(lotChanges.length === 0 ? [] : [lotChangesPart(bind, lotChanges)]),
    ...(changes.length === 0 ? [] : [walletsChangedPart(bind, changes)]),
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

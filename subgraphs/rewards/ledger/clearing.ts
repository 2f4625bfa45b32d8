/**
 * Clearing: what an entry makes partners owe or be owed, told to the second book with the ledger's sequence.
 *
 * The amounts of an entry's clearings sum to its postings on receivables, so the two books must agree at any
 * sequence.
 *
 * Their key is the entry: two entries of one partner are written side by side, so nothing of a partner has an order.
 * Sums need none.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { EntryDraft } from './entry.js';

export interface Obligation {
  readonly kind: 'FUNDING' | 'OPERATOR_FEE' | 'REIMBURSEMENT';
  readonly issuerPartnerId: PartnerId;
  readonly points: bigint;
  readonly amountMinor: bigint;
}

/**
 * What an issuer owes for points; with negative figures, what a return takes back of it. The fee carries no points
 * of its own.
 */
export function issuingObligations(
  issuerPartnerId: PartnerId,
  issued: { readonly points: bigint; readonly fundingMinor: bigint; readonly feeMinor: bigint },
): readonly Obligation[] {
  const { points, fundingMinor, feeMinor } = issued;
  return [
    { kind: 'FUNDING', issuerPartnerId, points, amountMinor: fundingMinor },
    { kind: 'OPERATOR_FEE', issuerPartnerId, points: 0n, amountMinor: feeMinor },
  ];
}

/** Gives the events of an entry's obligations; one of zero money is no obligation. */
export function clearingEvents(
  entry: EntryDraft,
  facts: {
    readonly currency: string;
    readonly obligations: readonly Obligation[];
    readonly newId: () => string;
  },
): readonly DomainEvent<'rewards.clearing-recorded.1'>[] {
  const { id: entryId, sequence: ledgerSequence, partnerId, agreementId, occurredAt } = entry;
  const { currency, obligations, newId } = facts;
  if (partnerId === null || agreementId === null)
    throw new Error(`entry ${entryId} obliges nobody in particular`);
  return obligations
    .filter(({ amountMinor }) => amountMinor !== 0n)
    .map(({ kind, issuerPartnerId, points, amountMinor }) => ({
      id: newId(),
      type: 'rewards.clearing-recorded.1',
      key: entryId,
      occurredAt,
      data: {
        clearingId: newId(),
        ledgerSequence,
        entryId,
        kind,
        partnerId,
        issuerPartnerId,
        points,
        amountMinor,
        currency,
        agreementId,
        occurredAt,
      },
    }));
}

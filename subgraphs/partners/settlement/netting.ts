/**
 * Multilateral netting: many clearing entries become obligations, and obligations become one net position per party.
 *
 * The operator is the central counterparty: every obligation is between a partner and the operator (`null`), and for
 * points redeemed it also names the partner that issued them. Positions of a currency sum to exactly zero, because
 * every obligation is added to one party and taken from another; there is no rounding here at all.
 */
import type { PartnerId } from '../../../shared/values/ids.js';
import type { ClearingKind, ClearingSum } from '../clearing/clearing.js';

/** A partner, or the operator of the coalition. */
export type Party = PartnerId | null;

/** What one party owes another for one kind of thing. The amount is never negative: who owes says the direction. */
export interface Obligation {
  readonly kind: ClearingKind;
  readonly debtor: Party;
  readonly creditor: Party;
  /** Whose points it was about: for a reimbursement the issuer, else the debtor itself. */
  readonly issuer: PartnerId;
  /** The points behind it, positive when they go with the debt; a fee has none of its own. */
  readonly points: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a party receives (positive) or pays (negative) when all its obligations are taken together. */
export interface NetPosition {
  readonly party: Party;
  readonly currency: string;
  readonly netMinor: bigint;
}

/**
 * Turns sums of clearing entries into obligations, one per kind, partner, issuer and currency.
 *
 * A positive sum is owed by the partner. A negative one is owed to it: reimbursements by nature, fundings and fees
 * when more came back in the period than was sold.
 */
export function obligationsBetween(sums: readonly ClearingSum[]): Obligation[] {
  const merged = new Map<string, ClearingSum>();
  for (const sum of sums) {
    const key = `${sum.kind} ${sum.partnerId} ${sum.issuerPartnerId} ${sum.currency}`;
    const former = merged.get(key);
    merged.set(key, former === undefined ? sum : added(former, sum));
  }
  return [...merged.values()].map(obligationOf).sort(byCurrencyKindAndParties);
}

/** Nets obligations: one position per party and currency, by currency, the operator's first. */
export function netPositions(obligations: readonly Obligation[]): NetPosition[] {
  const nets = new Map<string, NetPosition>();
  const move = (party: Party, currency: string, amountMinor: bigint) => {
    const key = `${currency} ${party ?? ''}`;
    const netMinor = (nets.get(key)?.netMinor ?? 0n) + amountMinor;
    nets.set(key, { party, currency, netMinor });
  };
  for (const { debtor, creditor, currency, amountMinor } of obligations) {
    move(debtor, currency, -amountMinor);
    move(creditor, currency, amountMinor);
  }
  return [...nets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, position]) => position);
}

function added(a: ClearingSum, b: ClearingSum): ClearingSum {
  return { ...a, points: a.points + b.points, amountMinor: a.amountMinor + b.amountMinor };
}

/**
 * Ordinarily fundings and fees are owed by the partner, reimbursements to it, and points are counted along. Where a
 * period's reversals outweigh, the debt turns round, and the points turn their sign with it.
 */
function obligationOf(sum: ClearingSum): Obligation {
  const { kind, currency, partnerId, issuerPartnerId: issuer } = sum;
  const ordinary = kind === 'REIMBURSEMENT' ? -sum.amountMinor : sum.amountMinor;
  const isTurned = ordinary < 0n;
  const isOwedByPartner = (kind === 'REIMBURSEMENT') === isTurned;
  const parties = isOwedByPartner
    ? { debtor: partnerId, creditor: null }
    : { debtor: null, creditor: partnerId };
  return {
    kind,
    ...parties,
    issuer,
    points: isTurned ? -sum.points : sum.points,
    amountMinor: isTurned ? -ordinary : ordinary,
    currency,
  };
}

/** A total order, so that the same entries give the same frozen rows in the same order. */
function byCurrencyKindAndParties(a: Obligation, b: Obligation): number {
  const [left, right] = [a, b].map(({ currency, kind, debtor, creditor, issuer }) =>
    [currency, kind, debtor ?? creditor, issuer].join(' '),
  ) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

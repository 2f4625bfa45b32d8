/**
 * An agreement: dated terms between the coalition and a partner, and what terms can be meant seriously.
 *
 * Signed terms never change. All rates are whole numbers in minor units, so no rate carries a hidden fraction.
 */
import type { AgreementId, PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export interface AgreementTerms {
  readonly effectiveFrom: Date;
  /** The first instant without these terms; null while no end is agreed. */
  readonly effectiveUntil: Date | null;
  readonly currency: string;
  /** `earnPoints` for each full `earnPerMinor` minor units spent. */
  readonly earnPoints: bigint;
  readonly earnPerMinor: bigint;
  /** What the partner pays for, and gets back per, a thousand points. */
  readonly fundingMinorPerThousand: bigint;
  readonly reimbursementMinorPerThousand: bigint;
  /** The operator's fee in hundredths of a percent of the funding amount. */
  readonly operatorFeeBasisPoints: bigint;
}

export interface Agreement extends AgreementTerms {
  readonly id: AgreementId;
  readonly partnerId: PartnerId;
  /** 1 for the first agreement of the partner, counting on. */
  readonly version: number;
  readonly signedAt: Date;
}

/** `lowest` and `highest` are what the field may be, as text: a figure or an instant. */
export interface AgreementTermsNotPlausible {
  readonly kind: 'AgreementTermsNotPlausible';
  readonly field: string;
  readonly given: string;
  readonly lowest: string;
  readonly highest: string;
}

type Figure =
  | 'earnPoints'
  | 'earnPerMinor'
  | 'fundingMinorPerThousand'
  | 'reimbursementMinorPerThousand'
  | 'operatorFeeBasisPoints';

/**
 * Generous for the smallest currency units in use: a thousand points may cost a hundred thousand rupiah. A fee above
 * the whole funding amount is a slip of the pen.
 */
const bounds: readonly (readonly [Figure, bigint, bigint])[] = [
  ['earnPoints', 1n, 1_000_000n],
  ['earnPerMinor', 1n, 1_000_000_000n],
  ['fundingMinorPerThousand', 1n, 1_000_000_000n],
  ['reimbursementMinorPerThousand', 1n, 1_000_000_000n],
  ['operatorFeeBasisPoints', 0n, 10_000n],
];

const EARLIEST = new Date('1990-01-01T00:00:00Z');
const LATEST = new Date('2200-01-01T00:00:00Z');

/** Checks that terms can be meant seriously, field by field; the first that cannot is named. */
export function plausibleTerms(terms: AgreementTerms): Result<AgreementTerms, AgreementTermsNotPlausible> {
  for (const [field, lowest, highest] of bounds) {
    const given = terms[field];
    if (given < lowest || given > highest) {
      return notPlausible(field, { given: `${given}`, lowest: `${lowest}`, highest: `${highest}` });
    }
  }
  return plausiblePrice(terms) ?? plausibleSpan(terms) ?? ok(terms);
}

/**
 * Points of a purchase cannot cost its partner more than the purchase brings: that is a slip of the pen, and it would
 * take the points and the money of a large receipt out of 64 bits.
 */
function plausiblePrice({ earnPoints, earnPerMinor, fundingMinorPerThousand: funding }: AgreementTerms) {
  const worthMax = earnPerMinor * 1000n;
  const lowest = '1';
  if (earnPoints > worthMax) {
    return notPlausible('earnPoints', { given: `${earnPoints}`, lowest, highest: `${worthMax}` });
  }
  const highest = worthMax / earnPoints;
  if (funding <= highest) return null;
  return notPlausible('fundingMinorPerThousand', { given: `${funding}`, lowest, highest: `${highest}` });
}

function plausibleSpan({ effectiveFrom: from, effectiveUntil: until }: AgreementTerms) {
  const highest = LATEST.toISOString();
  if (from < EARLIEST || from > LATEST) {
    return notPlausible('effectiveFrom', {
      given: from.toISOString(),
      lowest: EARLIEST.toISOString(),
      highest,
    });
  }
  if (until !== null && (until <= from || until > LATEST)) {
    const lowest = new Date(from.getTime() + 1).toISOString();
    return notPlausible('effectiveUntil', { given: until.toISOString(), lowest, highest });
  }
  return null;
}

function notPlausible(
  field: string,
  facts: { readonly given: string; readonly lowest: string; readonly highest: string },
): { readonly ok: false; readonly refusal: AgreementTermsNotPlausible } {
  return refused({ kind: 'AgreementTermsNotPlausible', field, ...facts });
}

/** What terms can be meant seriously: one row per field and side. */
import { describe, expect, it } from 'vitest';
import { type AgreementTerms, plausibleTerms } from '../../../subgraphs/partners/agreements/agreement.js';

const terms: AgreementTerms = {
  effectiveFrom: new Date('2026-01-01T00:00:00Z'),
  effectiveUntil: null,
  currency: 'EUR',
  earnPoints: 1n,
  earnPerMinor: 100n,
  fundingMinorPerThousand: 1000n,
  reimbursementMinorPerThousand: 900n,
  operatorFeeBasisPoints: 500n,
};

const slips: readonly [string, Partial<AgreementTerms>][] = [
  ['earnPoints', { earnPoints: 0n }],
  ['earnPoints', { earnPoints: -1n }],
  ['earnPoints', { earnPoints: 1_000_001n }],
  ['earnPerMinor', { earnPerMinor: 0n }],
  ['earnPerMinor', { earnPerMinor: 1_000_000_001n }],
  ['fundingMinorPerThousand', { fundingMinorPerThousand: 0n }],
  ['fundingMinorPerThousand', { fundingMinorPerThousand: 10n ** 20n }],
  ['reimbursementMinorPerThousand', { reimbursementMinorPerThousand: -900n }],
  ['reimbursementMinorPerThousand', { reimbursementMinorPerThousand: 10n ** 10n }],
  ['earnPoints', { earnPoints: 1001n, earnPerMinor: 1n }],
  ['fundingMinorPerThousand', { fundingMinorPerThousand: 100_001n }],
  ['operatorFeeBasisPoints', { operatorFeeBasisPoints: -1n }],
  ['operatorFeeBasisPoints', { operatorFeeBasisPoints: 10_001n }],
  ['effectiveFrom', { effectiveFrom: new Date('1789-07-14T00:00:00Z') }],
  ['effectiveFrom', { effectiveFrom: new Date('9999-01-01T00:00:00Z') }],
  ['effectiveUntil', { effectiveUntil: terms.effectiveFrom }],
  ['effectiveUntil', { effectiveUntil: new Date('2025-12-31T00:00:00Z') }],
  ['effectiveUntil', { effectiveUntil: new Date('9999-01-01T00:00:00Z') }],
];

describe('the terms of an agreement', () => {
  it('ordinary terms are plausible', () => {
    expect(plausibleTerms(terms)).toEqual({ ok: true, value: terms });
  });

  it('an operator may forgo its fee', () => {
    expect(plausibleTerms({ ...terms, operatorFeeBasisPoints: 0n }).ok).toBe(true);
  });

  it.each(slips)('an impossible %s is named with what it may be (%o)', (field, slip) => {
    const result = plausibleTerms({ ...terms, ...slip });
    expect(result).toMatchObject({ ok: false, refusal: { kind: 'AgreementTermsNotPlausible', field } });
    expect(result).toMatchObject({ refusal: { given: expect.any(String), lowest: expect.any(String) } });
  });
});

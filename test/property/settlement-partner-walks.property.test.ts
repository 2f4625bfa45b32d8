/** Any sequence of wishes: agreements never overlap, and a partner only ever walks the lawful way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgreementId, PartnerId } from '../../shared/values/ids.js';
import {
  type DatedAgreement,
  fits,
  inForceAt,
  timeline,
} from '../../subgraphs/partners/agreements/timeline.js';
import {
  type PartnerStatus,
  partnerStatuses,
  stepTo,
} from '../../subgraphs/partners/registry/partner-status.js';

const partnerId = '018f0000-0000-7000-8000-000000000001' as PartnerId;
const wish = fc
  .record({ from: fc.integer({ min: 0, max: 60 }), length: fc.option(fc.integer({ min: 1, max: 20 })) })
  .map(({ from, length }) => ({
    effectiveFrom: new Date(from * 1000),
    effectiveUntil: length === null ? null : new Date((from + length) * 1000),
  }));

function signAll(wishes: readonly Omit<DatedAgreement, 'id'>[]): DatedAgreement[] {
  const signed: DatedAgreement[] = [];
  for (const [index, wished] of wishes.entries()) {
    if (fits(signed, wished).ok) signed.push({ ...wished, id: `${index}` as AgreementId });
  }
  return signed;
}

describe('any wishes for agreements', () => {
  it('what was signed never overlaps', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 30 }), (wishes) => {
        const spans = timeline(signAll(wishes));
        for (const [index, span] of spans.slice(1).entries()) {
          const former = spans[index]?.effectiveUntil;
          expect(former !== null && former !== undefined && former <= span.effectiveFrom).toBe(true);
        }
      }),
    );
  });

  it('the one in force is the last that began, unless it ended: no copy needs a changed row', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 30 }), fc.integer({ min: 0, max: 90 }), (wishes, second) => {
        const signed = signAll(wishes);
        const instant = new Date(second * 1000);
        const last = signed
          .filter(({ effectiveFrom }) => effectiveFrom <= instant)
          .sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime())[0];
        const isOver = last?.effectiveUntil != null && last.effectiveUntil <= instant;
        expect(inForceAt(signed, instant)?.id).toBe(isOver ? undefined : last?.id);
        // The same by the order of signing, among all that have begun and not ended by their own terms.
        const latestSigned = signed.findLast(
          ({ effectiveFrom, effectiveUntil }) =>
            effectiveFrom <= instant && (effectiveUntil === null || effectiveUntil > instant),
        );
        expect(inForceAt(signed, instant)?.id).toBe(latestSigned?.id);
      }),
    );
  });
});

describe('any wishes for a status', () => {
  it('a partner only moves forward, one step at a time, and begins only with terms', () => {
    const step = fc.record({ to: fc.constantFrom(...partnerStatuses), hasAgreementAhead: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let status: PartnerStatus = 'INVITED';
        for (const { to, hasAgreementAhead } of steps) {
          const result = stepTo({ partnerId, status, hasAgreementAhead }, to);
          if (!result.ok) continue;
          expect(partnerStatuses.indexOf(result.value)).toBe(partnerStatuses.indexOf(status) + 1);
          expect(status !== 'INVITED' || hasAgreementAhead).toBe(true);
          status = result.value;
        }
      }),
    );
  });
});

/** Agreements on the line of time: what fits beside what, and which terms rule an instant. */
import { describe, expect, it } from 'vitest';
import type { AgreementId } from '../../../shared/values/ids.js';
import {
  type DatedAgreement,
  fits,
  hasAgreementAhead,
  inForceAt,
  timeline,
} from '../../../subgraphs/partners/agreements/timeline.js';

const day = (text: string) => new Date(`2026-${text}T00:00:00Z`);
const dated = (id: string, from: string, until: string | null): DatedAgreement => ({
  id: id as AgreementId,
  effectiveFrom: day(from),
  effectiveUntil: until === null ? null : day(until),
});

const open = dated('open', '03-01', null);
const bounded = dated('bounded', '03-01', '06-01');

const cases: readonly [string, DatedAgreement, DatedAgreement, boolean][] = [
  ['a later open-ended one follows an open-ended one', open, dated('x', '05-01', null), true],
  ['an earlier open-ended one would swallow the later', open, dated('x', '02-01', null), false],
  ['two open-ended ones cannot begin together', open, dated('x', '03-01', null), false],
  ['a bounded one cannot interrupt an open-ended one', open, dated('x', '04-01', '05-01'), false],
  ['a bounded one may end where an open-ended one begins', open, dated('x', '01-01', '03-01'), true],
  ['one may begin where a bounded one ends', bounded, dated('x', '06-01', null), true],
  ['an open-ended one cannot cut a bounded one short', bounded, dated('x', '05-01', null), false],
  ['one may end where a bounded one begins', bounded, dated('x', '02-01', '03-01'), true],
  ['one inside a bounded one overlaps it', bounded, dated('x', '04-01', '05-01'), false],
  ['one around a bounded one overlaps it', bounded, dated('x', '02-01', '07-01'), false],
];

describe('the timeline of agreements', () => {
  it.each(cases)('%s', (_title, signed, added, isFit) => {
    const result = fits([signed], added);
    expect(result.ok).toBe(isFit);
    if (!result.ok)
      expect(result.refusal).toMatchObject({ kind: 'AgreementOverlaps', agreementId: signed.id });
  });

  it('the overlap names the span in which the former is really in force', () => {
    const successor = dated('successor', '05-01', null);
    const result = fits([open, successor], dated('x', '04-01', null));
    expect(result).toMatchObject({
      refusal: { agreementId: open.id, effectiveUntil: successor.effectiveFrom },
    });
  });

  it('the beginning belongs to an agreement and the end does not', () => {
    const signed = [open, dated('successor', '05-01', null)];
    expect(inForceAt(signed, day('02-28'))).toBeNull();
    expect(inForceAt(signed, day('03-01'))?.id).toBe('open');
    expect(inForceAt(signed, new Date(day('05-01').getTime() - 1))?.id).toBe('open');
    expect(inForceAt(signed, day('05-01'))?.id).toBe('successor');
  });

  it('an agreement that ended leaves a gap behind it', () => {
    expect(inForceAt([bounded], day('06-01'))).toBeNull();
    expect(hasAgreementAhead([bounded], day('06-01'))).toBe(false);
    expect(hasAgreementAhead([bounded], day('01-01'))).toBe(true);
  });

  it('an open-ended agreement ends where its successor begins', () => {
    const spans = timeline([dated('successor', '05-01', null), open]);
    expect(spans.map(({ id, effectiveUntil }) => [id, effectiveUntil])).toEqual([
      ['open', day('05-01')],
      ['successor', null],
    ]);
  });
});

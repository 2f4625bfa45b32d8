/** The way of a partner through the coalition, step by step: every pair of statuses has one answer. */
import { describe, expect, it } from 'vitest';
import type { PartnerId } from '../../../shared/values/ids.js';
import { partnerStatuses, stepTo } from '../../../subgraphs/partners/registry/partner-status.js';

const partnerId = '018f0000-0000-7000-8000-000000000001' as PartnerId;
const legal = ['INVITED>ACTIVE', 'ACTIVE>EARN_CLOSED', 'EARN_CLOSED>BURN_CLOSED', 'BURN_CLOSED>SETTLED'];
const pairs = partnerStatuses.flatMap((from) => partnerStatuses.map((to) => ({ from, to })));

describe('the status of a partner', () => {
  it.each(pairs)('from $from to $to is a step only along the way', ({ from, to }) => {
    const result = stepTo({ partnerId, status: from, hasAgreementAhead: true }, to);
    if (legal.includes(`${from}>${to}`)) {
      expect(result).toEqual({ ok: true, value: to });
    } else {
      expect(result).toMatchObject({
        ok: false,
        refusal: { kind: 'PartnerStatusNotReachable', partnerId, from, to },
      });
    }
  });

  it('a partner without terms ahead cannot begin', () => {
    expect(stepTo({ partnerId, status: 'INVITED', hasAgreementAhead: false }, 'ACTIVE')).toEqual({
      ok: false,
      refusal: { kind: 'AgreementMissing', partnerId },
    });
  });

  it('a partner leaves even when its terms have ended', () => {
    expect(stepTo({ partnerId, status: 'ACTIVE', hasAgreementAhead: false }, 'EARN_CLOSED').ok).toBe(true);
  });

  it('a refused step names the one that is possible', () => {
    expect(stepTo({ partnerId, status: 'ACTIVE', hasAgreementAhead: true }, 'SETTLED')).toMatchObject({
      refusal: { reachable: 'EARN_CLOSED' },
    });
    expect(stepTo({ partnerId, status: 'SETTLED', hasAgreementAhead: true }, 'ACTIVE')).toMatchObject({
      refusal: { reachable: null },
    });
  });
});

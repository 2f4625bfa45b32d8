/** Netting by example: one purchase at A, one redemption at B, and what comes back. */
import { describe, expect, it } from 'vitest';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { ClearingSum } from '../../../subgraphs/partners/clearing/clearing.js';
import { netPositions, obligationsBetween } from '../../../subgraphs/partners/settlement/netting.js';

const a = 'aaaaaaaa-0000-7000-8000-000000000000' as PartnerId;
const b = 'bbbbbbbb-0000-7000-8000-000000000000' as PartnerId;
const sum = (
  kind: ClearingSum['kind'],
  partnerId: PartnerId,
  points: bigint,
  amountMinor: bigint,
): ClearingSum => ({
  kind,
  partnerId,
  issuerPartnerId: a,
  currency: 'EUR',
  points,
  amountMinor,
});

describe('netting', () => {
  const history = [
    sum('FUNDING', a, 1000n, 1000n),
    sum('OPERATOR_FEE', a, 1000n, 50n),
    sum('REIMBURSEMENT', b, 400n, -360n),
  ];

  it('the issuer pays, the redeemer receives, the operator keeps the difference', () => {
    expect(netPositions(obligationsBetween(history))).toEqual([
      { party: null, currency: 'EUR', netMinor: 690n },
      { party: a, currency: 'EUR', netMinor: -1050n },
      { party: b, currency: 'EUR', netMinor: 360n },
    ]);
  });

  it('a reimbursement is owed to the redeemer and names the issuer of the points', () => {
    expect(obligationsBetween(history)).toContainEqual({
      kind: 'REIMBURSEMENT',
      debtor: null,
      creditor: b,
      issuer: a,
      points: 400n,
      amountMinor: 360n,
      currency: 'EUR',
    });
  });

  it('what was fully returned leaves an obligation of nothing', () => {
    const returned = [sum('FUNDING', a, 1000n, 1000n), sum('FUNDING', a, -1000n, -1000n)];
    expect(obligationsBetween(returned)).toMatchObject([{ debtor: a, points: 0n, amountMinor: 0n }]);
  });

  it('when more came back than was sold, the operator owes the partner', () => {
    expect(obligationsBetween([sum('FUNDING', a, -300n, -300n)])).toMatchObject([
      { debtor: null, creditor: a, points: 300n, amountMinor: 300n },
    ]);
  });

  it('when a reimbursement is taken back, the redeemer owes it', () => {
    expect(obligationsBetween([sum('REIMBURSEMENT', b, -100n, 90n)])).toMatchObject([
      { debtor: b, creditor: null, points: 100n, amountMinor: 90n },
    ]);
  });

  it('currencies never mix', () => {
    const positions = netPositions(
      obligationsBetween([...history, { ...sum('FUNDING', a, 10n, 70n), currency: 'PLN' }]),
    );
    expect(positions.filter(({ currency }) => currency === 'PLN')).toEqual([
      { party: null, currency: 'PLN', netMinor: 70n },
      { party: a, currency: 'PLN', netMinor: -70n },
    ]);
  });

  it('nothing cleared nets to nothing', () => {
    expect(netPositions(obligationsBetween([]))).toEqual([]);
  });
});

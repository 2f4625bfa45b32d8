/**
 * Holding, capturing and voiding: refusals in order of precedence, the order of burning, and what partners are
 * owed.
 */
import { describe, expect, it } from 'vitest';
import type { AgreementId, HoldId, LotId, PartnerId } from '../../../shared/values/ids.js';
import { activeInBurnOrder, type LotSlice } from '../../../subgraphs/rewards/ledger/lot.js';
import {
  captureChanges,
  capturedSlices,
  decideCapture,
  decideVoid,
  reimbursements,
} from '../../../subgraphs/rewards/redemptions/capturing.js';
import type { Hold } from '../../../subgraphs/rewards/redemptions/hold.js';
import {
  decideHold,
  type HoldFacts,
  type HoldRequest,
} from '../../../subgraphs/rewards/redemptions/holding.js';
import { agreement, lot, MEMBER, NOW, OTHER_PARTNER, PARTNER, STORE, store, terms } from './facts.js';

const request: HoldRequest = {
  member: { by: 'ID', memberId: MEMBER },
  storeId: STORE,
  points: 5n,
  basket: null,
  receiptNumber: null,
  sentBy: PARTNER,
};
const found = { memberId: MEMBER, store, agreement, lots: [lot('a')], receiptLots: [], paidOnReceipt: 0n };
const facts: HoldFacts = { ...found, debt: 0n, terms, now: NOW };

describe('a hold is refused', () => {
  const rows: readonly [string, Partial<HoldRequest>, Partial<HoldFacts>][] = [
    ['MemberNotEnrolled', {}, { memberId: null }],
    ['StoreNotFound', {}, { store: null }],
    ['PartnerNotActive', {}, { store: { ...store, partnerStatus: 'BURN_CLOSED' } }],
    ['AgreementNotInForce', {}, { agreement: null }],
    ['PointsNotPositive', { points: 0n }, {}],
    ['InsufficientPoints', { points: 11n }, {}],
  ];

  it.each(rows)('%s', (kind, asked, changed) => {
    expect(decideHold({ ...request, ...asked }, { ...facts, ...changed })).toMatchObject({
      refusal: { kind },
    });
  });

  it.each(rows.map((row, index) => [row[0], index] as const))('%s wins over what follows', (kind, index) => {
    const broken = rows.slice(index).reverse();
    const asked = Object.assign({}, ...broken.map((row) => row[1])) as Partial<HoldRequest>;
    const changed = Object.assign({}, ...broken.map((row) => row[2])) as Partial<HoldFacts>;
    expect(decideHold({ ...request, ...asked }, { ...facts, ...changed })).toMatchObject({
      refusal: { kind },
    });
  });

  it('by pending, expired and held points, and by a debt', () => {
    const lots = [
      lot('pending', { activatesAt: new Date(NOW.getTime() + 1) }),
      lot('expired', { expiresAt: NOW }),
      lot('held', { held: 8n }),
      lot('free'),
    ];
    const refused = decideHold({ ...request, points: 10n }, { ...facts, lots, debt: 3n });
    expect(refused).toMatchObject({ refusal: { kind: 'InsufficientPoints', available: 9n, asked: 10n } });
  });

  it('not by a partner that only stopped earning', () => {
    const closing = { ...store, partnerStatus: 'EARN_CLOSED' as const };
    expect(decideHold(request, { ...facts, store: closing }).ok).toBe(true);
  });
});

describe('the order of burning', () => {
  it('is soonest to expire, then oldest, never-expiring last', () => {
    const at = (text: string) => new Date(`2026-${text}T00:00:00Z`);
    const lots = [
      lot('never, younger', { expiresAt: null, earnedAt: at('02-02') }),
      lot('later', { expiresAt: at('09-01') }),
      lot('soon, younger', { expiresAt: at('07-01'), earnedAt: at('03-02') }),
      lot('never, older', { expiresAt: null, earnedAt: at('02-01') }),
      lot('soon, older', { expiresAt: at('07-01'), earnedAt: at('03-01') }),
    ];
    const order = activeInBurnOrder(lots, NOW).map(({ id }) => id);
    expect(order).toEqual(['soon, older', 'soon, younger', 'later', 'never, older', 'never, younger']);
  });
});

const hold: Hold = {
  id: 'hold' as HoldId,
  memberId: MEMBER,
  partnerId: PARTNER,
  storeId: STORE,
  receiptNumber: null,
  points: 10n,
  capturedPoints: 0n,
  state: 'HELD',
  heldAt: NOW,
  expiresAt: new Date(NOW.getTime() + 900_000),
  changedAt: NOW,
  termsVersion: 1,
  agreementId: 'agreement' as AgreementId,
};
const end = { holdId: hold.id, sentBy: PARTNER, isFinal: true };

describe('the end of a hold', () => {
  it.each([
    ['HoldNotFound', null, {}],
    ['HoldNotFound', hold, { sentBy: OTHER_PARTNER, points: 0n }],
    ['PointsNotPositive', { ...hold, state: 'VOIDED' as const }, { points: 0n }],
    ['HoldNotOpen', { ...hold, state: 'VOIDED' as const }, { points: 99n }],
    ['HoldNotOpen', { ...hold, expiresAt: NOW }, {}],
    ['CaptureExceedsHold', hold, { points: 11n }],
    ['CaptureExceedsHold', { ...hold, capturedPoints: 4n }, { points: 7n }],
  ])('is refused: %s', (kind, found, asked) => {
    expect(decideCapture({ ...end, points: null, ...asked }, found, NOW)).toMatchObject({
      refusal: { kind },
    });
  });

  it('is the whole hold unless the capture says how much', () => {
    expect(decideCapture({ ...end, points: null }, hold, NOW)).toMatchObject({ value: { points: 10n } });
    expect(decideCapture({ ...end, points: 4n }, hold, NOW)).toMatchObject({ value: { points: 4n } });
    expect(decideVoid(end, { ...hold, state: 'CAPTURED' }, NOW)).toMatchObject({
      refusal: { state: 'CAPTURED' },
    });
  });

  const slice = (id: string, issuer: string, points: bigint): LotSlice => ({
    lotId: id as LotId,
    issuerPartnerId: issuer as PartnerId,
    points,
  });
  const slices = [slice('1', 'A', 4n), slice('2', 'B', 4n), slice('3', 'A', 2n)];

  it('spends slices in their order and lets the rest go', () => {
    const captured = capturedSlices(slices, 5n);
    expect(captured.map(({ points }) => points)).toEqual([4n, 1n]);
    expect(captureChanges(slices, captured)).toEqual([
      { lotId: '1', remaining: -4n, held: -4n },
      { lotId: '2', remaining: -1n, held: -4n },
      { lotId: '3', remaining: 0n, held: -2n },
    ]);
  });

  it('owes the partner for each issuer, and together what the agreement says', () => {
    const owed = reimbursements(slices, { ...agreement, reimbursementMinorPerThousand: 750n });
    expect(
      owed.map(({ issuerPartnerId, points, amountMinor }) => [issuerPartnerId, points, amountMinor]),
    ).toEqual([
      ['A', 6n, -5n],
      ['B', 4n, -3n],
    ]);
  });
});

/** The quick encoder of events: whatever it gives, zod gives too, and what zod refuses it refuses. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DomainEvent, encodeEvent, eventSchemas } from '../../../shared/contracts/event.js';

const ID = '01900000-0000-7000-8000-000000000001';
const purchase = {
  ...{ purchaseId: ID, memberId: ID, partnerId: ID, storeId: ID, receiptNumber: '"quoted"', currency: 'EUR' },
  ...{
    purchasedAt: new Date('2026-11-24T10:00:00.123Z'),
    totalMinor: 12_345_678_901_234_567_890n,
    points: 0n,
  },
  lines: [{ lineNumber: 1, sku: 'A', quantity: 2, amountMinor: 5n, points: -1n }],
};
const eventOf = (data: object): DomainEvent =>
  ({ id: ID, type: 'rewards.purchase-recorded.1', key: ID, occurredAt: new Date(0), data }) as DomainEvent;

describe('an event', () => {
  it('is encoded as zod encodes it', () => {
    const encoded = z.encode(eventSchemas['rewards.purchase-recorded.1'], purchase);
    expect(encodeEvent(eventOf(purchase)).data).toEqual(encoded);
    expect(encodeEvent(eventOf({ ...purchase, notInTheSchema: 1 })).data).toEqual(encoded);
  });

  it.each([
    ['an id that is none', { memberId: 'anna' }],
    ['a moment that is none', { purchasedAt: new Date(Number.NaN) }],
    ['a number where a whole number is asked for', { points: 3 }],
    ['a currency in small letters', { currency: 'eur' }],
    ['no lines', { lines: null }],
    ['a quantity of zero', { lines: [{ ...purchase.lines[0], quantity: 0 }] }],
  ])('with %s is refused', (_what, wrong) => {
    expect(() => encodeEvent(eventOf({ ...purchase, ...wrong }))).toThrow(z.ZodError);
  });
});

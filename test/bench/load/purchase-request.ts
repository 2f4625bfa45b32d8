/** Bodies of `recordPurchase`: three lines, a new key and a new receipt each, and no two callers at one wallet. */
import { randomUUID } from 'node:crypto';
import type { Till } from './job.js';

const MUTATION = `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { points wallet { available } } ... on Problem { message } } }`;

export const receiptLines = [
  { sku: 'BENCH-1', name: 'Rye bread', quantity: 1, amountMinor: '349' },
  { sku: 'BENCH-2', name: 'Mountain cheese', quantity: 2, amountMinor: '1378' },
  { sku: 'BENCH-3', name: 'Coffee beans 500 g', quantity: 1, amountMinor: '899' },
] as const;

export const receiptTotalMinor = '2626';

/**
 * Gives what makes the next body for a caller. Callers take turns among the cards, so that none waits for another's
 * lock.
 */
export function purchaseRequest(till: Till, callers: number): (caller: number) => string {
  const run = randomUUID();
  const cardsOfCaller = Math.floor(till.cards.length / callers);
  let made = 0;
  return (caller) => {
    made += 1;
    const input = {
      idempotencyKey: `bench:${run}:${made}`,
      cardNumber: till.cards[(made % cardsOfCaller) * callers + caller],
      storeId: till.storeId,
      receiptNumber: `B-${run}-${made}`,
      purchasedAt: new Date().toISOString(),
      currency: 'EUR',
      totalMinor: receiptTotalMinor,
      lines: receiptLines,
    };
    return JSON.stringify({ query: MUTATION, variables: { input } });
  };
}

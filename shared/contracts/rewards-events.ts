/**
 * What the rewards subgraph tells the others: purchases, points, and every obligation the ledger made between
 * parties.
 */
import { z } from 'zod';
import { currency, id, instant, wholeNumber } from './wire.js';

const purchaseFacts = {
  purchaseId: id,
  memberId: id,
  partnerId: id,
  storeId: id,
  purchasedAt: instant,
  currency,
};

const line = z.object({
  lineNumber: z.int().positive(),
  sku: z.string(),
  quantity: z.int().positive(),
  amountMinor: wholeNumber,
  points: wholeNumber,
});

const itemFacts = {
  itemRewardId: id,
  memberId: id,
  unit: z.string(),
  kindVersion: z.int().positive(),
  name: z.string(),
  units: wholeNumber,
};

export const rewardsEvents = {
  'rewards.purchase-recorded.1': z
    .object({
      ...purchaseFacts,
      receiptNumber: z.string(),
      totalMinor: wholeNumber,
      points: wholeNumber,
      lines: z.array(line),
    })
    .meta({ description: 'A receipt was recorded and its points posted.' }),
  'rewards.purchase-returned.1': z
    .object({
      ...purchaseFacts,
      returnId: id,
      returnedAt: instant,
      amountMinor: wholeNumber,
      points: wholeNumber,
      lines: z.array(line),
    })
    .meta({
      description:
        'Goods of a receipt came back. Amounts and points are what was taken back, as positive numbers; `purchasedAt` is that of the purchase.',
    }),
  'rewards.hold-changed.1': z
    .object({
      holdId: id,
      memberId: id,
      partnerId: id,
      storeId: id,
      state: z.enum(['HELD', 'CAPTURED', 'VOIDED', 'EXPIRED']),
      heldPoints: wholeNumber,
      capturedPoints: wholeNumber,
      changedAt: instant,
    })
    .meta({ description: 'Points were reserved for a redemption, spent by it, or let go.' }),
  'rewards.item-reward-issued.1': z
    .object({ ...itemFacts, issuedAt: instant })
    .meta({ description: 'Units of a member became an item.' }),
  'rewards.item-reward-redeemed.1': z
    .object({ ...itemFacts, partnerId: id, storeId: id, redeemedAt: instant })
    .meta({ description: 'The member took an item at a store.' }),
  'rewards.item-reward-cancelled.1': z.object({ ...itemFacts, cancelledAt: instant }).meta({
    description: 'Goods came back whose units had become an item: it is gone, and its units came back.',
  }),
  'rewards.clearing-recorded.1': z
    .object({
      clearingId: id,
      ledgerSequence: wholeNumber,
      entryId: id,
      kind: z.enum(['FUNDING', 'OPERATOR_FEE', 'REIMBURSEMENT']),
      partnerId: id,
      issuerPartnerId: id,
      points: wholeNumber,
      amountMinor: wholeNumber,
      currency,
      agreementId: id,
      occurredAt: instant,
    })
    .meta({
      description:
        'An obligation between a partner and the coalition: positive when the partner owes it. A reversal has the opposite sign, in points and money.',
    }),
} as const;

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
  'rewards.capture-reversed.1': z
    .object({
      reversalId: id,
      captureId: id,
      holdId: id,
      memberId: id,
      partnerId: id,
      storeId: id,
      points: wholeNumber,
      reversedAt: instant,
    })
    .meta({
      description:
        'A capture was undone, all of it or a part. Points are what went back, as a positive number; the hold stays as it ended.',
    }),
  'rewards.spend-lock-changed.1': z
    .object({ memberId: id, isLocked: z.boolean(), by: z.enum(['MEMBER', 'OPERATOR']), changedAt: instant })
    .meta({ description: "A member's spending was locked or unlocked, by the member or by an operator." }),
  'rewards.step-up-changed.1': z
    .object({
      challengeId: id,
      memberId: id,
      partnerId: id.nullable(),
      storeId: id.nullable(),
      points: wholeNumber,
      because: z.enum(['AMOUNT', 'NEW_PARTNER']),
      state: z.enum(['OPEN', 'CONFIRMED', 'DENIED', 'USED']),
      expiresAt: instant,
      changedAt: instant,
    })
    .meta({
      description:
        'A member was asked whether a redemption is hers, answered, or the redemption went through.',
    }),
  'rewards.gift-changed.1': z
    .object({
      giftId: id,
      giverId: id,
      receiverId: id,
      state: z.enum(['OFFERED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'LAPSED', 'REVERSED']),
      points: wholeNumber,
      returnedPoints: wholeNumber,
      changedAt: instant,
    })
    .meta({
      description:
        'Points were offered by one member to another, or the offer ended. `returnedPoints` is what a reversal gave back.',
    }),
  'rewards.donation-reversed.1': z
    .object({
      donationId: id,
      causeId: id,
      memberId: id,
      partnerId: id,
      points: wholeNumber,
      amountMinor: wholeNumber,
      currency,
      reason: z.string(),
      reversedAt: instant,
    })
    .meta({
      description:
        'An operator reversed a donation: its points are in their lots again, and the partner is owed `amountMinor` less.',
    }),
  'rewards.points-donated.1': z
    .object({
      donationId: id,
      causeId: id,
      memberId: id,
      partnerId: id,
      points: wholeNumber,
      amountMinor: wholeNumber,
      currency,
      donatedAt: instant,
    })
    .meta({
      description:
        'A member gave points to a cause. `amountMinor` is what the partner behind it is owed for them.',
    }),
  'rewards.points-adjusted.1': z
    .object({
      adjustmentId: id,
      memberId: id,
      unit: z.string(),
      points: wholeNumber,
      partnerId: id.nullable(),
      adjustedAt: instant,
    })
    .meta({ description: 'An operator gave points to a member by hand, or took them when negative.' }),
  'rewards.points-moved.1': z
    .object({
      causeId: id,
      kind: z.enum(['MERGE', 'UNMERGE', 'HOUSEHOLD_DRAW']),
      fromMemberId: id,
      toMemberId: id,
      points: wholeNumber,
      movedAt: instant,
    })
    .meta({
      description:
        'Points of the currency went from one member to another: by a merge, its undoing, or a draw of a household. `causeId` is the merge or draw.',
    }),
  'rewards.lots-activated.1': z
    .object({ memberId: id, unit: z.string(), points: wholeNumber, lots: z.array(id) })
    .meta({
      description: 'Points that a member earned earlier became usable, by their time or by their event.',
    }),
  'rewards.lots-lapsed.1': z
    .object({
      memberId: id,
      unit: z.string(),
      points: wholeNumber,
      cause: z.enum(['EXPIRED', 'CANCELLED']),
      lots: z.array(id),
    })
    .meta({
      description:
        'Points of a member are gone: their time was over, or the event that they waited for did not come.',
    }),
  'rewards.night-finished.1': z
    .object({
      runId: id,
      day: z.string(),
      asOf: instant,
      startedAt: instant,
      finishedAt: instant,
      steps: z.array(
        z.object({ step: z.string(), members: wholeNumber, lots: wholeNumber, points: wholeNumber }),
      ),
    })
    .meta({
      description:
        'The run of the night of a business day is done: what was due by its start is in the books.',
    }),
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

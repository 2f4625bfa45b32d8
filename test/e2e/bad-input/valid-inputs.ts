/**
 * For every mutation of the graph an input that would be taken, and who may send it. What is wrong in a test is one
 * field of it; a mutation without a row fails the test.
 */
import { receiptOf, type TwoBrands, termsOf } from '../../world/two-brands.js';

export type Input = Readonly<Record<string, unknown>>;
export type Sender = 'operator' | 'grocer' | 'hotel';

export interface ValidAct {
  readonly as: Sender;
  /** Without its idempotency key. */
  readonly input: (brands: TwoBrands) => Input;
}

const MILES = { by: 'MONEY', units: '1', perMinor: '100' };

export const validActs: Readonly<Record<string, ValidAct>> = {
  enrolMember: {
    as: 'grocer',
    input: () => ({ phone: '+4915111112222', nickname: 'Clara', isNicknameShown: true }),
  },
  issueCard: { as: 'grocer', input: ({ ben }) => ({ memberId: ben.memberId, kind: 'PLASTIC' }) },
  setPublicName: {
    as: 'operator',
    input: ({ ben }) => ({ memberId: ben.memberId, nickname: 'Benjamin', isNicknameShown: true }),
  },
  bringInPartner: { as: 'operator', input: () => ({ name: 'The bakery', trade: 'bakery' }) },
  signAgreement: {
    as: 'operator',
    input: ({ grocer }) => ({ ...termsOf(grocer.partnerId), effectiveFrom: '2030-01-01T00:00:00Z' }),
  },
  setPartnerStatus: {
    as: 'operator',
    input: ({ invited }) => ({ partnerId: invited.partnerId, status: 'ACTIVE' }),
  },
  openStore: {
    as: 'operator',
    input: ({ grocer: { partnerId } }) => ({
      partnerId,
      name: 'Side Street',
      city: 'Berlin',
      countryCode: 'DE',
      timeZone: 'Europe/Berlin',
    }),
  },
  issueApiKey: {
    as: 'operator',
    input: ({ grocer }) => ({ partnerId: grocer.partnerId, label: 'web shop' }),
  },
  revokeApiKey: { as: 'operator', input: ({ invited }) => ({ apiKeyId: invited.apiKeyId }) },
  closeSettlementPeriod: { as: 'operator', input: ({ periodId }) => ({ periodId }) },
  configureProgramme: {
    as: 'operator',
    input: () => ({
      currency: 'EUR',
      worthMinorPerThousand: '400',
      activationDelayDays: 0,
      expiryMonths: 12,
      timeZone: 'Europe/Berlin',
      purchaseWindowDays: 30,
      holdMinutes: 30,
      payableShareBasisPoints: 5_000,
      receiptMaxMinor: '10000000',
    }),
  },
  configureWalletKind: {
    as: 'operator',
    input: () => ({ unit: 'MILES', nameOne: 'mile', nameMany: 'miles', earning: MILES }),
  },
  configureBonus: { as: 'operator', input: () => ({ code: 'PICKUP', points: '5', channel: 'PICKUP' }) },
  recordPurchase: { as: 'grocer', input: (brands) => receiptOf(brands, 'A-2') },
  holdPoints: {
    as: 'hotel',
    input: ({ anna, hotel }) => ({ memberId: anna.memberId, storeId: hotel.storeId, points: '10' }),
  },
  capturePoints: { as: 'hotel', input: ({ holdId }) => ({ holdId, points: '60' }) },
  voidPoints: { as: 'hotel', input: ({ smallHoldId }) => ({ holdId: smallHoldId }) },
  redeemItemReward: {
    as: 'hotel',
    input: ({ itemRewardId, hotel }) => ({ itemRewardId, storeId: hotel.storeId }),
  },
  returnPurchase: {
    as: 'grocer',
    input: ({ purchaseId, anna }) => ({
      purchaseId,
      memberId: anna.memberId,
      lines: [{ lineNumber: 2, quantity: 1 }],
    }),
  },
  openLeaderboard: {
    as: 'operator',
    input: () => ({
      code: 'week',
      name: 'Week',
      metric: 'PURCHASES',
      window: 'WEEK',
      timeZone: 'Europe/Berlin',
    }),
  },
  rebuildLeaderboard: { as: 'operator', input: ({ leaderboardId }) => ({ leaderboardId }) },
};

/** For every mutation what another body would be: some field of the input with another value of its kind. */
export const otherBodies: Readonly<Record<string, ValidAct['input']>> = {
  enrolMember: () => ({ nickname: 'Clarissa' }),
  issueCard: () => ({ kind: 'VIRTUAL' }),
  setPublicName: () => ({ nickname: 'Benno' }),
  bringInPartner: () => ({ trade: 'pastry' }),
  signAgreement: () => ({ earnPoints: '3' }),
  setPartnerStatus: () => ({ status: 'EARN_CLOSED' }),
  openStore: () => ({ name: 'Back Street' }),
  issueApiKey: () => ({ label: 'stolen' }),
  revokeApiKey: ({ grocer }) => ({ apiKeyId: grocer.apiKeyId }),
  closeSettlementPeriod: ({ grocer }) => ({ periodId: grocer.partnerId }),
  configureProgramme: () => ({ holdMinutes: 31 }),
  configureWalletKind: () => ({ nameMany: 'leagues' }),
  configureBonus: () => ({ points: '6' }),
  recordPurchase: () => ({ receiptNumber: 'A-3' }),
  holdPoints: () => ({ points: '11' }),
  capturePoints: () => ({ points: '61' }),
  voidPoints: ({ voidHoldId }) => ({ holdId: voidHoldId }),
  redeemItemReward: ({ grocer }) => ({ storeId: grocer.storeId }),
  returnPurchase: () => ({ lines: [{ lineNumber: 1, quantity: 1 }] }),
  openLeaderboard: () => ({ code: 'month' }),
  rebuildLeaderboard: ({ grocer }) => ({ leaderboardId: grocer.partnerId }),
};

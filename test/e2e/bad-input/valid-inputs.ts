/**
 * For every mutation of the graph an input that would be taken, and who may send it. What is wrong in a test is one
 * field of it; a mutation without a row fails the test.
 */
import { receiptOf, type TwoBrands, termsOf } from '../../world/two-brands.js';

export type Input = Readonly<Record<string, unknown>>;
export type Sender = 'operator' | 'grocer' | 'hotel' | 'anna' | 'ben';

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
  openHousehold: { as: 'operator', input: ({ ben }) => ({ memberId: ben.memberId, name: 'Home' }) },
  inviteToHousehold: {
    as: 'operator',
    input: ({ pooled: { householdId, dora } }) => ({ householdId, memberId: dora, monthlyDrawLimit: '50' }),
  },
  answerHouseholdInvitation: {
    as: 'ben',
    input: ({ pooled }) => ({ invitationId: pooled.bensInvitationId, isAccepted: false }),
  },
  withdrawHouseholdInvitation: {
    as: 'operator',
    input: ({ pooled }) => ({ invitationId: pooled.emilsInvitationId }),
  },
  setHouseholdDrawLimit: {
    as: 'operator',
    input: ({ pooled: { householdId }, anna }) => ({
      householdId,
      memberId: anna.memberId,
      monthlyDrawLimit: '100',
    }),
  },
  leaveHousehold: {
    as: 'operator',
    input: ({ pooled: { householdId, cleo } }) => ({ householdId, memberId: cleo }),
  },
  enrolOrganisation: { as: 'grocer', input: () => ({ name: 'Nuts & Sons', reference: 'HRB 2' }) },
  addBuyer: {
    as: 'grocer',
    input: ({ pooled }) => ({ memberId: pooled.firm, label: 'Van', monthlySpendLimit: '100' }),
  },
  setBuyerLimit: {
    as: 'grocer',
    input: ({ pooled }) => ({ buyerId: pooled.buyerId, monthlySpendLimit: '200' }),
  },
  removeBuyer: { as: 'grocer', input: ({ pooled }) => ({ buyerId: pooled.buyerId }) },
  mergeMembers: {
    as: 'operator',
    input: ({ pooled: { dora, emil } }) => ({
      sourceMemberId: dora,
      targetMemberId: emil,
      reason: 'two phones',
    }),
  },
  unmergeMembers: {
    as: 'operator',
    input: ({ pooled }) => ({ mergeId: pooled.mergeId, reason: 'two sisters' }),
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
      linePayableShareBasisPoints: 10_000,
      isBasketRequired: false,
      spendsOnEarningReceipt: true,
      receiptMaxMinor: '10000000',
    }),
  },
  configureSafety: {
    as: 'operator',
    input: () => ({
      pointsPerRedemptionMax: '1000000',
      pointsPerHourMax: '1000000',
      pointsPerDayMax: '1000000',
      redemptionsPerDayMax: 1_000,
      partnersPerDayMax: 100,
      stepUpAbove: '1000000',
      stepUpOnNewPartner: false,
      stepUpMinutes: 60,
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
  spendPoints: {
    as: 'hotel',
    input: ({ anna, hotel }) => ({ memberId: anna.memberId, storeId: hotel.storeId, points: '10' }),
  },
  capturePoints: { as: 'hotel', input: ({ holdId }) => ({ holdId, points: '60' }) },
  voidPoints: { as: 'hotel', input: ({ smallHoldId }) => ({ holdId: smallHoldId }) },
  reverseCapture: { as: 'grocer', input: ({ captureId }) => ({ captureId, points: '10' }) },
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
  configureGifts: { as: 'operator', input: () => ({ isOn: true, giftMaxPoints: '9000', offerDays: 10 }) },
  offerGift: {
    as: 'operator',
    input: ({ ben, between }) => ({
      giverId: between.carlaId,
      memberId: ben.memberId,
      points: '5',
      message: 'Hi',
    }),
  },
  answerGift: { as: 'operator', input: ({ between }) => ({ giftId: between.giftId, accept: true }) },
  withdrawGift: { as: 'operator', input: ({ between }) => ({ giftId: between.otherGiftId }) },
  reverseGift: {
    as: 'operator',
    input: ({ between }) => ({ giftId: between.acceptedGiftId, reason: 'a mistake', mayOwe: false }),
  },
  openCause: {
    as: 'operator',
    input: ({ hotel }) => ({
      name: 'Bread',
      description: 'Bread for all.',
      partnerId: hotel.partnerId,
      goalPoints: '500',
    }),
  },
  donatePoints: {
    as: 'operator',
    input: ({ between }) => ({ causeId: between.causeId, memberId: between.carlaId, points: '5' }),
  },
  reverseDonation: {
    as: 'operator',
    input: ({ between }) => ({ donationId: between.donationId, reason: 'a mistake' }),
  },
  closeCause: { as: 'operator', input: ({ between }) => ({ causeId: between.otherCauseId }) },
  configureAdjustments: { as: 'operator', input: () => ({ secondApprovalAbovePoints: '9000' }) },
  adjustPoints: {
    as: 'operator',
    input: ({ grocer, between }) => ({
      memberId: between.carlaId,
      unit: 'PTS',
      points: '5',
      reason: 'goodwill',
      partnerId: grocer.partnerId,
    }),
  },
  approveAdjustment: { as: 'operator', input: ({ between }) => ({ adjustmentId: between.proposalId }) },
  rejectAdjustment: {
    as: 'operator',
    input: ({ between }) => ({ adjustmentId: between.otherProposalId, reason: 'too much' }),
  },
  confirmPurchase: { as: 'grocer', input: ({ waitingPurchaseId }) => ({ purchaseId: waitingPurchaseId }) },
  cancelPurchasePoints: {
    as: 'grocer',
    input: ({ doubtfulPurchaseId }) => ({ purchaseId: doubtfulPurchaseId }),
  },
  runNight: { as: 'operator', input: () => ({}) },
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
  lockSpending: {
    as: 'operator',
    input: ({ ben }) => ({ memberId: ben.memberId, reason: 'The phone was stolen.' }),
  },
  unlockSpending: {
    as: 'operator',
    input: ({ ben }) => ({ memberId: ben.memberId, reason: 'The phone was found.' }),
  },
  confirmStepUp: { as: 'operator', input: ({ stepUpId }) => ({ challengeId: stepUpId }) },
  denyStepUp: { as: 'operator', input: ({ otherStepUpId }) => ({ challengeId: otherStepUpId }) },
  markNoticesRead: { as: 'anna', input: () => ({}) },
};

/** For every mutation what another body would be: some field of the input with another value of its kind. */
export const otherBodies: Readonly<Record<string, ValidAct['input']>> = {
  enrolMember: () => ({ nickname: 'Clarissa' }),
  issueCard: () => ({ kind: 'VIRTUAL' }),
  setPublicName: () => ({ nickname: 'Benno' }),
  openHousehold: () => ({ name: 'Den' }),
  inviteToHousehold: () => ({ monthlyDrawLimit: '51' }),
  answerHouseholdInvitation: () => ({ isAccepted: true }),
  withdrawHouseholdInvitation: ({ grocer }) => ({ invitationId: grocer.partnerId }),
  setHouseholdDrawLimit: () => ({ monthlyDrawLimit: '101' }),
  leaveHousehold: ({ anna }) => ({ memberId: anna.memberId }),
  enrolOrganisation: () => ({ name: 'Bolts & Daughters' }),
  addBuyer: () => ({ label: 'Yard' }),
  setBuyerLimit: () => ({ monthlySpendLimit: '201' }),
  removeBuyer: ({ grocer }) => ({ buyerId: grocer.partnerId }),
  mergeMembers: () => ({ reason: 'a guess' }),
  unmergeMembers: () => ({ reason: 'a guess' }),
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
  spendPoints: () => ({ points: '11' }),
  capturePoints: () => ({ points: '61' }),
  voidPoints: ({ voidHoldId }) => ({ holdId: voidHoldId }),
  reverseCapture: () => ({ points: '11' }),
  redeemItemReward: ({ grocer }) => ({ storeId: grocer.storeId }),
  returnPurchase: () => ({ lines: [{ lineNumber: 1, quantity: 1 }] }),
  configureGifts: () => ({ offerDays: 9 }),
  offerGift: () => ({ points: '6' }),
  answerGift: () => ({ accept: false }),
  withdrawGift: ({ between }) => ({ giftId: between.acceptedGiftId }),
  reverseGift: () => ({ mayOwe: true }),
  openCause: () => ({ name: 'Butter' }),
  donatePoints: () => ({ points: '6' }),
  reverseDonation: () => ({ reason: 'another mistake' }),
  closeCause: ({ between }) => ({ causeId: between.causeId }),
  configureAdjustments: () => ({ secondApprovalAbovePoints: '8000' }),
  adjustPoints: () => ({ points: '6' }),
  approveAdjustment: ({ between }) => ({ adjustmentId: between.otherProposalId }),
  rejectAdjustment: () => ({ reason: 'far too much' }),
  confirmPurchase: ({ purchaseId }) => ({ purchaseId }),
  cancelPurchasePoints: ({ purchaseId }) => ({ purchaseId }),
  runNight: () => ({ day: '2026-01-02' }),
  openLeaderboard: () => ({ code: 'month' }),
  rebuildLeaderboard: ({ grocer }) => ({ leaderboardId: grocer.partnerId }),
  configureSafety: () => ({ stepUpMinutes: 61 }),
  lockSpending: () => ({ reason: 'The phone was lost.' }),
  unlockSpending: () => ({ reason: 'It was a mistake.' }),
  confirmStepUp: ({ otherStepUpId }) => ({ challengeId: otherStepUpId }),
  denyStepUp: ({ stepUpId }) => ({ challengeId: stepUpId }),
  markNoticesRead: ({ stepUpId }) => ({ noticeIds: [stepUpId] }),
};

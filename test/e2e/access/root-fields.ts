/**
 * What everyone gets of every root field of the graph. What is asked for is Anna's, and the grocer's where a brand
 * owns it; the hold is at the hotel. A root field without a row here fails the test.
 */
import type { TwoBrands } from '../../world/two-brands.js';
import type { Row } from './callers.js';

export interface Read {
  readonly field: (brands: TwoBrands) => string;
  /** stranger anna ben grocer hotel operator auditor */
  readonly row: Row;
}

const EVERYBODY = '+ + + + + + +';
const OPERATOR_AND_AUDITOR = 'U F F F F + +';
const OPERATOR = 'U F F F F + F';

export const reads: Readonly<Record<string, Read>> = {
  me: { field: () => 'me { id }', row: 'U + + F F F F' },
  member: { field: ({ anna }) => `member(id: "${anna.memberId}") { id }`, row: 'U + - + + + +' },
  findMember: { field: ({ anna }) => `findMember(cardNumber: "${anna.card}") { id }`, row: 'U F F + + + F' },
  members: { field: () => 'members { edges { node { id } } }', row: OPERATOR_AND_AUDITOR },
  leaderboards: { field: () => 'leaderboards { id }', row: EVERYBODY },
  leaderboard: { field: () => 'leaderboard(code: "all") { id }', row: EVERYBODY },
  clearingTotals: { field: () => 'clearingTotals { entryCount }', row: OPERATOR_AND_AUDITOR },
  partner: { field: ({ grocer }) => `partner(id: "${grocer.partnerId}") { id }`, row: EVERYBODY },
  partners: { field: () => 'partners { edges { node { id } } }', row: EVERYBODY },
  currentSettlementPeriod: { field: () => 'currentSettlementPeriod { id }', row: 'U F F + + + +' },
  settlementPeriod: {
    field: ({ periodId }) => `settlementPeriod(id: "${periodId}") { id }`,
    row: 'U F F + + + +',
  },
  settlementPeriods: { field: () => 'settlementPeriods { edges { node { id } } }', row: 'U F F + + + +' },
  ledgerProof: { field: () => 'ledgerProof { holds }', row: OPERATOR_AND_AUDITOR },
  ledgerSeal: { field: () => 'ledgerSeal { number }', row: 'U + + + + + +' },
  ledgerSeals: { field: () => 'ledgerSeals { pageInfo { endCursor } }', row: 'U + + + + + +' },
  ledgerEntries: { field: () => 'ledgerEntries { pageInfo { endCursor } }', row: OPERATOR_AND_AUDITOR },
  safetyTerms: { field: () => 'safetyTerms { stepUpMinutes }', row: OPERATOR_AND_AUDITOR },
  nightRun: { field: () => 'nightRun(day: "2026-01-01") { id }', row: OPERATOR_AND_AUDITOR },
  nightRuns: { field: () => 'nightRuns { edges { node { day } } }', row: OPERATOR_AND_AUDITOR },
  programmeTerms: { field: () => 'programmeTerms { currency }', row: EVERYBODY },
  walletKinds: { field: () => 'walletKinds { unit }', row: EVERYBODY },
  bonuses: { field: () => 'bonuses { code }', row: '- - - - - - -' },
  previewEarnings: {
    field: ({ grocer }) => `previewEarnings(input: { partnerId: "${grocer.partnerId}", currency: "EUR",
      amountMinor: "500" }) { __typename ... on EarningsPreviewed { points } }`,
    row: EVERYBODY,
  },
  previewPurchase: {
    field: ({
      anna,
      grocer,
    }) => `previewPurchase(input: { memberId: "${anna.memberId}", storeId: "${grocer.storeId}",
      currency: "EUR", totalMinor: "500", lines: [{ sku: "A", name: "A", quantity: 1, amountMinor: "500" }] }) {
      __typename ... on PurchasePreviewed { points } }`,
    row: 'U F F + R + F',
  },
  purchase: { field: ({ purchaseId }) => `purchase(id: "${purchaseId}") { id }`, row: 'U + - + - + +' },
  purchaseByReceipt: {
    field: ({ grocer }) => `purchaseByReceipt(storeId: "${grocer.storeId}", receiptNumber: "A-1") { id }`,
    row: 'U F F + - + +',
  },
  gift: { field: ({ between }) => `gift(id: "${between.giftId}") { id }`, row: 'U - + F F + +' },
  giftTerms: { field: () => 'giftTerms { isOn }', row: EVERYBODY },
  causes: { field: () => 'causes { edges { node { id } } }', row: EVERYBODY },
  cause: { field: ({ between }) => `cause(id: "${between.causeId}") { id }`, row: EVERYBODY },
  adjustments: { field: () => 'adjustments { edges { node { id } } }', row: OPERATOR_AND_AUDITOR },
  adjustmentTerms: { field: () => 'adjustmentTerms { version }', row: OPERATOR_AND_AUDITOR },
  hold: { field: ({ holdId }) => `hold(id: "${holdId}") { id }`, row: 'U + - - + + +' },
};

/** Sent in this order with one input; who comes second may be refused because the first has done it. */
export const writes: Readonly<Record<string, Row>> = {
  enrolMember: 'U F F + R R F',
  issueCard: 'U R + + + + F',
  setPublicName: 'U R + F F + F',
  openHousehold: 'U R + F F R F',
  inviteToHousehold: 'U R R F F + F',
  answerHouseholdInvitation: 'U R + F F F F',
  withdrawHouseholdInvitation: 'U R R F F + F',
  setHouseholdDrawLimit: 'U R R F F + F',
  leaveHousehold: 'U R R F F + F',
  enrolOrganisation: 'U F F + R R F',
  addBuyer: 'U F F + R + F',
  setBuyerLimit: 'U F F + R + F',
  removeBuyer: 'U F F + R R F',
  mergeMembers: OPERATOR,
  unmergeMembers: OPERATOR,
  bringInPartner: OPERATOR,
  signAgreement: OPERATOR,
  setPartnerStatus: OPERATOR,
  openStore: OPERATOR,
  issueApiKey: OPERATOR,
  revokeApiKey: OPERATOR,
  closeSettlementPeriod: OPERATOR,
  configureProgramme: OPERATOR,
  configureWalletKind: OPERATOR,
  configureBonus: OPERATOR,
  recordPurchase: 'U F F + R R F',
  holdPoints: 'U F F R + + F',
  spendPoints: 'U F F R + + F',
  capturePoints: 'U F F R + R F',
  voidPoints: 'U F F R + R F',
  reverseCapture: 'U F F + R + F',
  redeemItemReward: 'U F F R + R F',
  returnPurchase: 'U F F + R + F',
  configureGifts: OPERATOR,
  offerGift: OPERATOR,
  answerGift: 'U R + F F R F',
  withdrawGift: 'U R R F F + F',
  reverseGift: OPERATOR,
  openCause: OPERATOR,
  donatePoints: OPERATOR,
  reverseDonation: OPERATOR,
  closeCause: OPERATOR,
  configureAdjustments: OPERATOR,
  adjustPoints: OPERATOR,
  approveAdjustment: OPERATOR,
  rejectAdjustment: OPERATOR,
  confirmPurchase: 'U F F + R R F',
  cancelPurchasePoints: 'U F F + R R F',
  runNight: OPERATOR,
  openLeaderboard: OPERATOR,
  rebuildLeaderboard: OPERATOR,
  configureSafety: OPERATOR,
  lockSpending: 'U R + F F + F',
  unlockSpending: 'U R R F F + F',
  confirmStepUp: 'U + R F F R F',
  denyStepUp: 'U + R F F R F',
  markNoticesRead: 'U + + F F F F',
};

export const subscriptions: Readonly<Record<string, Read>> = {
  leaderboardChanged: {
    field: ({ leaderboardId }) => `leaderboardChanged(leaderboardId: "${leaderboardId}") {
      version standings { member { publicName { text } phone wallet { available } cards { number } } } }`,
    row: EVERYBODY,
  },
  causeChanged: {
    field: ({ between }) => `causeChanged(causeId: "${between.causeId}") { cause { pointsTotal } }`,
    row: EVERYBODY,
  },
  walletChanged: {
    field: ({ anna }) => `walletChanged(memberId: "${anna.memberId}") { version wallet { available } }`,
    row: 'U + F F F + F',
  },
};

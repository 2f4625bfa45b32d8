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
  hold: { field: ({ holdId }) => `hold(id: "${holdId}") { id }`, row: 'U + - - + + +' },
};

/** Sent in this order with one input; who comes second may be refused because the first has done it. */
export const writes: Readonly<Record<string, Row>> = {
  enrolMember: 'U F F + R R F',
  issueCard: 'U R + + + + F',
  setPublicName: 'U R + F F + F',
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
  capturePoints: 'U F F R + R F',
  voidPoints: 'U F F R + R F',
  redeemItemReward: 'U F F R + R F',
  returnPurchase: 'U F F + R + F',
  openLeaderboard: OPERATOR,
  rebuildLeaderboard: OPERATOR,
};

export const subscriptions: Readonly<Record<string, Read>> = {
  leaderboardChanged: {
    field: ({ leaderboardId }) => `leaderboardChanged(leaderboardId: "${leaderboardId}") {
      version standings { member { publicName { text } phone wallet { available } cards { number } } } }`,
    row: EVERYBODY,
  },
};

/**
 * What everyone gets of each field of a member and of a partner, whichever way through the graph leads to them. A
 * field without a row here fails the test.
 */
import type { TwoBrands } from '../../world/two-brands.js';
import type { Row } from './callers.js';

export interface FieldRow {
  /** The selection that reads it. */
  readonly read: string;
  /** stranger anna ben grocer hotel operator auditor */
  readonly row: Row;
}

const EVERYBODY = '+ + + + + + +';
const NOBODY = '- - - - - - -';

/**
 * Of Anna, who bought at the grocer, holds points at the hotel and pools them with Cleo. She is no firm, was never
 * merged and waits for no answer: who sees those of others is tested in the subgraph itself.
 */
export const memberFields: Readonly<Record<string, FieldRow>> = {
  id: { read: 'id', row: EVERYBODY },
  publicName: { read: 'publicName { text }', row: EVERYBODY },
  standings: { read: 'standings { rank }', row: EVERYBODY },
  phone: { read: 'phone', row: '- + - M M + -' },
  enrolledAt: { read: 'enrolledAt', row: '- + - + + + +' },
  cards: { read: 'cards { number }', row: '- + - + + + +' },
  kind: { read: 'kind', row: '- + - + + + +' },
  household: { read: 'household { id }', row: '- + - - - + +' },
  householdInvitations: { read: 'householdInvitations { id }', row: NOBODY },
  organisation: { read: 'organisation { name }', row: NOBODY },
  mergedInto: { read: 'mergedInto { id }', row: NOBODY },
  merges: { read: 'merges { id }', row: NOBODY },
  gifts: { read: 'gifts { pageInfo { hasNextPage } }', row: '- + - - - + +' },
  purchases: { read: 'purchases { pageInfo { endCursor } }', row: '- + - + - + +' },
  wallet: { read: 'wallet { available held }', row: '- + - + + + +' },
  spendLock: { read: 'spendLock { isLocked }', row: '- + - - - + +' },
  stepUps: { read: 'stepUps { id }', row: '- + - - - + +' },
  notices: { read: 'notices { pageInfo { endCursor } }', row: '- + - - - + +' },
  unreadNoticeCount: { read: 'unreadNoticeCount', row: '- + - - - + +' },
  wallets: { read: 'wallets { unit available }', row: '- + - + + + +' },
  itemRewards: { read: 'itemRewards { edges { node { id } } }', row: '- + - + + + +' },
};

/** A till needs balances of whoever stands before it; what happened elsewhere is none of its business. */
export const walletHistory: Readonly<Record<string, FieldRow>> = {
  lots: { read: 'wallet { lots { edges { node { id } } } }', row: '- + - + - + +' },
  upcoming: { read: 'wallet { upcoming { edges { node { at } } } }', row: '- + - + + + +' },
  entries: { read: 'wallet { entries { edges { node { id } } } }', row: '- + - + - + +' },
  balanceAsOf: {
    read: 'wallet { balanceAsOf(at: "2026-01-01T00:00:00Z") { available } }',
    row: '- + - - - + +',
  },
};

/** Of the grocer. */
export const partnerFields: Readonly<Record<string, FieldRow>> = {
  id: { read: 'id', row: EVERYBODY },
  name: { read: 'name', row: EVERYBODY },
  trade: { read: 'trade', row: EVERYBODY },
  status: { read: 'status', row: EVERYBODY },
  joinedAt: { read: 'joinedAt', row: EVERYBODY },
  stores: { read: 'stores { id }', row: EVERYBODY },
  agreements: { read: 'agreements { earnPoints }', row: '- - - + - + +' },
  agreementInForce: { read: 'agreementInForce { earnPoints }', row: '- - - + - + +' },
  apiKeys: { read: 'apiKeys { prefix }', row: '- - - + - + +' },
};

export interface Way {
  /** A document around the place where the selection goes. */
  readonly to: (brands: TwoBrands, selection: string) => string;
  /** Where in the answer the entity is. */
  readonly at: readonly (string | number)[];
}

const firstOf = (list: string) => [list, 'edges', 0, 'node'] as const;

export const waysToAnna: Readonly<Record<string, Way>> = {
  me: { to: (_, what) => `me { ${what} }`, at: ['me'] },
  member: { to: ({ anna }, what) => `member(id: "${anna.memberId}") { ${what} }`, at: ['member'] },
  findMember: {
    to: ({ anna }, what) => `findMember(phone: "${anna.phone}") { ${what} }`,
    at: ['findMember'],
  },
  members: { to: (_, what) => `members(first: 1) { edges { node { ${what} } } }`, at: firstOf('members') },
  standings: {
    to: (_, what) =>
      `leaderboard(code: "all") { standings(first: 1) { edges { node { member { ${what} } } } } }`,
    at: ['leaderboard', ...firstOf('standings'), 'member'],
  },
  standingOf: {
    to: ({ anna }, what) =>
      `leaderboard(code: "all") { standingOf(memberId: "${anna.memberId}") { member { ${what} } } }`,
    at: ['leaderboard', 'standingOf', 'member'],
  },
  around: {
    to: ({ anna }, what) =>
      `leaderboard(code: "all") { around(memberId: "${anna.memberId}", radius: 1) { member { ${what} } } }`,
    at: ['leaderboard', 'around', 0, 'member'],
  },
  purchase: {
    to: ({ purchaseId }, what) => `purchase(id: "${purchaseId}") { member { ${what} } }`,
    at: ['purchase', 'member'],
  },
  hold: { to: ({ holdId }, what) => `hold(id: "${holdId}") { member { ${what} } }`, at: ['hold', 'member'] },
};

export const waysToGrocer: Readonly<Record<string, Way>> = {
  partner: { to: ({ grocer }, what) => `partner(id: "${grocer.partnerId}") { ${what} }`, at: ['partner'] },
  store: {
    to: ({ grocer }, what) => `partner(id: "${grocer.partnerId}") { stores { partner { ${what} } } }`,
    at: ['partner', 'stores', 0, 'partner'],
  },
  purchase: {
    to: ({ purchaseId }, what) => `purchase(id: "${purchaseId}") { partner { ${what} } }`,
    at: ['purchase', 'partner'],
  },
  'store of a purchase': {
    to: ({ purchaseId }, what) => `purchase(id: "${purchaseId}") { store { partner { ${what} } } }`,
    at: ['purchase', 'store', 'partner'],
  },
  'issuer of a lot': {
    to: (_, what) => `me { wallet { lots { edges { node { issuer { ${what} } } } } } }`,
    at: ['me', 'wallet', ...firstOf('lots'), 'issuer'],
  },
  'partner of an entry': {
    to: (_, what) => `me { wallet { entries { edges { node { partner { ${what} } } } } } }`,
    at: ['me', 'wallet', ...firstOf('entries'), 'partner'],
  },
};

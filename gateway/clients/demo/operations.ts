/**
 * The five operations that the demo prints, ready to run: one for each kind of user, and two reads that cross
 * subgraphs.
 */
import type { DemoOperation } from './demo-file.js';
import type { DemoTill } from './open-coalition.js';
import { DEMO_CURRENCY } from './open-coalition.js';
import type { DemoMember } from './shopping.js';

const MY_WALLET = `{ me { publicName { text } cards { number } wallet { available pending held
  worth { amountMinor currency } upcomingExpiries { points at }
  entries(first: 5) { edges { node { kind points occurredAt } } } } } }`;
const PREVIEW = `query ($input: PreviewPurchaseInput!) { previewPurchase(input: $input) { __typename
  ... on PurchasePreviewed { points activatesAt expiresAt lines { lineNumber points }
    payable { points amount { amountMinor currency } } reasons { rule fired explanation } }
  ... on Problem { message } } }`;
const RECORD = `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { points replayed wallet { available } } ... on Problem { message retryable } } }`;
const BOARD = `query ($id: ID!) { leaderboard(id: $id) { name participantCount
  standings(first: 5) { edges { node { rank score member { publicName { text isAnonymous } } } } } } }`;
const WHO_OWES_WHOM = `{ currentSettlementPeriod { number openedAt
  positions { partner { name } net { amountMinor currency } }
  obligations { points amount { amountMinor currency } } } }`;

export function demoOperations(facts: {
  readonly member: DemoMember;
  readonly till: DemoTill;
  readonly leaderboardId: string;
  readonly now: Date;
}): DemoOperation[] {
  const basket = basketOf(facts);
  const receipt = {
    ...basket,
    idempotencyKey: `demo:example:${facts.now.getTime()}`,
    receiptNumber: `EXAMPLE-${facts.now.getTime()}`,
  };
  return [
    { name: 'My wallet and what will expire', as: 'member', query: MY_WALLET, variables: {} },
    {
      name: 'What would this basket earn?',
      as: 'partner',
      query: PREVIEW,
      variables: { input: basket },
    },
    { name: 'Record a purchase', as: 'partner', query: RECORD, variables: { input: receipt } },
    {
      name: 'The board of the month, with names',
      as: 'member',
      query: BOARD,
      variables: { id: facts.leaderboardId },
    },
    { name: 'Who owes whom right now', as: 'operator', query: WHO_OWES_WHOM, variables: {} },
  ];
}

/** One piece of the first article of the brand. */
function basketOf({ member, till, now }: { member: DemoMember; till: DemoTill; now: Date }) {
  const [article] = till.brand.articles;
  const amountMinor = String(article?.priceMinor ?? 0);
  return {
    cardNumber: member.cardNumber,
    storeId: till.storeIds[0],
    purchasedAt: now.toISOString(),
    currency: DEMO_CURRENCY,
    totalMinor: amountMinor,
    lines: [{ sku: article?.sku, name: article?.name, quantity: 1, amountMinor }],
  };
}

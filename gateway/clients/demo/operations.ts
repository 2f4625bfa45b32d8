/** The five operations that the demo prints, ready to run: one for each kind of user, and two reads that cross subgraphs. */
import type { DemoOperation } from './demo-file.js';
import type { DemoTill } from './open-coalition.js';
import { DEMO_CURRENCY } from './open-coalition.js';
import type { DemoMember } from './shopping.js';

export function demoOperations(facts: {
  readonly member: DemoMember;
  readonly till: DemoTill;
  readonly leaderboardId: string;
  readonly now: Date;
}): DemoOperation[] {
  const { member, till, leaderboardId, now } = facts;
  const [storeId] = till.storeIds;
  const [article] = till.brand.articles;
  const amountMinor = String(article?.priceMinor ?? 0);
  const basket = {
    cardNumber: member.cardNumber,
    storeId,
    purchasedAt: now.toISOString(),
    currency: DEMO_CURRENCY,
    totalMinor: amountMinor,
    lines: [{ sku: article?.sku, name: article?.name, quantity: 1, amountMinor }],
  };
  return [
    {
      name: 'My wallet and what will expire',
      as: 'member',
      query: `{ me { publicName { text } cards { number } wallet { available pending held worth { amountMinor currency }
  upcomingExpiries { points at } entries(first: 5) { edges { node { kind points occurredAt } } } } } }`,
      variables: {},
    },
    {
      name: 'What would this basket earn?',
      as: 'partner',
      query: `query ($input: PreviewPurchaseInput!) { previewPurchase(input: $input) { __typename
  ... on PurchasePreviewed { points activatesAt expiresAt lines { lineNumber points }
    payable { points amount { amountMinor currency } } reasons { rule fired explanation } } ... on Problem { message } } }`,
      variables: { input: basket },
    },
    {
      name: 'Record a purchase',
      as: 'partner',
      query: `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { points replayed wallet { available } } ... on Problem { message retryable } } }`,
      variables: {
        input: {
          ...basket,
          idempotencyKey: `demo:example:${now.getTime()}`,
          receiptNumber: `EXAMPLE-${now.getTime()}`,
        },
      },
    },
    {
      name: 'The board of the month, with names',
      as: 'member',
      query: `query ($id: ID!) { leaderboard(id: $id) { name participantCount
  standings(first: 5) { edges { node { rank score member { publicName { text isAnonymous } } } } } } }`,
      variables: { id: leaderboardId },
    },
    {
      name: 'Who owes whom right now',
      as: 'operator',
      query: `{ currentSettlementPeriod { number openedAt positions { partner { name } net { amountMinor currency } }
  obligations { points amount { amountMinor currency } } } }`,
      variables: {},
    },
  ];
}

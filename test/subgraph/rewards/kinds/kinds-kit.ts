/** What the tests of wallet kinds share: documents that show awards, units and items, and settings made in a line. */
import { expect } from 'vitest';
import { operator } from '../../../world/callers.js';
import type { GraphAnswer, SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, receipt, type TestPartner } from '../rewards-kit.js';

export const CONFIGURE_KIND = `mutation ($input: ConfigureWalletKindInput!) { configureWalletKind(input: $input) {
  __typename ... on WalletKindConfigured { replayed walletKind { unit version returnPolicy } }
  ... on WalletKindNotValid { field rule } ... on Problem { message } } }`;
export const CONFIGURE_BONUS = `mutation ($input: ConfigureBonusInput!) { configureBonus(input: $input) {
  __typename ... on BonusConfigured { replayed bonus { code version points perMille channel isActive validFrom
    validUntil minTotalMinor currency activation { by } expiry { by months } } }
  ... on BonusNotValid { field rule } ... on Problem { message } } }`;
export const RECORD_AWARDS = `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { replayed points awards { unit rule kindVersion asked granted activatesAt expiresAt }
    purchase { id channel points } } ... on Problem { message } } }`;
export const PREVIEW_AWARDS = `query ($input: PreviewPurchaseInput!) { previewPurchase(input: $input) { __typename
  ... on PurchasePreviewed { points awards { unit rule asked granted activatesAt expiresAt }
    reasons { rule unit fired points explanation } } ... on Problem { message } } }`;
export const PRICE = `query ($input: PreviewEarningsInput!) { previewEarnings(input: $input) { __typename
  ... on EarningsPreviewed { points awards { unit rule granted activatesAt expiresAt } }
  ... on Problem { message } } }`;
export const RETURN_UNITS = `mutation ($input: ReturnPurchaseInput!) { returnPurchase(input: $input) { __typename
  ... on PurchaseReturned { points pointsAsked letOff purchaseReturn { id points asked letOff
    units { unit policy asked taken letOff } } } ... on Problem { message } } }`;
export const REDEEM = `mutation ($input: RedeemItemRewardInput!) { redeemItemReward(input: $input) { __typename
  ... on ItemRewardRedeemed { replayed itemReward { id state redeemedAtStore { id } } }
  ... on ItemRewardNotIssued { state } ... on Problem { message } } }`;

const MEMBER = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member {
  wallets { unit nameOne nameMany purpose available pending held debt room nextItem { name every missing }
    lots { edges { node { unit original remaining } } } entries { edges { node { kind points } } } }
  itemRewards { edges { node { id state name units redeemedAt cancelledAt } } } } } }`;

export const kind = (world: SubgraphWorld, unit: string, settings: Record<string, unknown>) =>
  act(world, operator, CONFIGURE_KIND, { unit, ...settings });

/** Puts a kind in force that must be valid. */
export async function kindOf(world: SubgraphWorld, unit: string, settings: Record<string, unknown>) {
  const configured = await kind(world, unit, settings);
  expect(configured).toMatchObject({ __typename: 'WalletKindConfigured' });
  return configured.walletKind.version as number;
}

/** Ten visits, one coffee. */
export const STAMP_CARD = {
  purpose: 'STAMPS',
  nameOne: 'stamp',
  nameMany: 'stamps',
  earning: { by: 'VISIT', units: '1' },
};

/** What the member has of every unit, by unit, and the items, as the operator sees them. */
export async function walletsOf(world: SubgraphWorld, memberId: string): Promise<GraphAnswer['data']> {
  const { data, errors } = await world.ask(operator, MEMBER, {
    of: [{ __typename: 'Member', id: memberId }],
  });
  expect(errors).toBeUndefined();
  const [{ wallets, itemRewards }] = data._entities;
  const byUnit = Object.fromEntries(wallets.map((wallet: { unit: string }) => [wallet.unit, wallet]));
  return { ...byUnit, items: itemRewards.edges.map(({ node }: { node: unknown }) => node) };
}

/** Records a receipt of one line of some pieces, which must succeed. */
export async function recorded(
  world: SubgraphWorld,
  at: { readonly memberId: string; readonly partner: TestPartner; readonly quantity?: number },
  totalMinor: number,
  more: Record<string, unknown> = {},
): Promise<GraphAnswer['data']> {
  const input = { ...receipt({ memberId: at.memberId, storeId: at.partner.storeId }, totalMinor), ...more };
  const lines = input.lines.map((line) => ({ ...line, quantity: at.quantity ?? 1 }));
  const answer = await act(world, at.partner.till, RECORD_AWARDS, { ...input, lines });
  expect(answer).toMatchObject({ __typename: 'PurchaseRecorded' });
  return answer;
}

/** Takes pieces of the first line back, which must succeed. */
export async function returned(
  world: SubgraphWorld,
  of: { readonly purchaseId: string; readonly partner: TestPartner },
  quantity = 1,
): Promise<GraphAnswer['data']> {
  const input = { purchaseId: of.purchaseId, lines: [{ lineNumber: 1, quantity }] };
  const answer = await act(world, of.partner.till, RETURN_UNITS, input);
  expect(answer).toMatchObject({ __typename: 'PurchaseReturned' });
  return answer;
}

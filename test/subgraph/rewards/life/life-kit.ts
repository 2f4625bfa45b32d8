/** What tests of the life of lots share: kinds of wallet with policies, nights, events, and lots as they stand. */
import { expect } from 'vitest';
import { operator } from '../../../world/callers.js';
import type { SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, RECORD, receipt, type TestPartner } from '../rewards-kit.js';

export const KIND = `mutation ($input: ConfigureWalletKindInput!) { configureWalletKind(input: $input) { __typename
  ... on WalletKindConfigured { walletKind { unit version } } ... on Problem { message } } }`;
export const NIGHT = `mutation ($input: RunNightInput!) { runNight(input: $input) { __typename
  ... on NightStarted { replayed run { id day state step membersDone lotsActivated lotsCancelled lotsExpired finishedAt
    steps { step members lots points } } }
  ... on NightNotDue { day dueAt } ... on Problem { message retryable } } }`;
const WALLET = 'wallet { available pending debt }';
export const CONFIRM = `mutation ($input: ConfirmPurchaseInput!) { confirmPurchase(input: $input) { __typename
  ... on PurchaseConfirmed { replayed points ${WALLET} purchase { id } } ... on Problem { message }
  ... on NothingWaits { purchaseId } } }`;
export const CANCEL = `mutation ($input: CancelPurchasePointsInput!) { cancelPurchasePoints(input: $input) { __typename
  ... on PurchasePointsCancelled { replayed points ${WALLET} purchase { id } } ... on Problem { message } } }`;
const LIFE = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Member {
  wallet { available pending debt
    upcoming(first: 20) { edges { node { at what points worth { amountMinor currency } } } pageInfo { hasNextPage } }
    upcomingExpiries { at points worth { amountMinor } }
    lots(first: 50) { edges { node { original remaining state activatesAt cancelsAt expiresAt earnedAt } } }
    entries(first: 50) { edges { node { kind points } } } } } } }`;

export interface LifeOfLot {
  readonly original: string;
  readonly remaining: string;
  readonly state: string;
  readonly activatesAt: string | null;
  readonly cancelsAt: string | null;
  readonly expiresAt: string | null;
  readonly earnedAt: string;
}

export interface Life {
  readonly available: string;
  readonly pending: string;
  readonly debt: string;
  readonly upcoming: readonly { at: string; what: string; points: string; worth: { amountMinor: string } }[];
  readonly upcomingExpiries: readonly { at: string; points: string; worth: { amountMinor: string } }[];
  /** The oldest first. */
  readonly lots: readonly LifeOfLot[];
  readonly entries: readonly { kind: string; points: string }[];
}

export async function lifeOf(world: SubgraphWorld, memberId: string): Promise<Life> {
  const representations = [{ __typename: 'Member', id: memberId }];
  const { data, errors } = await world.ask(operator, LIFE, { representations });
  expect(errors).toBeUndefined();
  const { wallet } = data._entities[0];
  const nodes = (list: { edges: { node: never }[] }) => list.edges.map(({ node }) => node);
  return {
    ...wallet,
    upcoming: nodes(wallet.upcoming),
    lots: nodes(wallet.lots).reverse(),
    entries: nodes(wallet.entries).reverse(),
  };
}

/** Puts policies of the shared currency in force. */
export async function lives(world: SubgraphWorld, policies: Record<string, unknown>): Promise<void> {
  const configured = await act(world, operator, KIND, { unit: 'PTS', ...policies });
  expect(configured.__typename).toBe('WalletKindConfigured');
}

/** Runs the night of today, or of a day, to its end. */
export async function night(world: SubgraphWorld, day?: string) {
  const started = await act(world, operator, NIGHT, day === undefined ? {} : { day });
  expect(started).toMatchObject({ __typename: 'NightStarted', run: { state: 'FINISHED', step: null } });
  return started.run;
}

/** Buys something by the clock of the world. */
export async function buys(
  world: SubgraphWorld,
  at: { readonly memberId: string; readonly partner: TestPartner },
  totalMinor: number,
  pieces = 1,
) {
  const input = {
    ...receipt({ memberId: at.memberId, storeId: at.partner.storeId }, totalMinor),
    purchasedAt: world.clock.now().toISOString(),
    lines: [{ sku: 'A1', name: 'Bread', quantity: pieces, amountMinor: String(totalMinor) }],
  };
  const recorded = await act(world, at.partner.till, RECORD, input);
  expect(recorded.__typename).toBe('PurchaseRecorded');
  return recorded.purchase.id as string;
}

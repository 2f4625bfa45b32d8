/**
 * A wholesaler's programme through the public graph: a firm is one member with one balance, several people buy and pay
 * for it by cards of their own, and each spends no more of its points in a month than the firm lets them.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../../gateway/clients/graph-client.js';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../../world/two-brands.js';

type Input = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>> & { readonly __typename: string };

interface Buyer {
  readonly id: string;
  readonly card: { readonly number: string };
}

let world: PlatformWorld;
let brands: TwoBrands;
let wholesaler: GraphClient;
let hotel: GraphClient;
let acts = 0;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
  wholesaler = world.anonymous.as(brands.grocer.apiKey);
  hotel = world.anonymous.as(brands.hotel.apiKey);
}, 120_000);
afterEach(async () => {
  const proof = await world.auditor.request<{ ledgerProof: { holds: boolean } }>('{ ledgerProof { holds } }');
  expect(proof.ledgerProof.holds).toBe(true);
});
afterAll(() => world?.stop());

/** Sends an act and gives its result, success or refusal. */
async function act(client: GraphClient, name: string, input: Input, selection = ''): Promise<Answer> {
  acts += 1;
  const answer = await client.request<Record<string, Answer>>(actDocument(name, selection), {
    input: { idempotencyKey: `firm-${acts}`, ...input },
  });
  return answer[name] as Answer;
}

async function firm(): Promise<string> {
  const named = { name: 'Bolts & Sons', reference: `HRB ${4_000 + acts}` };
  const enrolled = await act(
    wholesaler,
    'enrolOrganisation',
    named,
    '... on OrganisationEnrolled { member { id } }',
  );
  return (enrolled['member'] as { id: string }).id;
}

async function buyer(memberId: string, label: string, monthlySpendLimit: string | null): Promise<Buyer> {
  const input = { memberId, label, monthlySpendLimit };
  const added = await act(
    wholesaler,
    'addBuyer',
    input,
    '... on BuyerAdded { buyer { id card { number } } }',
  );
  return added['buyer'] as Buyer;
}

async function buys({ card }: Buyer, totalMinor: string): Promise<string> {
  const receipt = {
    ...{ cardNumber: card.number, storeId: brands.grocer.storeId, receiptNumber: `S33-${acts}` },
    ...{ purchasedAt: world.clock.now().toISOString(), currency: 'EUR', totalMinor },
    lines: [{ sku: 'NUT', name: 'Nuts, a pallet', quantity: 1, amountMinor: totalMinor }],
  };
  const selection = '... on PurchaseRecorded { points wallet { available } }';
  const recorded = await act(wholesaler, 'recordPurchase', receipt, selection);
  return (recorded['wallet'] as { available: string }).available;
}

/** Pays at another brand than the one that enrolled the firm: a buyer's card works at every till. */
const pays = ({ card }: Buyer, points: string): Promise<Answer> =>
  act(
    hotel,
    'holdPoints',
    { cardNumber: card.number, storeId: brands.hotel.storeId, points },
    `... on PointsHeld { hold { id } wallet { available } }
      ... on BuyerLimitExceeded { buyerId most spent asked }`,
  );

async function balanceOf(memberId: string): Promise<unknown> {
  const { member } = await world.operator.request<{ member: { wallet: object } }>(
    'query ($id: ID!) { member(id: $id) { kind wallet { available held } } }',
    { id: memberId },
  );
  return member;
}

/** Who bought or paid, by every entry of the firm in the order in which they were made. */
async function actedBy(memberId: string): Promise<readonly string[]> {
  const { member } = await world.operator.request<{ member: { wallet: { entries: Connection } } }>(
    `query ($id: ID!) { member(id: $id) { wallet { entries(first: 20) { edges { node { kind
      explanation { reasons { facts { name value } } } } } } } } }`,
    { id: memberId },
  );
  return member.wallet.entries.edges
    .map(({ node: { kind, explanation } }) => {
      const facts = explanation.reasons.flatMap((reason) => reason.facts);
      return `${kind} ${facts.find(({ name }) => name === 'buyerId')?.value}`;
    })
    .sort();
}

interface Connection {
  readonly edges: readonly {
    readonly node: {
      readonly kind: string;
      readonly explanation: {
        readonly reasons: readonly { readonly facts: readonly { name: string; value: string }[] }[];
      };
    };
  }[];
}

describe('a wholesaler (s33)', () => {
  it('has a firm with several buyers who fill and spend one balance, each up to a limit of their own', async () => {
    const memberId = await firm();
    const yard = await buyer(memberId, 'Yard', '100');
    const office = await buyer(memberId, 'Office', null);
    expect(await buys(yard, '30000')).toBe('300');
    expect(await buys(office, '20000')).toBe('500');
    const first = await pays(yard, '60');
    expect(first).toMatchObject({ __typename: 'PointsHeld', wallet: { available: '440' } });
    const capture = { holdId: (first['hold'] as { id: string }).id, points: '50', isFinal: true };
    expect(await act(hotel, 'capturePoints', capture)).toMatchObject({ __typename: 'PointsCaptured' });
    // Of the 60 only 50 were spent: the other ten are hers again.
    expect(await pays(yard, '51')).toMatchObject({
      ...{ __typename: 'BuyerLimitExceeded', buyerId: yard.id },
      ...{ most: '100', spent: '50', asked: '51' },
    });
    expect(await pays(yard, '50')).toMatchObject({ __typename: 'PointsHeld', wallet: { available: '400' } });
    expect(await pays(yard, '1')).toMatchObject({ __typename: 'BuyerLimitExceeded', spent: '100' });
    expect(await pays(office, '400')).toMatchObject({ __typename: 'PointsHeld', wallet: { available: '0' } });
    expect(await balanceOf(memberId)).toEqual({
      kind: 'ORGANISATION',
      wallet: { available: '0', held: '450' },
    });
    expect(await actedBy(memberId)).toEqual(
      [`CAPTURE ${yard.id}`, `EARN ${office.id}`, `EARN ${yard.id}`].sort(),
    );
  });

  it('keeps a limit also when many tills ask at once, and counts anew in the next month', async () => {
    const memberId = await firm();
    const yard = await buyer(memberId, 'Yard', '100');
    await buys(yard, '100000');
    const answers = await Promise.all(Array.from({ length: 8 }, () => pays(yard, '30')));
    const kinds = answers.map(({ __typename }) => __typename).sort();
    expect(kinds).toEqual([
      ...Array.from({ length: 5 }, () => 'BuyerLimitExceeded'),
      ...Array.from({ length: 3 }, () => 'PointsHeld'),
    ]);
    world.clock.moveDays(32);
    expect(await pays(yard, '100')).toMatchObject({ __typename: 'PointsHeld' });
  });

  it('changes a limit, and knows a buyer no more who was removed', async () => {
    const memberId = await firm();
    const yard = await buyer(memberId, 'Yard', '10');
    await buys(yard, '10000');
    expect(await pays(yard, '11')).toMatchObject({ __typename: 'BuyerLimitExceeded', most: '10' });
    await act(wholesaler, 'setBuyerLimit', { buyerId: yard.id, monthlySpendLimit: '20' });
    await world.quiet();
    expect(await pays(yard, '11')).toMatchObject({ __typename: 'PointsHeld' });
    await act(wholesaler, 'removeBuyer', { buyerId: yard.id });
    await world.quiet();
    expect(await pays(yard, '1')).toMatchObject({ __typename: 'MemberNotEnrolled' });
    expect(await balanceOf(memberId)).toMatchObject({ wallet: { available: '89' } });
  });
});

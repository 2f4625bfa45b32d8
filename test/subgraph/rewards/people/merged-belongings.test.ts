/**
 * What a merged member has beside points: items that her stamps became, and gifts that are open or were accepted. The
 * one whom she was merged into acts for her, and gives back what was not used when the merge is undone.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { memberCaller, operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { kindOf, REDEEM, recorded, returned, STAMP_CARD, walletsOf } from '../kinds/kinds-kit.js';
import { act, partnerOf, SPEND, type TestPartner, walletOf } from '../rewards-kit.js';
import { answer, given, OFFER, offer, type Person, personWith, REVERSE, WITHDRAW } from './between-kit.js';
import { auditMoves, merged, type Pair, unmerged } from './merging-kit.js';

const GIFTS = `query ($of: [_Any!]!, $after: String) { _entities(representations: $of) { ... on Member {
  gifts(first: 1, after: $after) { edges { node { id state giver { id } receiver { id } } }
    pageInfo { hasNextPage endCursor } } } } }`;

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
  await kindOf(world, 'STAMPS', { ...STAMP_CARD, itemReward: { every: '3', name: 'Coffee' } });
});
afterEach(() => auditMoves(world));
afterAll(() => world?.close());

interface People {
  readonly members: Pair;
  readonly source: Person;
  readonly target: Person;
}

async function people(points = { source: 0, target: 0 }): Promise<People> {
  const source = await personWith(world, partner, points.source);
  const target = await personWith(world, partner, points.target);
  return { members: { mergeId: crypto.randomUUID(), source, target }, source, target };
}

const availableOf = async (...persons: readonly Person[]): Promise<string[]> =>
  Promise.all(persons.map(async ({ memberId }) => (await walletOf(world, memberId)).available));

async function visits(memberId: string, count: number): Promise<string[]> {
  const purchases: string[] = [];
  for (let visit = 0; visit < count; visit += 1) {
    purchases.push((await recorded(world, { memberId, partner }, 100)).purchase.id);
  }
  return purchases;
}

async function giftsOf(person: Person) {
  const of = [{ __typename: 'Member', id: person.memberId }];
  const found: { id: string; state: string; giver: { id: string }; receiver: { id: string } }[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data, errors } = await world.ask(person.self, GIFTS, { of, after });
    expect(errors).toBeUndefined();
    const { edges, pageInfo } = data._entities[0].gifts;
    found.push(...edges.map(({ node }: { node: (typeof found)[number] }) => node));
    [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
  }
  return found;
}

const spend = (person: Person, points: number) =>
  act(world, partner.till, SPEND, {
    memberId: person.memberId,
    storeId: partner.storeId,
    points: String(points),
  });

describe('items of a merged member', () => {
  const redeem = (itemRewardId: string) =>
    act(world, partner.till, REDEEM, { itemRewardId, storeId: partner.storeId });

  it('are with the target, and those that were not taken go home', async () => {
    const { members, source, target } = await people();
    await visits(source.memberId, 6);
    await merged(world, members);
    const { items } = await walletsOf(world, target.memberId);
    expect(items).toMatchObject([{ state: 'ISSUED' }, { state: 'ISSUED' }]);
    expect((await walletsOf(world, source.memberId)).items).toEqual([]);
    expect((await redeem(items[0].id)).__typename).toBe('ItemRewardRedeemed');
    const told = await world.told('rewards.item-reward-redeemed.1');
    expect(told.at(-1)).toMatchObject({ key: target.memberId, data: { memberId: target.memberId } });
    await unmerged(world, members);
    expect((await walletsOf(world, target.memberId)).items).toEqual([]);
    const home = (await walletsOf(world, source.memberId)).items;
    expect(home).toMatchObject([{ state: 'REDEEMED' }, { state: 'ISSUED' }]);
    expect((await redeem(home[1].id)).__typename).toBe('ItemRewardRedeemed');
  });

  it('are cancelled by a return of what gave the stamps, and the rest of the stamps is with the target', async () => {
    const { members, source, target } = await people();
    const [purchaseId = ''] = await visits(source.memberId, 3);
    await merged(world, members);
    const back = await returned(world, { purchaseId, partner });
    expect(back.purchaseReturn.units).toMatchObject([
      { unit: 'PTS' },
      { unit: 'STAMPS', asked: '1', taken: '1' },
    ]);
    const { STAMPS, items } = await walletsOf(world, target.memberId);
    expect(STAMPS).toMatchObject({ available: '2', debt: '0' });
    expect(items).toMatchObject([{ state: 'CANCELLED' }]);
    expect((await walletsOf(world, source.memberId)).STAMPS).toMatchObject({ available: '0' });
  });

  it('are taken or cancelled, never both, when a return comes with the redeeming', async () => {
    const { members, source, target } = await people();
    const [purchaseId = ''] = await visits(source.memberId, 3);
    await merged(world, members);
    const [item] = (await walletsOf(world, target.memberId)).items;
    await Promise.all([returned(world, { purchaseId, partner }), redeem(item.id)]);
    const { STAMPS, items } = await walletsOf(world, target.memberId);
    expect([
      ['REDEEMED', '1'],
      ['CANCELLED', '0'],
    ]).toContainEqual([items[0].state, STAMPS.debt]);
  });
});

describe('an open offer', () => {
  it('to a merged member is accepted by the target, who gets the points', async () => {
    const { members, source, target } = await people();
    const giver = await personWith(world, partner, 100);
    const { gift } = await offer(world, { from: giver, to: source }, 60);
    await merged(world, members);
    expect(await giftsOf(target)).toMatchObject([{ id: gift.id, receiver: { id: target.memberId } }]);
    expect(await giftsOf(source)).toEqual([]);
    expect(await answer(world, source.self, gift.id)).toMatchObject({ __typename: 'GiftNotFound' });
    const answered = await answer(world, target.self, gift.id);
    expect(answered).toMatchObject({ __typename: 'GiftAnswered', wallet: { available: '60' } });
    expect(await availableOf(giver, source, target)).toEqual(['40', '0', '60']);
    await unmerged(world, members);
    expect(await availableOf(giver, source, target)).toEqual(['40', '60', '0']);
    expect(await giftsOf(source)).toMatchObject([{ id: gift.id, state: 'ACCEPTED' }]);
  });

  it('is accepted once by all who answer at the same instant', async () => {
    const { members, source, target } = await people();
    const giver = await personWith(world, partner, 100);
    const { gift } = await offer(world, { from: giver, to: source }, 60);
    await merged(world, members);
    const answers = await Promise.all([1, 2, 3, 4].map(() => answer(world, target.self, gift.id)));
    expect(answers.filter(({ __typename }) => __typename === 'GiftAnswered')).toHaveLength(1);
    expect(await availableOf(giver, source, target)).toEqual(['40', '0', '60']);
  });

  it('of a merged member is withdrawn by the target, declined or lapses to her', async () => {
    const { members, source, target } = await people({ source: 100, target: 0 });
    const receiver = await personWith(world, partner, 0);
    const offers = [
      (await offer(world, { from: source, to: receiver }, 30)).gift.id,
      (await offer(world, { from: source, to: receiver }, 30)).gift.id,
    ];
    await merged(world, members);
    expect(await availableOf(source, target)).toEqual(['0', '40']);
    expect(await giftsOf(target)).toHaveLength(2);
    const withdrawn = await act(world, target.self, WITHDRAW, { giftId: offers[0] });
    expect(withdrawn).toMatchObject({ __typename: 'GiftWithdrawn', wallet: { available: '70' } });
    await answer(world, receiver.self, offers[1] as string, false);
    expect(await availableOf(source, target)).toEqual(['0', '100']);
  });

  it('to a card or an id of a merged member goes to the target at once', async () => {
    const { members, source, target } = await people();
    const giver = await personWith(world, partner, 100);
    await merged(world, members);
    const byId = await offer(world, { from: giver, to: source }, 10);
    const byCard = await act(world, giver.self, OFFER, { cardNumber: source.cardNumber, points: '10' });
    for (const { gift } of [byId, byCard]) expect(gift.receiver.id).toBe(target.memberId);
  });
});

describe('an accepted gift that is reversed', () => {
  it('is taken from where the points are, and goes to where the giver is', async () => {
    const { members, source, target } = await people();
    const givers = await people({ source: 100, target: 0 });
    const giftId = await given(world, { from: givers.source, to: source }, 80);
    await merged(world, members);
    await merged(world, givers.members);
    expect((await spend(target, 30)).__typename).toBe('PointsSpent');
    const reversed = await act(world, operator, REVERSE, { giftId, reason: 'a mistake', mayOwe: false });
    expect(reversed).toMatchObject({ __typename: 'GiftReversed', returned: '50', missing: '30' });
    expect(await availableOf(source, target, givers.source, givers.target)).toEqual(['0', '0', '0', '70']);
  });

  it('leaves the debt with the one who has the points now, if it may', async () => {
    const { members, source, target } = await people();
    const giver = await personWith(world, partner, 100);
    const giftId = await given(world, { from: giver, to: source }, 80);
    await merged(world, members);
    await spend(target, 30);
    await act(world, operator, REVERSE, { giftId, reason: 'a mistake', mayOwe: true });
    expect(await availableOf(source, target, giver)).toEqual(['0', '-30', '100']);
  });
});

it('an offer of a merged member that lapses frees its points for the target', async () => {
  const { members, source, target } = await people({ source: 100, target: 0 });
  const receiver = await personWith(world, partner, 0);
  await offer(world, { from: source, to: receiver }, 30);
  await merged(world, members);
  world.clock.moveDays(60);
  await eventually(async () => (await availableOf(source, target)).join() === '0,100', 20_000);
  expect(await giftsOf({ ...target, self: memberCaller(target.memberId) })).toMatchObject([
    { state: 'LAPSED' },
  ]);
});

/** Stamps that become items by themselves: once they are usable, never twice, and back again when goods come back. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { anonymous, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, memberOf, partnerOf, receipt, type TestPartner } from '../rewards-kit.js';
import { kindOf, RECORD_AWARDS, REDEEM, recorded, returned, STAMP_CARD, walletsOf } from './kinds-kit.js';

const RUN_NIGHT = `mutation ($input: RunNightInput!) { runNight(input: $input) { __typename
  ... on NightStarted { run { state } } ... on Problem { message } } }`;

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
  await kindOf(world, 'STAMPS', { ...STAMP_CARD, itemReward: { every: '3', name: 'Coffee' } });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function visits(memberId: string, count: number): Promise<string[]> {
  const purchases: string[] = [];
  for (let visit = 0; visit < count; visit += 1) {
    const { purchase } = await recorded(world, { memberId, partner: a }, 100);
    purchases.push(purchase.id);
  }
  return purchases;
}

const redeem = (itemRewardId: string, partner: TestPartner, more: Record<string, unknown> = {}) =>
  act(world, partner.till, REDEEM, { itemRewardId, storeId: partner.storeId, ...more });

const eventsOf = async (type: 'issued' | 'redeemed' | 'cancelled', memberId: string) =>
  (await world.told(`rewards.item-reward-${type}.1`)).filter(({ key }) => key === memberId);

describe('stamps', () => {
  it('become an item with the purchase that completes the card, and tell how many are missing till then', async () => {
    const { memberId } = await memberOf(world);
    await visits(memberId, 2);
    const before = await walletsOf(world, memberId);
    expect(before).toMatchObject({
      STAMPS: { nextItem: { name: 'Coffee', every: '3', missing: '1' } },
      items: [],
    });
    await visits(memberId, 1);
    const { STAMPS, items } = await walletsOf(world, memberId);
    expect(STAMPS).toMatchObject({ available: '0', nextItem: { missing: '3' } });
    expect(STAMPS.entries.edges[0].node).toEqual({ kind: 'CONVERSION', points: '-3' });
    expect(items).toMatchObject([{ state: 'ISSUED', name: 'Coffee', units: '3' }]);
    expect(await eventsOf('issued', memberId)).toMatchObject([{ data: { unit: 'STAMPS', units: '3' } }]);
  });

  it('become one item however often the receipt is sent, and however many come at once', async () => {
    const { memberId } = await memberOf(world);
    const inputs = Array.from({ length: 4 }, () => receipt({ memberId, storeId: a.storeId }, 100));
    await Promise.all([...inputs, ...inputs].map((input) => act(world, a.till, RECORD_AWARDS, input)));
    const { STAMPS, items } = await walletsOf(world, memberId);
    expect(STAMPS).toMatchObject({ available: '1' });
    expect(items).toHaveLength(1);
  });

  it('that wait become an item when the night comes after they are usable, and no sooner', async () => {
    await kindOf(world, 'SLOW', {
      ...STAMP_CARD,
      earning: { by: 'VISIT', units: '4' },
      activation: { by: 'DELAY', days: 1 },
      itemReward: { every: '4', name: 'Tea' },
    });
    const { memberId } = await memberOf(world);
    await visits(memberId, 1);
    await act(world, operator, RUN_NIGHT, {});
    expect((await walletsOf(world, memberId)).items).toEqual([]);
    world.clock.moveDays(3);
    await act(world, operator, RUN_NIGHT, {});
    expect((await walletsOf(world, memberId)).items).toMatchObject([{ name: 'Tea', units: '4' }]);
    await kindOf(world, 'SLOW', { earning: { by: 'NOTHING' } });
  });

  it('of one receipt become several items, and the rest stays', async () => {
    await kindOf(world, 'SPENT', {
      ...STAMP_CARD,
      earning: { by: 'MONEY', units: '1', perMinor: '1' },
      itemReward: { every: '5000', name: 'Meal' },
    });
    const { memberId } = await memberOf(world);
    await recorded(world, { memberId, partner: a }, 14_999);
    const { SPENT, items } = await walletsOf(world, memberId);
    expect(SPENT).toMatchObject({ available: '4999', nextItem: { missing: '1' } });
    expect(items.filter(({ name }: { name: string }) => name === 'Meal')).toHaveLength(2);
    await kindOf(world, 'SPENT', { earning: { by: 'NOTHING' } });
  });
});

describe('a return of what gave stamps', () => {
  it('cancels the item that was not taken yet: its stamps come back, and then some are taken', async () => {
    const { memberId } = await memberOf(world);
    const [purchaseId = ''] = await visits(memberId, 3);
    expect(await returned(world, { purchaseId, partner: a })).toMatchObject({
      purchaseReturn: { units: [{ unit: 'PTS' }, { unit: 'STAMPS', asked: '1', taken: '1' }] },
    });
    const { STAMPS, items } = await walletsOf(world, memberId);
    expect(STAMPS).toMatchObject({ available: '2', debt: '0' });
    expect(items).toMatchObject([{ state: 'CANCELLED' }]);
    expect(STAMPS.entries.edges.slice(0, 2).map(({ node }: { node: unknown }) => node)).toEqual([
      { kind: 'RETURN', points: '-1' },
      { kind: 'CONVERSION', points: '3' },
    ]);
    expect(await eventsOf('cancelled', memberId)).toHaveLength(1);
    await visits(memberId, 1);
    expect((await walletsOf(world, memberId)).items).toMatchObject([
      { state: 'ISSUED' },
      { state: 'CANCELLED' },
    ]);
  });

  it('leaves the item alone while other stamps are there', async () => {
    const { memberId } = await memberOf(world);
    const [purchaseId = ''] = await visits(memberId, 4);
    await returned(world, { purchaseId, partner: a });
    expect(await walletsOf(world, memberId)).toMatchObject({
      STAMPS: { available: '0' },
      items: [{ state: 'ISSUED' }],
    });
  });

  it('leaves a debt in stamps when the item was taken, which the next stamp pays', async () => {
    const { memberId } = await memberOf(world);
    const [purchaseId = ''] = await visits(memberId, 3);
    const { items } = await walletsOf(world, memberId);
    await redeem(items[0].id, b);
    await returned(world, { purchaseId, partner: a });
    expect((await walletsOf(world, memberId)).STAMPS).toMatchObject({ available: '-1', debt: '1' });
    await visits(memberId, 3);
    expect(await walletsOf(world, memberId)).toMatchObject({
      STAMPS: { available: '2', debt: '0' },
      items: [{}],
    });
  });

  it('and the taking of the item at once end in one of both', async () => {
    const { memberId } = await memberOf(world);
    const [purchaseId = ''] = await visits(memberId, 3);
    const [item] = (await walletsOf(world, memberId)).items;
    const [taken] = await Promise.all([redeem(item.id, b), returned(world, { purchaseId, partner: a })]);
    const { STAMPS, items } = await walletsOf(world, memberId);
    const isTaken = taken.__typename === 'ItemRewardRedeemed';
    expect(items).toMatchObject([{ state: isTaken ? 'REDEEMED' : 'CANCELLED' }]);
    expect(STAMPS).toMatchObject(isTaken ? { available: '-1' } : { available: '2' });
  });
});

describe('an item', () => {
  const issuedTo = async (): Promise<{ memberId: string; itemId: string }> => {
    const { memberId } = await memberOf(world);
    await visits(memberId, 3);
    return { memberId, itemId: (await walletsOf(world, memberId)).items[0].id };
  };

  it('is taken once, by whichever store is first', async () => {
    const { memberId, itemId } = await issuedTo();
    const answers = await Promise.all([redeem(itemId, a), redeem(itemId, b), redeem(itemId, a)]);
    expect(answers.filter(({ __typename }) => __typename === 'ItemRewardRedeemed')).toHaveLength(1);
    expect(answers.filter(({ state }) => state === 'REDEEMED')).toHaveLength(2);
    expect(await eventsOf('redeemed', memberId)).toHaveLength(1);
  });

  it('is taken once under one key, which answers again and serves for nothing else', async () => {
    const { itemId } = await issuedTo();
    const key = { idempotencyKey: v7() };
    const first = await redeem(itemId, b, key);
    expect(first).toMatchObject({ itemReward: { state: 'REDEEMED', redeemedAtStore: { id: b.storeId } } });
    expect(await redeem(itemId, b, key)).toEqual({ ...first, replayed: true });
    const other = await redeem((await issuedTo()).itemId, b, key);
    expect(other).toMatchObject({ __typename: 'KeyReused' });
  });

  it('is not taken where it cannot be', async () => {
    const { itemId } = await issuedTo();
    const gone = await partnerOf(world, { status: 'BURN_CLOSED' });
    expect(await redeem(v7(), a)).toMatchObject({ __typename: 'ItemRewardNotFound' });
    expect(await redeem(itemId, a, { storeId: b.storeId })).toMatchObject({ __typename: 'StoreNotFound' });
    expect(await redeem(itemId, gone)).toMatchObject({ __typename: 'PartnerNotActive' });
    const bare = await act(world, operator, REDEEM, { itemRewardId: itemId, storeId: a.storeId });
    expect(bare).toMatchObject({ __typename: 'ItemRewardRedeemed' });
    expect(await redeem(itemId, a)).toMatchObject({ __typename: 'ItemRewardNotIssued', state: 'REDEEMED' });
  });

  it('is seen by the member and at tills; once taken, only where it was taken', async () => {
    const { memberId, itemId } = await issuedTo();
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member {
      itemRewards { edges { node { id } } } } } }`;
    const seen = async (caller: Parameters<SubgraphWorld['ask']>[0]) => {
      const { data } = await world.ask(caller, query, { of: [{ __typename: 'Member', id: memberId }] });
      return data._entities[0].itemRewards?.edges.length ?? null;
    };
    expect(await Promise.all([seen(a.till), seen(b.till), seen(anonymous)])).toEqual([1, 1, null]);
    await redeem(itemId, b);
    expect(await Promise.all([seen(a.till), seen(b.till)])).toEqual([0, 1]);
  });
});

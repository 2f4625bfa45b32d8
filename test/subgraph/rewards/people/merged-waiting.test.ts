/**
 * Points of a merged member that wait for their event: it makes them usable where they are now, and when it does not
 * come they are gone there, once, and their issuer has its money back.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { buys, CANCEL, CONFIRM, lifeOf, lives, night } from '../life/life-kit.js';
import { act, partnerOf, RETURN, type TestPartner } from '../rewards-kit.js';
import { adjust } from './between-kit.js';
import { auditMoves, merged, type Pair, pairOf, unmerged } from './merging-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
  await lives(world, { activation: { by: 'EVENT', cancelAfterDays: 10 } });
});
afterEach(() => auditMoves(world));
afterAll(() => world?.close());

/** A merged pair, of whom the source had bought something that waits for its delivery. */
async function waiting(): Promise<{ members: Pair; purchaseId: string }> {
  const members = await pairOf(world);
  const purchaseId = await buys(world, { memberId: members.source.memberId, partner }, 10_000, 2);
  await merged(world, members);
  return { members, purchaseId };
}

/** Available, pending and debt of both. */
const standOf = async ({ source, target }: Pair) => {
  const lives = [await lifeOf(world, source.memberId), await lifeOf(world, target.memberId)];
  return lives.map(({ available, pending, debt }) => `${available} ${pending} ${debt}`);
};

const moneyBack = async (purchaseId: string): Promise<string> => {
  const [{ minor }] = await world.database.query(
    `select -coalesce(sum(amount), 0) as minor from entry join posting on entry_id = entry.id
     where purchase_id = $1 and account like 'receivable:%' and kind <> 'EARN'`,
    [purchaseId],
  );
  return String(minor);
};

const ALL_OF_IT = '105';

describe('points that wait, of a member who was merged', () => {
  it('are usable where they are now once the event came', async () => {
    const { members, purchaseId } = await waiting();
    expect(await standOf(members)).toEqual(['0 0 0', '0 100 0']);
    const confirmed = await act(world, partner.till, CONFIRM, { purchaseId });
    expect(confirmed).toMatchObject({ __typename: 'PurchaseConfirmed', points: '100' });
    expect(await standOf(members)).toEqual(['0 0 0', '100 0 0']);
  });

  it('are usable at home too when the merge is undone after the event', async () => {
    const { members, purchaseId } = await waiting();
    await act(world, partner.till, CONFIRM, { purchaseId });
    await unmerged(world, members);
    expect(await standOf(members)).toEqual(['100 0 0', '0 0 0']);
    world.clock.moveDays(12);
    await night(world);
    expect(await standOf(members)).toEqual(['100 0 0', '0 0 0']);
  });

  it('are gone there when the event is called off, and their issuer has its money back', async () => {
    const { members, purchaseId } = await waiting();
    const cancelled = await act(world, partner.till, CANCEL, { purchaseId });
    expect(cancelled).toMatchObject({ __typename: 'PurchasePointsCancelled', points: '100' });
    expect(await standOf(members)).toEqual(['0 0 0', '0 0 0']);
    expect(await moneyBack(purchaseId)).toBe(ALL_OF_IT);
  });

  it('are gone there, once, when the event does not come, and goods that come back take nothing more', async () => {
    const { members, purchaseId } = await waiting();
    world.clock.moveDays(12);
    await night(world);
    expect(await standOf(members)).toEqual(['0 0 0', '0 0 0']);
    expect(await moneyBack(purchaseId)).toBe(ALL_OF_IT);
    const lines = [{ lineNumber: 1, quantity: 2 }];
    expect(await act(world, partner.till, RETURN, { purchaseId, lines })).toMatchObject({ points: '0' });
    expect(await standOf(members)).toEqual(['0 0 0', '0 0 0']);
    expect(await moneyBack(purchaseId)).toBe(ALL_OF_IT);
  });

  it('are gone as far as goods did not take them before', async () => {
    const { members, purchaseId } = await waiting();
    const lines = [{ lineNumber: 1, quantity: 1 }];
    expect(await act(world, partner.till, RETURN, { purchaseId, lines })).toMatchObject({ points: '50' });
    expect(await standOf(members)).toEqual(['0 0 0', '0 50 0']);
    world.clock.moveDays(12);
    await night(world);
    expect(await standOf(members)).toEqual(['0 0 0', '0 0 0']);
    expect(await moneyBack(purchaseId)).toBe(ALL_OF_IT);
  });

  it('are home when the merge was undone before', async () => {
    const { members, purchaseId } = await waiting();
    await unmerged(world, members);
    expect(await standOf(members)).toEqual(['0 100 0', '0 0 0']);
    world.clock.moveDays(12);
    await night(world);
    expect(await standOf(members)).toEqual(['0 0 0', '0 0 0']);
    expect(await moneyBack(purchaseId)).toBe(ALL_OF_IT);
  });
});

it('an adjustment by the name of a merged member is of the wallet of the target', async () => {
  const members = await pairOf(world);
  await merged(world, members);
  const { partnerId } = partner;
  const adjusted = await adjust(world, { memberId: members.source.memberId, points: '40', partnerId });
  expect(adjusted).toMatchObject({ __typename: 'PointsAdjusted', wallet: { available: '40' } });
  expect(await standOf(members)).toEqual(['0 0 0', '40 0 0']);
});

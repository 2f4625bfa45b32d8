/**
 * What a member did before she was merged into another and is undone after: returns and reversals find her points where
 * they are now, and find them at home again once the merge is undone.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { buys, lifeOf, lives, night } from '../life/life-kit.js';
import {
  act,
  bought,
  CAPTURE,
  HOLD,
  memberOf,
  partnerOf,
  RETURN,
  REVERSE,
  SPEND,
  type TestPartner,
  walletOf,
} from '../rewards-kit.js';
import { auditMoves, merged, mergeOf, type Pair, pairOf, unmerged } from './merging-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
});
afterEach(() => auditMoves(world));
afterAll(() => world?.close());

const buy = async (memberId: string, points: number): Promise<string> =>
  (await bought(world, { memberId, partner }, points * 100)).purchase.id;

const bringBack = (purchaseId: string, more: object = {}) =>
  act(world, partner.till, RETURN, { purchaseId, lines: [{ lineNumber: 1, quantity: 1 }], ...more });

const spend = async (memberId: string, points: number) => {
  const input = { memberId, storeId: partner.storeId, points: String(points) };
  const spent = await act(world, partner.till, SPEND, input);
  expect(spent.__typename).toBe('PointsSpent');
  return spent.hold.id as string;
};

const captureOf = async (holdId: string): Promise<string> => {
  const [{ id }] = await world.database.query('select id from capture where hold_id = $1', [holdId]);
  return id;
};

/** Available and debt of both. */
const standOf = async ({ source, target }: Pair) => {
  const wallets = [await walletOf(world, source.memberId), await walletOf(world, target.memberId)];
  return wallets.map(({ available, debt }) => `${available} ${debt}`);
};

describe('goods that a merged member bought before', () => {
  it('take their own points back from the one who has them, and no others', async () => {
    const members = await pairOf(world);
    const purchaseId = await buy(members.source.memberId, 300);
    await buy(members.target.memberId, 100);
    await merged(world, members);
    const returned = await bringBack(purchaseId);
    expect(returned).toMatchObject({ __typename: 'PurchaseReturned', points: '300' });
    expect(await standOf(members)).toEqual(['0 0', '100 0']);
    const lots = (await lifeOf(world, members.target.memberId)).lots;
    expect(lots.filter(({ remaining }) => remaining !== '0')).toMatchObject([{ original: '100' }]);
  });

  it('leave her a debt who has the points now when those are spent', async () => {
    const members = await pairOf(world);
    const purchaseId = await buy(members.source.memberId, 300);
    await merged(world, members);
    await spend(members.target.memberId, 250);
    await bringBack(purchaseId);
    expect(await standOf(members)).toEqual(['0 0', '-250 250']);
  });

  it('may be brought by either name, and by nobody else', async () => {
    const members = await pairOf(world);
    const [first, second, third] = [
      await buy(members.source.memberId, 30),
      await buy(members.source.memberId, 40),
      await buy(members.source.memberId, 50),
    ];
    await merged(world, members);
    const by = (purchaseId: string, memberId: string) => bringBack(purchaseId, { memberId });
    expect((await by(first, members.source.memberId)).__typename).toBe('PurchaseReturned');
    expect((await by(second, members.target.memberId)).__typename).toBe('PurchaseReturned');
    const stranger = await memberOf(world);
    expect((await by(third, stranger.memberId)).__typename).toBe('PurchaseNotFound');
  });

  it('are looked for at the end of a chain', async () => {
    const first = await pairOf(world);
    const second: Pair = { ...(await pairOf(world)), source: first.target };
    const purchaseId = await buy(first.source.memberId, 300);
    await merged(world, first);
    await merged(world, second);
    await bringBack(purchaseId);
    expect(await standOf(second)).toEqual(['0 0', '0 0']);
    expect(await standOf(first)).toEqual(['0 0', '0 0']);
  });

  it('go home with her when the merge is undone', async () => {
    const members = await pairOf(world);
    const purchaseId = await buy(members.source.memberId, 300);
    await buy(members.target.memberId, 100);
    await merged(world, members);
    await unmerged(world, members);
    await bringBack(purchaseId);
    expect(await standOf(members)).toEqual(['0 0', '100 0']);
  });

  it('leave to a till what it holds of them', async () => {
    const members = await pairOf(world);
    const purchaseId = await buy(members.source.memberId, 300);
    const input = { memberId: members.source.memberId, storeId: partner.storeId, points: '100' };
    const held = await act(world, partner.till, HOLD, input);
    await merged(world, members);
    await bringBack(purchaseId);
    expect(await standOf(members)).toEqual(['0 0', '-100 100']);
    const captured = await act(world, partner.till, CAPTURE, { holdId: held.hold.id });
    expect(captured).toMatchObject({ __typename: 'PointsCaptured', points: '100' });
  });

  it('are taken back once when they come back while the merge is heard', async () => {
    for (let round = 0; round < 4; round += 1) {
      const members = await pairOf(world);
      const purchaseId = await buy(members.source.memberId, 300);
      await buy(members.target.memberId, 100);
      const heard = world.hear('members', [mergeOf(members)]);
      const returned = await bringBack(purchaseId);
      await heard;
      expect(returned).toMatchObject({ __typename: 'PurchaseReturned', points: '300' });
      expect(await standOf(members)).toEqual(['0 0', '100 0']);
    }
  });
});

describe('a spending of a merged member that is undone', () => {
  it('gives the points to the one who has hers now', async () => {
    const members = await pairOf(world);
    await buy(members.source.memberId, 300);
    const captureId = await captureOf(await spend(members.source.memberId, 200));
    await merged(world, members);
    const reversed = await act(world, partner.till, REVERSE, { captureId });
    expect(reversed).toMatchObject({ __typename: 'CaptureReversed', points: '200' });
    expect(reversed.wallet).toMatchObject({ available: '300' });
    expect(await standOf(members)).toEqual(['0 0', '300 0']);
  });

  it('pays what the holder owes first', async () => {
    const members = await pairOf(world);
    await buy(members.source.memberId, 200);
    const captureId = await captureOf(await spend(members.source.memberId, 200));
    const purchaseId = await buy(members.target.memberId, 50);
    await spend(members.target.memberId, 50);
    await bringBack(purchaseId);
    await merged(world, members);
    expect(await standOf(members)).toEqual(['0 0', '-50 50']);
    await act(world, partner.till, REVERSE, { captureId });
    expect(await standOf(members)).toEqual(['0 0', '150 0']);
  });

  it('gives the source hers when the merge was undone meanwhile', async () => {
    const members = await pairOf(world);
    await buy(members.source.memberId, 300);
    await merged(world, members);
    const captureId = await captureOf(await spend(members.target.memberId, 200));
    await unmerged(world, members);
    expect(await standOf(members)).toEqual(['100 0', '0 0']);
    await act(world, partner.till, REVERSE, { captureId });
    expect(await standOf(members)).toEqual(['300 0', '0 0']);
  });
});

describe('points that lapsed before the merge', () => {
  it('cover the return of their goods: nobody loses them twice', async () => {
    await lives(world, { expiry: { by: 'AFTER', days: 3 } });
    const members = await pairOf(world);
    const at = { memberId: members.source.memberId, partner };
    const purchaseId = await buys(world, at, 30_000);
    world.clock.moveDays(5);
    await night(world);
    await buys(world, { memberId: members.target.memberId, partner }, 10_000);
    await merged(world, members);
    const returned = await bringBack(purchaseId);
    expect(returned).toMatchObject({ __typename: 'PurchaseReturned', points: '300' });
    expect(await standOf(members)).toEqual(['0 0', '100 0']);
  });
});

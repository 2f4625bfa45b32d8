/** Policies of expiry that look at what the member does: what each act moves, and what it leaves alone. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, HOLD, memberOf, partnerOf, type TestPartner } from '../rewards-kit.js';
import { buys, lifeOf, lives, night } from './life-kit.js';

const DAY_MS = 86_400_000;

let world: SubgraphWorld;
let at: { memberId: string; partner: TestPartner };

beforeEach(async () => {
  await world?.close();
  world = await openSubgraphWorld(rewardsSubgraph);
  at = { partner: await partnerOf(world), memberId: (await memberOf(world)).memberId };
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function redeems(points: number): Promise<void> {
  const { memberId, partner } = at;
  const held = await act(world, partner.till, HOLD, {
    memberId,
    storeId: partner.storeId,
    points: String(points),
  });
  const captured = await act(world, partner.till, CAPTURE, { holdId: held.hold.id });
  expect(captured.__typename).toBe('PointsCaptured');
}

/** In how many days each lot lapses, rounded down; null for never. The oldest first. */
async function daysLeft(): Promise<(number | null)[]> {
  const { lots } = await lifeOf(world, at.memberId);
  const now = world.clock.now().getTime();
  return lots
    .filter(({ remaining }) => remaining !== '0')
    .map(({ expiresAt }) => (expiresAt === null ? null : Math.floor((Date.parse(expiresAt) - now) / DAY_MS)));
}

describe('under inactivity', () => {
  const inactivity = (activities: string[]) => ({
    activation: { by: 'NONE' },
    expiry: { by: 'INACTIVITY', days: 30, activities },
  });

  it('each named activity begins the time anew for all points, pending ones too', async () => {
    await lives(world, { ...inactivity(['EARN', 'REDEEM']), activation: { by: 'DELAY', days: 5 } });
    await buys(world, at, 10_00);
    world.clock.moveDays(3);
    await buys(world, at, 10_00);
    const both = await daysLeft();
    expect(both[0]).toBe(32);
    world.clock.moveDays(20);
    await redeems(5);
    expect(await daysLeft()).toEqual([30, 30]);
    world.clock.moveDays(31);
    await night(world);
    expect((await lifeOf(world, at.memberId)).entries.at(-1)).toEqual({ kind: 'EXPIRY', points: '-15' });
  });

  it('an activity that is not named moves nothing', async () => {
    await lives(world, inactivity(['REDEEM']));
    await buys(world, at, 10_00);
    world.clock.moveDays(10);
    await buys(world, at, 10_00);
    expect(await daysLeft()).toEqual([20, 30]);
  });

  it('longer lives of earlier points are not cut, and points that have lapsed stay gone', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: { by: 'AFTER', days: 100 } });
    await buys(world, at, 10_00);
    await lives(world, inactivity(['EARN']));
    await buys(world, at, 20_00);
    expect(await daysLeft()).toEqual([100, 30]);
    world.clock.moveDays(32);
    await buys(world, at, 30_00);
    expect((await lifeOf(world, at.memberId)).available).toBe('40');
    await night(world);
    expect((await lifeOf(world, at.memberId)).available).toBe('40');
  });

  it('what a promotion gave keeps the expiry of the promotion', async () => {
    await lives(world, inactivity(['EARN']));
    await buys(world, at, 10_00);
    await world.database.query(`update lot set expiry_by = 'PROMOTION', own_expires_at = expires_at`);
    world.clock.moveDays(10);
    await buys(world, at, 10_00);
    expect(await daysLeft()).toEqual([20, 30]);
  });
});

describe('under a reset of the balance', () => {
  const reset = (activities: string[]) => ({
    activation: { by: 'NONE' },
    expiry: { by: 'BALANCE_RESET', days: 30, activities, effectiveFrom: world.clock.now().toISOString() },
  });

  it('old points get their expiry by the night, a whole span away, and everything goes at once', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: { by: 'NEVER' } });
    await buys(world, at, 10_00);
    world.clock.moveDays(300);
    await lives(world, reset(['EARN', 'REDEEM']));
    expect(await daysLeft()).toEqual([null]);
    await night(world);
    expect(await daysLeft()).toEqual([30]);
    world.clock.moveDays(1);
    await buys(world, at, 20_00);
    expect(await daysLeft()).toEqual([30, 30]);
    world.clock.moveDays(31);
    await night(world);
    expect((await lifeOf(world, at.memberId)).entries.at(-1)).toEqual({ kind: 'EXPIRY', points: '-30' });
  });

  it('the next activity puts old points under it too, and shorter lives stay short', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: { by: 'AFTER', days: 10 } });
    await buys(world, at, 10_00);
    await lives(world, { expiry: { by: 'NEVER' } });
    await buys(world, at, 10_00);
    await lives(world, reset(['REDEEM']));
    await buys(world, at, 10_00);
    expect(await daysLeft()).toEqual([10, 30, 30]);
    world.clock.moveDays(5);
    await buys(world, at, 10_00);
    expect(await daysLeft()).toEqual([5, 25, 25, 25]);
    await redeems(1);
    expect(await daysLeft()).toEqual([5, 30, 30, 30]);
  });
});

describe('under a wipe unless redeemed', () => {
  it('a redemption saves what was earned in its period, earlier and later in it', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: { by: 'NEVER' } });
    await buys(world, at, 10_00);
    const effectiveFrom = new Date(world.clock.now().getTime() + 1).toISOString();
    await lives(world, { expiry: { by: 'WIPE_UNLESS_REDEEMED', months: 6, effectiveFrom } });
    world.clock.moveDays(1);
    await buys(world, at, 20_00);
    const [never, wiped] = await daysLeft();
    expect(never).toBeNull();
    expect(wiped).toBeGreaterThan(170);
    await redeems(5);
    await buys(world, at, 30_00);
    expect(await daysLeft()).toEqual([null, null, null]);
    world.clock.moveDays(200);
    await buys(world, at, 40_00);
    const next = (await daysLeft()).at(-1);
    expect(next).toBeGreaterThan(100);
    world.clock.moveDays(200);
    await night(world);
    expect((await lifeOf(world, at.memberId)).entries.at(-1)).toEqual({ kind: 'EXPIRY', points: '-40' });
    expect(await daysLeft()).toEqual([null, null, null]);
  });
});

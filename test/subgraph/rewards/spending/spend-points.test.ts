/** Spending points in one act, through the subgraph's own graph: what it takes and leaves, none twice. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, HOLD, memberOf, partnerOf, SPEND, type TestPartner, walletOf } from '../rewards-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function memberWith(points: number) {
  const member = await memberOf(world);
  await bought(world, { memberId: member.memberId, partner }, points * 100);
  return member;
}

const wish = (memberId: string, points: number) => ({
  memberId,
  storeId: partner.storeId,
  points: String(points),
  idempotencyKey: v7(),
});
const spend = (input: Record<string, unknown>, caller = partner.till) => act(world, caller, SPEND, input);

describe('spending at once', () => {
  it('takes the points, makes the coalition owe the partner, and is a hold that was captured', async () => {
    const { memberId, cardNumber } = await memberWith(100);
    const input = { ...wish(memberId, 60), memberId: undefined, cardNumber };
    expect(await spend(input)).toMatchObject({
      __typename: 'PointsSpent',
      replayed: false,
      points: '60',
      reimbursement: { amountMinor: '54', currency: 'EUR' },
      wallet: { available: '40', held: '0' },
      hold: { state: 'CAPTURED', points: '60', capturedPoints: '60' },
    });
    const told = await world.told('rewards.hold-changed.1');
    expect(told.at(-1)).toMatchObject({ key: memberId, data: { state: 'CAPTURED', capturedPoints: '60' } });
  });

  it('burns the lot that lapses soonest first', async () => {
    const { memberId } = await memberWith(50);
    await bought(world, { memberId, partner }, 5_000);
    await spend(wish(memberId, 60));
    const lots = await world.database.query(
      'select remaining from lot where member_id = $1 order by expires_at, earned_at, id',
      [memberId],
    );
    expect(lots.map(({ remaining }: { remaining: bigint }) => remaining)).toEqual([0n, 40n]);
  });

  it('gives exactly 100 to 200 tills that each spend one of the last 100 points', async () => {
    const { memberId } = await memberWith(100);
    const answers = await Promise.all(Array.from({ length: 200 }, () => spend(wish(memberId, 1))));
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'PointsSpent')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'InsufficientPoints')).toHaveLength(100);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0', held: '0' });
  });

  it('competes with holds and with another process for the same points, and neither gets one twice', async () => {
    const { memberId } = await memberWith(60);
    const second = await world.another();
    try {
      const through = { ...world, ask: second.ask };
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => [
          spend(wish(memberId, 1)),
          act(through, partner.till, SPEND, wish(memberId, 1)),
          act(world, partner.till, HOLD, wish(memberId, 1)),
        ]).flat(),
      );
      const kinds = answers.map(({ __typename }) => __typename);
      expect(kinds.filter((kind) => kind !== 'InsufficientPoints')).toHaveLength(60);
    } finally {
      await second.stop();
    }
  });

  it('with one key is one spend, also when both come at once', async () => {
    const { memberId } = await memberWith(10);
    const input = wish(memberId, 10);
    const both = await Promise.all([spend(input), spend(input)]);
    expect(both.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    expect(both[0].hold.id).toBe(both[1].hold.id);
    expect((await spend({ ...input, points: '9' })).__typename).toBe('KeyReused');
  });

  it('of many members at once refuses only who has too little', async () => {
    const rich = await Promise.all(Array.from({ length: 10 }, () => memberWith(5)));
    const poor = await memberOf(world);
    const answers = await Promise.all([...rich, poor].map(({ memberId }) => spend(wish(memberId, 5))));
    const kinds = answers.map(({ __typename }) => __typename);
    expect(kinds).toEqual([...rich.map(() => 'PointsSpent'), 'InsufficientPoints']);
  });

  it('uses points of a hold whose time is over', async () => {
    const { memberId } = await memberWith(10);
    await act(world, partner.till, HOLD, wish(memberId, 10));
    expect((await spend(wish(memberId, 10))).__typename).toBe('InsufficientPoints');
    world.clock.moveMinutes(16);
    expect(await spend(wish(memberId, 10))).toMatchObject({
      __typename: 'PointsSpent',
      wallet: { held: '0' },
    });
  });

  it('is refused as a hold is', async () => {
    const { memberId } = await memberWith(10);
    expect(await spend(wish(memberId, 0))).toMatchObject({ __typename: 'PointsNotPositive' });
    expect(await spend(wish(v7(), 1))).toMatchObject({ __typename: 'MemberNotEnrolled' });
    const elsewhere = await partnerOf(world);
    const foreign = { ...wish(memberId, 1), storeId: elsewhere.storeId };
    expect(await spend(foreign)).toMatchObject({ __typename: 'StoreNotFound' });
  });
});

/**
 * Members who spend together, as the rewards subgraph hears of them: a household whose points help out at the till, and
 * a firm whose buyers each have a limit.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent, EventData } from '../../../../shared/contracts/event.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  memberOf,
  partnerOf,
  type TestPartner,
  VOID,
  walletOf,
} from '../rewards-kit.js';
import { noticed } from '../spending/safety-kit.js';

const HOLD = `mutation ($input: HoldPointsInput!) { holdPoints(input: $input) { __typename
  ... on PointsHeld { replayed hold { id points } wallet { available held } } ... on Problem { message retryable }
  ... on InsufficientPoints { available asked } ... on HouseholdDrawExceeded { most drawn asked }
  ... on BuyerLimitExceeded { buyerId most spent asked } } }`;

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
});
afterEach(async () => {
  await auditLedger(world.database);
  const [{ sum }] = await world.database.query(
    `select coalesce(sum(amount), 0) as sum from posting where account = 'transit'`,
  );
  expect(sum).toBe(0n);
});
afterAll(() => world?.close());

async function tell<Type extends DomainEvent['type']>(
  type: Type,
  key: string,
  data: EventData<Type>,
): Promise<void> {
  const event = { id: v7(), type, key, occurredAt: new Date(), data } as unknown as DomainEvent;
  await world.hear('members', [event]);
}

interface Pooling {
  readonly memberId: string;
  readonly points: number;
  readonly monthlyDrawLimit?: bigint | null;
}

/** A household of members with points, the first one being the one who draws. */
async function householdOf(...pooling: readonly Omit<Pooling, 'memberId'>[]) {
  const householdId = v7();
  const members: Pooling[] = [];
  for (const each of pooling) {
    const { memberId } = await memberOf(world);
    if (each.points > 0) await bought(world, { memberId, partner }, each.points * 100);
    members.push({ ...each, memberId });
  }
  const told = members.map(({ memberId, monthlyDrawLimit = null }) => ({
    memberId,
    monthlyDrawLimit,
    joinedAt: new Date(),
  }));
  await tell('members.household-changed.1', householdId, { householdId, version: 1, members: told });
  return { householdId, memberIds: members.map(({ memberId }) => memberId) as [string, ...string[]] };
}

const hold = (memberId: string, points: number, more: object = {}) =>
  act(world, partner.till, HOLD, {
    memberId,
    storeId: partner.storeId,
    points: String(points),
    usesHousehold: true,
    ...more,
  });

const availableOf = async (memberIds: readonly string[]): Promise<string[]> =>
  Promise.all(memberIds.map(async (memberId) => (await walletOf(world, memberId)).available));

describe('a household', () => {
  it('helps out with what her own points lack, and her own go first', async () => {
    const { memberIds } = await householdOf({ points: 100 }, { points: 200 }, { points: 50 });
    const held = await hold(memberIds[0], 150);
    expect(held).toMatchObject({ __typename: 'PointsHeld', wallet: { available: '0', held: '150' } });
    const captured = await act(world, partner.till, CAPTURE, { holdId: held.hold.id });
    expect(captured.points).toBe('150');
    const left = (await availableOf(memberIds)).map(BigInt);
    expect(left[0]).toBe(0n);
    expect(left.reduce((sum, points) => sum + points, 0n)).toBe(200n);
  });

  it('is told of a draw, and of what came back, each of its members', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 200 });
    const [drawer, helper] = memberIds as [string, string];
    const held = await hold(drawer, 120);
    await noticed(world, drawer, [['HOUSEHOLD_DRAW', '120']]);
    await noticed(world, helper, [
      ['HOUSEHOLD_DRAW', '-120'],
      ['EARNED', '200'],
    ]);
    await act(world, partner.till, VOID, { holdId: held.hold.id });
    await noticed(world, drawer, [
      ['HOUSEHOLD_DRAW', '-120'],
      ['HOUSEHOLD_DRAW', '120'],
    ]);
    await noticed(world, helper, [
      ['HOUSEHOLD_DRAW', '120'],
      ['HOUSEHOLD_DRAW', '-120'],
    ]);
  });

  it('is not asked unless the till says so', async () => {
    const { memberIds } = await householdOf({ points: 100 }, { points: 200 });
    const refused = await hold(memberIds[0], 150, { usesHousehold: false });
    expect(refused).toMatchObject({ __typename: 'InsufficientPoints', available: '100', asked: '150' });
  });

  it('gives nothing when it could not make it enough', async () => {
    const { memberIds } = await householdOf({ points: 100 }, { points: 200 });
    expect((await hold(memberIds[0], 301)).__typename).toBe('InsufficientPoints');
    expect(await availableOf(memberIds)).toEqual(['100', '200']);
  });

  it('gets back what was not spent, when the hold is let go and when a part is captured', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 200 });
    const voided = await hold(memberIds[0], 120);
    await act(world, partner.till, VOID, { holdId: voided.hold.id });
    await eventually(async () => (await availableOf(memberIds)).join() === '0,200');
    const captured = await hold(memberIds[0], 120);
    await act(world, partner.till, CAPTURE, { holdId: captured.hold.id, points: '20' });
    await eventually(async () => (await availableOf(memberIds)).join() === '0,180');
  });

  it('keeps each to her limit of the month, and what came back counts for nothing', async () => {
    const { memberIds } = await householdOf({ points: 0, monthlyDrawLimit: 100n }, { points: 500 });
    const first = await hold(memberIds[0], 80);
    await act(world, partner.till, VOID, { holdId: first.hold.id });
    await eventually(async () => (await availableOf(memberIds)).join() === '0,500');
    const second = await hold(memberIds[0], 90);
    await act(world, partner.till, CAPTURE, { holdId: second.hold.id });
    const refused = await hold(memberIds[0], 11);
    expect(refused).toMatchObject({
      __typename: 'HouseholdDrawExceeded',
      most: '100',
      drawn: '90',
      asked: '11',
    });
    expect((await hold(memberIds[0], 10)).__typename).toBe('PointsHeld');
  });

  it('gives its last points once when all draw at the same instant', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 100 }, { points: 0 }, { points: 0 });
    const drawers = memberIds.filter((_, index) => index !== 1);
    const holds = await Promise.all(
      Array.from({ length: 30 }, (_, number) => hold(drawers[number % drawers.length] as string, 10)),
    );
    expect(holds.filter(({ __typename }) => __typename === 'PointsHeld')).toHaveLength(10);
    expect(holds.filter(({ __typename }) => __typename === 'InsufficientPoints')).toHaveLength(20);
  });

  it('no longer helps one who left', async () => {
    const { householdId, memberIds } = await householdOf({ points: 0 }, { points: 200 });
    const members = [{ memberId: memberIds[1] as string, monthlyDrawLimit: null, joinedAt: new Date() }];
    await tell('members.household-changed.1', householdId, { householdId, version: 2, members });
    expect((await hold(memberIds[0], 10)).__typename).toBe('InsufficientPoints');
    // News that was overtaken changes nothing.
    const older = { householdId, version: 1, members: [] };
    await tell('members.household-changed.1', householdId, older);
    expect((await hold(memberIds[1] as string, 10)).__typename).toBe('PointsHeld');
  });
});

describe('a buyer of a firm', () => {
  async function firmWith(points: number) {
    const { memberId } = await memberOf(world);
    await bought(world, { memberId, partner }, points * 100);
    const addBuyer = async (monthlySpendLimit: bigint | null) => {
      const [buyerId, cardNumber] = [v7(), v7()];
      const card = { cardId: v7(), memberId, cardNumber, kind: 'PLASTIC' as const, issuedAt: new Date() };
      await tell('members.card-issued.1', memberId, card);
      const buyer = { buyerId, memberId, cardNumber, monthlySpendLimit, isActive: true, version: 1 };
      await tell('members.buyer-changed.1', memberId, buyer);
      return buyer;
    };
    return { memberId, addBuyer };
  }

  const byCard = (cardNumber: string, points: number) =>
    hold(undefined as unknown as string, points, { cardNumber, usesHousehold: false });

  it('spends the one balance up to a limit of their own', async () => {
    const { memberId, addBuyer } = await firmWith(1000);
    const [first, second] = [await addBuyer(100n), await addBuyer(null)];
    const held = await byCard(first.cardNumber, 60);
    await act(world, partner.till, CAPTURE, { holdId: held.hold.id, points: '40' });
    expect((await byCard(first.cardNumber, 60)).__typename).toBe('PointsHeld');
    expect(await byCard(first.cardNumber, 1)).toMatchObject({
      __typename: 'BuyerLimitExceeded',
      buyerId: first.buyerId,
      most: '100',
      spent: '100',
      asked: '1',
    });
    expect((await byCard(second.cardNumber, 800)).__typename).toBe('PointsHeld');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '100' });
  });

  it('never passes the limit by asking many times at once', async () => {
    const { addBuyer } = await firmWith(1000);
    const { cardNumber } = await addBuyer(100n);
    const holds = await Promise.all(Array.from({ length: 20 }, () => byCard(cardNumber, 15)));
    expect(holds.filter(({ __typename }) => __typename === 'PointsHeld')).toHaveLength(6);
  });

  it('who left is nobody at the till', async () => {
    const { memberId, addBuyer } = await firmWith(100);
    const buyer = await addBuyer(null);
    await tell('members.buyer-changed.1', memberId, { ...buyer, isActive: false, version: 2 });
    expect((await byCard(buyer.cardNumber, 10)).__typename).toBe('MemberNotEnrolled');
  });
});

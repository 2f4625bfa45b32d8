/**
 * Members who spend together, as the rewards subgraph hears of them: a household whose points help out at the till, and
 * a firm whose buyers each have a limit.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent, EventData } from '../../../../shared/contracts/event.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  memberOf,
  partnerOf,
  REVERSE,
  statementsDuring,
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

  it('lends what a hold of another member kept until its time was over', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 200 });
    await hold(memberIds[1] as string, 150, { usesHousehold: false });
    expect((await hold(memberIds[0], 100)).__typename).toBe('InsufficientPoints');
    world.clock.moveMinutes(16);
    expect((await hold(memberIds[0], 180)).__typename).toBe('PointsHeld');
    world.clock.moveMinutes(-16);
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

const SPEND = `mutation ($input: SpendPointsInput!) { spendPoints(input: $input) { __typename
  ... on PointsSpent { replayed points hold { id state } wallet { available held } } ... on Problem { message }
  ... on InsufficientPoints { available asked } ... on HouseholdDrawExceeded { most drawn asked }
  ... on KeyReused { key } } }`;

const spend = (memberId: string, points: number, more: object = {}) =>
  act(world, partner.till, SPEND, {
    memberId,
    storeId: partner.storeId,
    points: String(points),
    usesHousehold: true,
    ...more,
  });

describe('a household at a till that spends at once', () => {
  it('helps out as it does for a hold, and only if asked', async () => {
    const { memberIds } = await householdOf({ points: 100 }, { points: 200 });
    const alone = await spend(memberIds[0], 150, { usesHousehold: false });
    expect(alone).toMatchObject({ __typename: 'InsufficientPoints', available: '100', asked: '150' });
    const spent = await spend(memberIds[0], 150);
    expect(spent).toMatchObject({ __typename: 'PointsSpent', points: '150', hold: { state: 'CAPTURED' } });
    expect(spent.wallet).toMatchObject({ available: '0', held: '0' });
    expect(await availableOf(memberIds)).toEqual(['0', '150']);
  });

  it('asks nobody where her own points are enough', async () => {
    const { memberIds } = await householdOf({ points: 100 }, { points: 200 });
    expect((await spend(memberIds[0], 100)).__typename).toBe('PointsSpent');
    expect(await availableOf(memberIds)).toEqual(['0', '200']);
  });

  it('keeps her to the limit of the month, holds and spendings together', async () => {
    const { memberIds } = await householdOf({ points: 0, monthlyDrawLimit: 100n }, { points: 500 });
    const held = await hold(memberIds[0], 60);
    await act(world, partner.till, CAPTURE, { holdId: held.hold.id });
    expect(await spend(memberIds[0], 41)).toMatchObject({
      __typename: 'HouseholdDrawExceeded',
      most: '100',
      drawn: '60',
      asked: '41',
    });
    expect((await spend(memberIds[0], 40)).__typename).toBe('PointsSpent');
    expect((await hold(memberIds[0], 1)).__typename).toBe('HouseholdDrawExceeded');
  });

  it('spends once however often it is sent, and not for another wish', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 200 });
    const more = { idempotencyKey: v7() };
    const sent = await Promise.all([1, 2, 3].map(() => spend(memberIds[0], 50, more)));
    expect(sent.map(({ __typename }) => __typename)).toEqual(['PointsSpent', 'PointsSpent', 'PointsSpent']);
    expect(new Set(sent.map(({ hold: { id } }) => id)).size).toBe(1);
    expect((await spend(memberIds[0], 50, { ...more, usesHousehold: false })).__typename).toBe('KeyReused');
    expect(await availableOf(memberIds)).toEqual(['0', '150']);
  });

  it('gives its last points once to holds and spendings at the same instant', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 100 }, { points: 0 });
    const drawers = [memberIds[0], memberIds[2] as string];
    const all = await Promise.all(
      Array.from({ length: 24 }, (_, at) => (at % 3 === 0 ? hold : spend)(drawers[at % 2] as string, 10)),
    );
    const done = all.filter(({ __typename }) => ['PointsHeld', 'PointsSpent'].includes(__typename));
    expect(done).toHaveLength(10);
  });

  it('gets back what a reversal gives back', async () => {
    const { memberIds } = await householdOf({ points: 0 }, { points: 200 });
    const spent = await spend(memberIds[0], 120);
    const query = 'select id from capture where hold_id = $1';
    const [{ id: captureId }] = await world.database.query(query, [spent.hold.id]);
    await act(world, partner.till, REVERSE, { captureId });
    expect(await availableOf(memberIds)).toEqual(['0', '200']);
  });
});

const AVAILABLE = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Member { wallet { available householdAvailable } } } }`;

async function withHousehold(memberIds: readonly string[]): Promise<(string | null)[]> {
  const representations = memberIds.map((id) => ({ __typename: 'Member', id }));
  const { data, errors } = await world.ask(operator, AVAILABLE, { representations });
  expect(errors).toBeUndefined();
  return data._entities.map(({ wallet }: { wallet: { householdAvailable: string | null } }) => {
    return wallet.householdAvailable;
  });
}

describe('what a member could spend with her household', () => {
  it('is what a draw would find, within her limit', async () => {
    const { memberIds } = await householdOf({ points: 100, monthlyDrawLimit: 150n }, { points: 200 });
    const alone = await memberOf(world);
    expect(await withHousehold([...memberIds, alone.memberId])).toEqual(['250', '300', null]);
    await spend(memberIds[0], 150);
    expect(await withHousehold(memberIds)).toEqual(['100', '150']);
    expect((await spend(memberIds[0], 101)).__typename).toBe('HouseholdDrawExceeded');
    expect((await spend(memberIds[0], 100)).__typename).toBe('PointsSpent');
    expect(await withHousehold(memberIds)).toEqual(['0', '50']);
  });

  it('is read for many members by as many statements as for one', async () => {
    const { memberIds } = await householdOf({ points: 10 }, { points: 20 }, { points: 30 });
    const other = await householdOf({ points: 1 }, { points: 2 });
    const readsOf = async (ids: readonly string[]) => {
      const sent = await statementsDuring(() => withHousehold(ids));
      return sent.filter(({ text }) => text.includes('household_member')).length;
    };
    expect(await readsOf(memberIds.slice(0, 1))).toBe(1);
    expect(await readsOf([...memberIds, ...other.memberIds])).toBe(1);
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

  it('who left spends nothing, though the card is found', async () => {
    const { memberId, addBuyer } = await firmWith(100);
    const buyer = await addBuyer(null);
    await tell('members.buyer-changed.1', memberId, { ...buyer, isActive: false, version: 2 });
    const { cardNumber } = buyer;
    const card = { cardId: v7(), memberId, cardNumber, kind: 'PLASTIC' as const, issuedAt: new Date() };
    await tell('members.card-issued.1', memberId, card);
    expect(await byCard(cardNumber, 10)).toMatchObject({ __typename: 'BuyerLimitExceeded', most: '0' });
    const spent = await spend(undefined as unknown as string, 10, { cardNumber, usesHousehold: false });
    expect(spent.__typename).toBe('BuyerLimitExceeded');
  });

  it('who left is nobody at the till', async () => {
    const { memberId, addBuyer } = await firmWith(100);
    const buyer = await addBuyer(null);
    await tell('members.buyer-changed.1', memberId, { ...buyer, isActive: false, version: 2 });
    expect((await byCard(buyer.cardNumber, 10)).__typename).toBe('MemberNotEnrolled');
  });
});

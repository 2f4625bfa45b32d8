/** Gifts through the subgraph's own graph: offered, answered, withdrawn, lapsed and reversed, and what is refused. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { releaseLapsedGifts } from '../../../../subgraphs/rewards/gifts/release-lapsed-gifts.command.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { auditor, operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, CAPTURE, HOLD, partnerOf, RETURN, type TestPartner, walletOf } from '../rewards-kit.js';
import { noticed } from '../spending/safety-kit.js';
import {
  ANSWER,
  answer,
  CONFIGURE_GIFTS,
  given,
  OFFER,
  offer,
  type Person,
  personWith,
  REVERSE,
  WITHDRAW,
} from './between-kit.js';

let world: SubgraphWorld;
let a: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const two = async (points: number): Promise<{ from: Person; to: Person }> => ({
  from: await personWith(world, a, points),
  to: await personWith(world, a, 0),
});

async function spend(person: Person, points: number): Promise<void> {
  const wish = { memberId: person.memberId, storeId: a.storeId, points: String(points) };
  const { hold } = await act(world, a.till, HOLD, wish);
  await act(world, a.till, CAPTURE, { holdId: hold.id });
}

interface LotFacts {
  readonly issuer_partner_id: string;
  readonly agreement_id: string;
  readonly funding_minor_per_thousand: bigint;
  readonly expires_at: Date;
  readonly remaining: bigint;
}
const lotsOf = (memberId: string): Promise<LotFacts[]> =>
  world.database.query(
    `select issuer_partner_id, agreement_id, funding_minor_per_thousand, expires_at, remaining from lot
     where member_id = $1 and remaining > 0`,
    [memberId],
  );

const reverse = (giftId: string, more: Readonly<Record<string, unknown>> = {}) =>
  act(world, operator, REVERSE, { giftId, reason: 'sent to the wrong sister', ...more });

describe('a gift', () => {
  it('is set aside when offered and moves when accepted, with issuer, agreement, rate and expiry', async () => {
    const { from, to } = await two(100);
    const [before] = await lotsOf(from.memberId);
    const offered = await offer(world, { from, to }, 30, { message: 'Happy birthday' });
    expect(offered).toMatchObject({
      __typename: 'GiftOffered',
      gift: { state: 'OFFERED', points: '30', message: 'Happy birthday', expiryRule: 'KEEPS_EXPIRY' },
      wallet: { available: '70', held: '30' },
    });
    const answered = await answer(world, to.self, offered.gift.id);
    expect(answered).toMatchObject({
      __typename: 'GiftAnswered',
      gift: { state: 'ACCEPTED', soonestExpiry: before?.expires_at.toISOString() },
      wallet: { available: '30', held: '0' },
    });
    expect(await walletOf(world, from.memberId)).toMatchObject({ available: '70', held: '0' });
    expect(await lotsOf(to.memberId)).toEqual([{ ...before, remaining: 30n }]);
    const told = await world.told('rewards.gift-changed.1');
    expect(told.filter(({ key }) => key === offered.gift.id).map(({ data }) => data)).toMatchObject([
      { state: 'OFFERED', points: '30' },
      { state: 'ACCEPTED', points: '30', giverId: from.memberId, receiverId: to.memberId },
    ]);
  });

  it('is in the notices of both as soon as it is accepted', async () => {
    const { from, to } = await two(100);
    await given(world, { from, to }, 30);
    await noticed(world, from.memberId, [
      ['GIFT_SENT', '-30'],
      ['EARNED', '100'],
    ]);
    await noticed(world, to.memberId, [['GIFT_RECEIVED', '30']]);
  });

  it('finds the receiver by card, and an operator gives for a member', async () => {
    const { from, to } = await two(10);
    const input = { giverId: from.memberId, cardNumber: to.cardNumber, points: '10' };
    const offered = await act(world, operator, OFFER, input);
    expect(offered.gift).toMatchObject({ receiver: { id: to.memberId }, giver: { id: from.memberId } });
    expect((await answer(world, operator, offered.gift.id)).gift.state).toBe('ACCEPTED');
  });

  it('is free again when it is declined or withdrawn', async () => {
    const { from, to } = await two(50);
    const first = await offer(world, { from, to }, 20);
    expect((await answer(world, to.self, first.gift.id, false)).gift.state).toBe('DECLINED');
    const second = await offer(world, { from, to }, 50);
    const withdrawn = await act(world, from.self, WITHDRAW, { giftId: second.gift.id });
    expect(withdrawn).toMatchObject({ gift: { state: 'WITHDRAWN' }, wallet: { available: '50', held: '0' } });
    const late = await answer(world, to.self, second.gift.id);
    expect(late).toMatchObject({ __typename: 'GiftNotOpen', state: 'WITHDRAWN' });
  });

  it('pays the debt of the receiver first, and of the giver when it comes to nothing', async () => {
    const { from, to } = await two(40);
    const recorded = await bought(world, { memberId: to.memberId, partner: a }, 2_500);
    await spend(to, 25);
    await act(world, a.till, RETURN, {
      purchaseId: recorded.purchase.id,
      lines: [{ lineNumber: 1, quantity: 1 }],
    });
    expect(await walletOf(world, to.memberId)).toMatchObject({ debt: '25' });
    await given(world, { from, to }, 40);
    expect(await walletOf(world, to.memberId)).toMatchObject({ available: '15', debt: '0' });

    const sale = await bought(world, { memberId: from.memberId, partner: a }, 3_000);
    const open = await offer(world, { from, to }, 30);
    await act(world, a.till, RETURN, {
      purchaseId: sale.purchase.id,
      lines: [{ lineNumber: 1, quantity: 1 }],
    });
    expect(await walletOf(world, from.memberId)).toMatchObject({ held: '30', debt: '30' });
    const withdrawn = await act(world, from.self, WITHDRAW, { giftId: open.gift.id });
    expect(withdrawn.wallet).toMatchObject({ available: '0', held: '0', debt: '0' });
  });

  it('lapses by itself: readers count it so at once, spending finds it free, the worker tidies', async () => {
    const { from, to } = await two(100);
    const { gift } = await offer(world, { from, to }, 60);
    world.clock.moveDays(15);
    expect(await walletOf(world, from.memberId)).toMatchObject({ available: '100', held: '0' });
    const late = await answer(world, to.self, gift.id);
    expect(late).toMatchObject({ __typename: 'GiftNotOpen', state: 'LAPSED' });
    const wish = { memberId: from.memberId, storeId: a.storeId, points: '100' };
    expect((await act(world, a.till, HOLD, wish)).__typename).toBe('PointsHeld');

    const other = await two(5);
    const second = await offer(world, other, 5);
    world.clock.moveDays(15);
    // The worker may be quicker than this call; either way each lapsed offer is told once.
    await releaseLapsedGifts(world.database, world.clock.now());
    const told = await eventually(async () => {
      const all = await world.told('rewards.gift-changed.1');
      const mine = all.filter(({ key }) => key === second.gift.id);
      return mine.length > 1 ? mine : null;
    });
    expect(told.map(({ data }) => (data as { state: string }).state)).toEqual(['OFFERED', 'LAPSED']);
    const [lot] = await world.database.query('select held from lot where member_id = $1', [
      other.from.memberId,
    ]);
    expect(lot.held).toBe(0n);
  });
});

describe('the reversal of a gift', () => {
  it('gives everything back to the same lots when nothing was spent', async () => {
    const { from, to } = await two(100);
    const before = await lotsOf(from.memberId);
    const giftId = await given(world, { from, to }, 80);
    const reversed = await reverse(giftId);
    expect(reversed).toMatchObject({
      returned: '80',
      missing: '0',
      gift: { state: 'REVERSED', reversalReason: 'sent to the wrong sister' },
      giverWallet: { available: '100' },
      receiverWallet: { available: '0', debt: '0' },
    });
    expect(await lotsOf(from.memberId)).toEqual(before);
    expect(await reverse(giftId)).toMatchObject({ __typename: 'GiftNotOpen', state: 'REVERSED' });
  });

  it('gives back what is there, says what is missing, and makes no debt', async () => {
    const { from, to } = await two(100);
    const giftId = await given(world, { from, to }, 80);
    await spend(to, 50);
    expect(await reverse(giftId)).toMatchObject({
      returned: '30',
      missing: '50',
      giverWallet: { available: '50' },
      receiverWallet: { available: '0', debt: '0' },
    });
  });

  it('takes what was spent from other points, and leaves a debt, only when it may', async () => {
    const { from, to } = await two(100);
    const giftId = await given(world, { from, to }, 80);
    await spend(to, 50);
    await bought(world, { memberId: to.memberId, partner: a }, 2_000);
    expect(await reverse(giftId, { mayOwe: true })).toMatchObject({
      returned: '80',
      missing: '0',
      gift: { returnedPoints: '30', owedPoints: '50' },
      giverWallet: { available: '100' },
      receiverWallet: { available: '-30', debt: '30' },
    });
  });

  it('gives nothing back when nothing is there, and writes no empty entry', async () => {
    const { from, to } = await two(10);
    const giftId = await given(world, { from, to }, 10);
    await spend(to, 10);
    expect(await reverse(giftId)).toMatchObject({
      returned: '0',
      missing: '10',
      gift: { state: 'REVERSED' },
    });
  });
});

describe('refusals of gifts', () => {
  it('names each with its facts', async () => {
    const { from, to } = await two(100);
    const nobody = v7();
    const asked = async (input: object) => act(world, from.self, OFFER, { points: '1', ...input });
    expect(await asked({ memberId: to.memberId, points: '0' })).toMatchObject({
      __typename: 'PointsNotPositive',
    });
    expect(await asked({ memberId: from.memberId })).toMatchObject({ __typename: 'GiftToSelf' });
    expect(await asked({ memberId: nobody })).toMatchObject({
      __typename: 'MemberNotEnrolled',
      memberId: nobody,
    });
    const unknown = { giverId: nobody, memberId: to.memberId, points: '1' };
    expect(await act(world, operator, OFFER, unknown)).toMatchObject({ memberId: nobody });
    const insufficient = { __typename: 'InsufficientPoints', available: '100', asked: '101' };
    expect(await asked({ memberId: to.memberId, points: '101' })).toMatchObject(insufficient);
    const notMine = await answer(world, to.self, nobody);
    expect(notMine).toMatchObject({ __typename: 'GiftNotFound', giftId: nobody });
  });

  it('lets nobody else answer, withdraw or see a gift', async () => {
    const { from, to } = await two(100);
    const stranger = await personWith(world, a, 0);
    const { gift } = await offer(world, { from, to }, 10);
    expect((await answer(world, from.self, gift.id)).__typename).toBe('GiftNotFound');
    expect((await answer(world, stranger.self, gift.id)).__typename).toBe('GiftNotFound');
    expect((await act(world, to.self, WITHDRAW, { giftId: gift.id })).__typename).toBe('GiftNotFound');
    const read = `query ($id: ID!) { gift(id: $id) { id message } }`;
    const seenBy = async (caller: typeof operator | typeof stranger.self | typeof auditor) =>
      (await world.ask(caller, read, { id: gift.id })).data.gift;
    expect(await seenBy(stranger.self)).toBeNull();
    expect(await seenBy(to.self)).toMatchObject({ id: gift.id });
    expect(await seenBy(auditor)).toEqual({ id: gift.id, message: null });
    const forbidden = await world.ask(stranger.self, OFFER, {
      input: { idempotencyKey: v7(), giverId: from.memberId, memberId: stranger.memberId, points: '1' },
    });
    expect(forbidden.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('keeps the limits of the terms, open offers counted and declined ones not', async () => {
    const configure = (input: object) =>
      act(world, operator, CONFIGURE_GIFTS, input as Record<string, unknown>);
    const limits = {
      giftMinPoints: '5',
      giftMaxPoints: '50',
      giverDayMaxPoints: '70',
      giverMonthMaxPoints: '90',
    };
    await configure({ ...limits, receiverMonthMaxPoints: '100' });
    const { from, to } = await two(500);
    const third = await personWith(world, a, 500);
    const exceeded = (giftLimit: string, most: string, usedPoints: string | null) =>
      expect.objectContaining({ __typename: 'GiftLimitExceeded', giftLimit, most, usedPoints });
    expect(await offer(world, { from, to }, 4)).toMatchObject({ __typename: 'GiftTooSmall', least: '5' });
    expect(await offer(world, { from, to }, 51)).toEqual(exceeded('PER_GIFT', '50', '0'));
    const declined = await offer(world, { from, to }, 50);
    await answer(world, to.self, declined.gift.id, false);
    await offer(world, { from, to }, 50);
    expect(await offer(world, { from, to }, 21)).toEqual(exceeded('PER_DAY', '70', '50'));
    await configure({ giverDayMaxPoints: '1000' });
    expect(await offer(world, { from, to }, 41)).toEqual(exceeded('PER_MONTH', '90', '50'));
    await offer(world, { from: third, to }, 50);
    expect(await offer(world, { from, to }, 5)).toEqual(exceeded('RECEIVED_PER_MONTH', '100', null));
    await configure({ isOn: false });
    expect((await offer(world, { from, to }, 5)).__typename).toBe('GiftsOff');
    expect(await configure({ offerDays: 0 })).toMatchObject({
      __typename: 'SettingNotValid',
      field: 'offerDays',
    });
    const open = { giftMinPoints: '1', giftMaxPoints: '10000', giverDayMaxPoints: '20000', isOn: true };
    await configure({ ...open, giverMonthMaxPoints: '50000', receiverMonthMaxPoints: '50000' });
  });

  it('does not give what is still pending', async () => {
    const configure = `mutation ($input: ConfigureProgrammeInput!) { configureProgramme(input: $input) {
      __typename } }`;
    await act(world, operator, configure, { activationDelayDays: 90 });
    const { from, to } = await two(20);
    await act(world, operator, configure, { activationDelayDays: 0 });
    expect(await offer(world, { from, to }, 1)).toMatchObject({
      __typename: 'InsufficientPoints',
      available: '0',
    });
  });
});

describe('gifts that come at once', () => {
  it('give exactly 100 of the last 100 points to 200 who are offered one each', async () => {
    const { from, to } = await two(100);
    // A database that is too busy says so, and is asked again by the same key, as its answer tells.
    const insisted = () => {
      const input = { idempotencyKey: v7(), memberId: to.memberId, points: '1' };
      return eventually(async () => (await world.ask(from.self, OFFER, { input })).data?.offerGift, 60_000);
    };
    const answers = await Promise.all(Array.from({ length: 200 }, insisted));
    const kinds = answers.map((each) => each.__typename);
    expect(kinds.filter((kind) => kind === 'GiftOffered')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'InsufficientPoints')).toHaveLength(100);
  }, 60_000);

  it('have one winner when one accepts and the other withdraws', async () => {
    const { from, to } = await two(20);
    for (let round = 0; round < 10; round += 1) {
      const { gift } = await offer(world, { from, to }, 1);
      const both = await Promise.all([
        answer(world, to.self, gift.id),
        act(world, from.self, WITHDRAW, { giftId: gift.id }),
      ]);
      expect(both.filter(({ __typename }) => __typename === 'GiftNotOpen')).toHaveLength(1);
    }
  });

  it('cross without a deadlock when two give to each other', async () => {
    const one = await personWith(world, a, 50);
    const other = await personWith(world, a, 50);
    const rounds = Array.from({ length: 20 }, () => [
      given(world, { from: one, to: other }, 2),
      given(world, { from: other, to: one }, 2),
    ]);
    await Promise.all(rounds.flat());
    expect(await walletOf(world, one.memberId)).toMatchObject({ available: '50', held: '0' });
    expect(await walletOf(world, other.memberId)).toMatchObject({ available: '50', held: '0' });
  });

  it('give the first answer again for the same key', async () => {
    const { from, to } = await two(10);
    const key = { idempotencyKey: v7() };
    const first = await offer(world, { from, to }, 5, key);
    expect(await offer(world, { from, to }, 5, key)).toMatchObject({
      replayed: true,
      gift: { id: first.gift.id },
    });
    expect((await offer(world, { from, to }, 6, key)).__typename).toBe('KeyReused');
    const accept = { giftId: first.gift.id, accept: true, idempotencyKey: v7() };
    await act(world, to.self, ANSWER, accept);
    expect(await act(world, to.self, ANSWER, accept)).toMatchObject({ replayed: true });
    expect(await walletOf(world, to.memberId)).toMatchObject({ available: '5' });
  });
});

describe("a member's gifts", () => {
  it('are listed by direction and page, newest first, for those who may see them', async () => {
    const { from, to } = await two(30);
    const ids: string[] = [];
    for (const points of [1, 2, 3]) ids.unshift((await offer(world, { from, to }, points)).gift.id);
    const query = `query ($of: [_Any!]!, $direction: GiftDirection, $first: Int, $after: String) {
      _entities(representations: $of) { ... on Member { gifts(direction: $direction, first: $first, after: $after) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    const page = async (person: Person, variables: Readonly<Record<string, unknown>>) => {
      const of = [{ __typename: 'Member', id: person.memberId }];
      const { data } = await world.ask(to.self, query, { of, first: 20, ...variables });
      return data._entities[0].gifts;
    };
    const first = await page(to, { direction: 'RECEIVED', first: 2 });
    expect(first.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual(ids.slice(0, 2));
    const rest = await page(to, { direction: 'RECEIVED', first: 2, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({ edges: [{ node: { id: ids[2] } }], pageInfo: { hasNextPage: false } });
    expect((await page(to, { direction: 'SENT' })).edges).toEqual([]);
    expect((await page(to, {})).edges).toHaveLength(3);
    expect(await page(from, {})).toBeNull();
  });
});

/** Donations that an operator reverses, and the running total of a cause as those who follow it see it. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { anonymous, memberCaller, operator, partnerCaller } from '../../../world/callers.js';
import { type GraphAnswer, openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { lifeOf } from '../life/life-kit.js';
import { act, bought, partnerOf, RETURN, type TestPartner, walletOf } from '../rewards-kit.js';
import { CLOSE_CAUSE, DONATE, OPEN_CAUSE, type Person, personWith, REVERSE_DONATION } from './between-kit.js';
import { auditMoves, merged } from './merging-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;
let charity: TestPartner;
const open: AsyncIterator<GraphAnswer>[] = [];

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
  charity = await partnerOf(world, { reimbursementMinorPerThousand: 950n });
});
afterEach(async () => {
  for (const frames of open.splice(0)) await frames.return?.();
  await auditMoves(world);
});
afterAll(() => world?.close());

async function causeOf(): Promise<string> {
  const wish = { name: 'Trees', description: 'Trees for the city.', partnerId: charity.partnerId };
  return (await act(world, operator, OPEN_CAUSE, wish)).cause.id;
}

async function donated(by: Person, causeId: string, points: number): Promise<string> {
  const answer = await act(world, by.self, DONATE, { causeId, points: String(points) });
  expect(answer.__typename).toBe('PointsDonated');
  return answer.donationId;
}

const undo = (donationId: string, more: object = {}) =>
  act(world, operator, REVERSE_DONATION, { donationId, reason: 'given by mistake', ...more });

const availableOf = async ({ memberId }: Person) => (await walletOf(world, memberId)).available;

describe('a reversed donation', () => {
  it('gives the points back to their lots, and takes from the partner and the total what it gave', async () => {
    const ann = await personWith(world, a, 100);
    await bought(world, { memberId: ann.memberId, partner: b }, 10_000);
    const before = (await lifeOf(world, ann.memberId)).lots;
    const causeId = await causeOf();
    await donated(ann, causeId, 20);
    const donationId = await donated(ann, causeId, 150);
    expect(await undo(donationId)).toMatchObject({
      __typename: 'DonationReversed',
      donationId,
      points: '150',
      usable: '150',
      expired: '0',
      debtPaid: '0',
      takenBack: { amountMinor: '143', currency: 'EUR' },
      cause: { pointsTotal: '20', donorsCount: '1', worthTotal: [{ amountMinor: '19', currency: 'EUR' }] },
      wallet: { available: '180' },
    });
    const after = (await lifeOf(world, ann.memberId)).lots;
    expect(after.map(({ expiresAt }) => expiresAt)).toEqual(before.map(({ expiresAt }) => expiresAt));
    const cleared = (await world.told('rewards.clearing-recorded.1')).slice(-2).map(({ data }) => data);
    expect(cleared).toMatchObject([{ kind: 'REIMBURSEMENT' }, { kind: 'REIMBURSEMENT' }]);
    const sum = cleared.reduce((total: bigint, data) => {
      return total + BigInt((data as { amountMinor: string }).amountMinor);
    }, 0n);
    expect(sum).toBe(143n);
    expect((await world.told('rewards.donation-reversed.1')).at(-1)).toMatchObject({
      key: donationId,
      data: { causeId, memberId: ann.memberId, points: '150', reason: 'given by mistake' },
    });
  });

  it('counts the donor no longer once nothing of hers stands, and again when she gives again', async () => {
    const [ann, ben] = [await personWith(world, a, 100), await personWith(world, a, 100)];
    const causeId = await causeOf();
    const [first, second] = [await donated(ann, causeId, 10), await donated(ann, causeId, 20)];
    await donated(ben, causeId, 5);
    expect((await undo(first)).cause).toMatchObject({ pointsTotal: '25', donorsCount: '2' });
    expect((await undo(second)).cause).toMatchObject({ pointsTotal: '5', donorsCount: '1' });
    await donated(ann, causeId, 30);
    const again = await act(world, ben.self, DONATE, { causeId, points: '1' });
    expect(again.cause).toMatchObject({ pointsTotal: '36', donorsCount: '2' });
  });

  it('is reversed once: by the same key again, by another not, and one of many at once', async () => {
    const ann = await personWith(world, a, 100);
    const causeId = await causeOf();
    const donationId = await donated(ann, causeId, 40);
    const key = { idempotencyKey: v7() };
    expect(await undo(donationId, key)).toMatchObject({ __typename: 'DonationReversed', replayed: false });
    expect(await undo(donationId, key)).toMatchObject({ __typename: 'DonationReversed', replayed: true });
    expect(await undo(donationId)).toMatchObject({ __typename: 'DonationAlreadyReversed', donationId });
    const other = await donated(ann, causeId, 40);
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => undo(other)));
    expect(all.filter(({ __typename }) => __typename === 'DonationReversed')).toHaveLength(1);
    expect(await availableOf(ann)).toBe('100');
    const nobody = v7();
    expect(await undo(nobody)).toMatchObject({ __typename: 'DonationNotFound', donationId: nobody });
  });

  it('takes from the total of a closed cause too', async () => {
    const ann = await personWith(world, a, 100);
    const causeId = await causeOf();
    const donationId = await donated(ann, causeId, 40);
    await act(world, operator, CLOSE_CAUSE, { causeId });
    expect((await undo(donationId)).cause).toMatchObject({
      pointsTotal: '0',
      donorsCount: '0',
      isOpen: false,
    });
  });

  it('pays a debt first', async () => {
    const ann = await personWith(world, a, 0);
    const { purchase } = await bought(world, { memberId: ann.memberId, partner: a }, 5_000);
    const donationId = await donated(ann, await causeOf(), 50);
    await act(world, a.till, RETURN, { purchaseId: purchase.id, lines: [{ lineNumber: 1, quantity: 1 }] });
    expect(await undo(donationId)).toMatchObject({ usable: '0', debtPaid: '50', wallet: { available: '0' } });
  });

  it('of a merged member goes to whoever has her points', async () => {
    const [source, target] = [await personWith(world, a, 100), await personWith(world, a, 0)];
    const donationId = await donated(source, await causeOf(), 60);
    await merged(world, { mergeId: v7(), source, target });
    expect(await undo(donationId)).toMatchObject({ points: '60', wallet: { available: '100' } });
    expect(await availableOf(source)).toBe('0');
  });

  it('that has lapsed meanwhile comes back too late, and the answer says so', async () => {
    const ann = await personWith(world, a, 50);
    const donationId = await donated(ann, await causeOf(), 50);
    world.clock.moveDays(1_500);
    expect(await undo(donationId)).toMatchObject({ points: '50', usable: '0', expired: '50' });
    expect(await availableOf(ann)).toBe('0');
    world.clock.moveDays(-1_500);
  });

  it("is an operator's to do, with a reason", async () => {
    const ann = await personWith(world, a, 50);
    const donationId = await donated(ann, await causeOf(), 50);
    const input = { idempotencyKey: v7(), donationId, reason: 'mine' };
    for (const caller of [ann.self, partnerCaller(charity.partnerId)]) {
      const { errors } = await world.ask(caller, REVERSE_DONATION, { input });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { errors } = await world.ask(operator, REVERSE_DONATION, { input: { ...input, reason: ' ' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('who follows a cause', () => {
  const FOLLOW = `subscription ($causeId: ID!) { causeChanged(causeId: $causeId) {
    cause { id pointsTotal donorsCount isOpen } } }`;

  function follow(causeId: string, caller: Caller = anonymous) {
    const frames = world.follow(caller, FOLLOW, { causeId });
    open.push(frames);
    return frames;
  }

  async function totalIs(frames: AsyncIterator<GraphAnswer>, pointsTotal: string) {
    for (;;) {
      const { value } = await frames.next();
      expect(value.errors).toBeUndefined();
      const { cause } = value.data.causeChanged;
      if (cause.pointsTotal === pointsTotal) return cause;
    }
  }

  it('sees the total as it is first, then after every donation and every reversal, without login', async () => {
    const ann = await personWith(world, a, 100);
    const causeId = await causeOf();
    const [frames, other] = [follow(causeId), follow(causeId, memberCaller(ann.memberId))];
    expect(await totalIs(frames, '0')).toMatchObject({ id: causeId, donorsCount: '0', isOpen: true });
    const donationId = await donated(ann, causeId, 30);
    expect(await totalIs(frames, '30')).toMatchObject({ donorsCount: '1' });
    await totalIs(other, '30');
    await undo(donationId);
    expect(await totalIs(frames, '0')).toMatchObject({ donorsCount: '0' });
  });

  it('is turned away where there is no such cause', async () => {
    const { value } = await follow(v7()).next();
    expect(value.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

/** Donations through the subgraph's own graph: settled like a capture, with a running total that everyone may read. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { anonymous, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, partnerOf, type TestPartner, walletOf } from '../rewards-kit.js';
import { CLOSE_CAUSE, DONATE, OPEN_CAUSE, offer, type Person, personWith } from './between-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;
let charity: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
  charity = await partnerOf(world, { reimbursementMinorPerThousand: 950n });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function causeOf(partner: TestPartner, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const wish = { name: 'Trees', description: 'Trees for the city.', partnerId: partner.partnerId, ...more };
  const opened = await act(world, operator, OPEN_CAUSE, wish);
  expect(opened.__typename).toBe('CauseOpened');
  return opened.cause.id;
}

const donate = (by: Person, causeId: string, points: number, more: Readonly<Record<string, unknown>> = {}) =>
  act(world, by.self, DONATE, { causeId, points: String(points), ...more });

async function totalOf(causeId: string) {
  const query = `query ($id: ID!) { cause(id: $id) {
    pointsTotal worthTotal { amountMinor currency } donorsCount goalPoints isOpen } }`;
  return (await world.ask(anonymous, query, { id: causeId })).data.cause;
}

describe('a donation', () => {
  it('burns points and makes the coalition owe the charity, by issuer, exactly as a capture', async () => {
    const ann = await personWith(world, a, 600);
    const causeId = await causeOf(charity, { goalPoints: '10000' });
    const donated = await donate(ann, causeId, 400);
    expect(donated).toMatchObject({
      __typename: 'PointsDonated',
      points: '400',
      worth: { amountMinor: '380', currency: 'EUR' },
      cause: { pointsTotal: '400', donorsCount: '1', goalPoints: '10000' },
      wallet: { available: '200', held: '0' },
    });
    expect((await world.told('rewards.clearing-recorded.1')).at(-1)?.data).toMatchObject({
      kind: 'REIMBURSEMENT',
      partnerId: charity.partnerId,
      issuerPartnerId: a.partnerId,
      points: '400',
      amountMinor: '-380',
    });
    expect((await world.told('rewards.points-donated.1')).at(-1)).toMatchObject({
      key: donated.donationId,
      data: { causeId, memberId: ann.memberId, points: '400', amountMinor: '380', currency: 'EUR' },
    });
  });

  it('shows a running total to everyone, each donor counted once', async () => {
    const causeId = await causeOf(charity);
    expect(await totalOf(causeId)).toMatchObject({ pointsTotal: '0', worthTotal: [], donorsCount: '0' });
    const [ann, ben] = await Promise.all([personWith(world, a, 100), personWith(world, b, 100)]);
    await donate(ann, causeId, 10);
    await donate(ann, causeId, 20);
    await act(world, operator, DONATE, { causeId, memberId: ben.memberId, points: '30' });
    expect(await totalOf(causeId)).toMatchObject({
      pointsTotal: '60',
      worthTotal: [{ amountMinor: '58', currency: 'EUR' }],
      donorsCount: '2',
      goalPoints: null,
      isOpen: true,
    });
  });

  it('is exact when many give at once', async () => {
    const causeId = await causeOf(charity);
    const people = await Promise.all(Array.from({ length: 10 }, () => personWith(world, a, 8)));
    const answers = await Promise.all(
      people.flatMap((each) => Array.from({ length: 9 }, () => donate(each, causeId, 1))),
    );
    const kinds = answers.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'PointsDonated')).toHaveLength(80);
    expect(kinds.filter((kind) => kind === 'InsufficientPoints')).toHaveLength(10);
    expect(await totalOf(causeId)).toMatchObject({ pointsTotal: '80', donorsCount: '10' });
  });

  it('gives the first answer again for the same key', async () => {
    const ann = await personWith(world, a, 10);
    const causeId = await causeOf(charity);
    const key = { idempotencyKey: v7() };
    const first = await donate(ann, causeId, 4, key);
    expect(await donate(ann, causeId, 4, key)).toMatchObject({
      replayed: true,
      donationId: first.donationId,
    });
    expect((await donate(ann, causeId, 5, key)).__typename).toBe('KeyReused');
    expect(await walletOf(world, ann.memberId)).toMatchObject({ available: '6' });
  });
});

describe('refusals of causes', () => {
  it('tells why nothing can be given', async () => {
    const ann = await personWith(world, a, 10);
    const causeId = await causeOf(charity);
    expect(await donate(ann, causeId, 0)).toMatchObject({ __typename: 'PointsNotPositive', points: '0' });
    const nowhere = v7();
    expect(await donate(ann, nowhere, 1)).toMatchObject({ __typename: 'CauseNotFound', causeId: nowhere });
    const insufficient = { __typename: 'InsufficientPoints', available: '10', asked: '11' };
    expect(await donate(ann, causeId, 11)).toMatchObject(insufficient);
    await offer(world, { from: ann, to: await personWith(world, a, 0) }, 6);
    expect(await donate(ann, causeId, 5)).toMatchObject({ available: '4' });
    const nobody = await act(world, operator, DONATE, { causeId, memberId: nowhere, points: '1' });
    expect(nobody).toMatchObject({ __typename: 'MemberNotEnrolled', memberId: nowhere });
  });

  it('closes once, and takes nothing after it', async () => {
    const ann = await personWith(world, a, 10);
    const causeId = await causeOf(charity);
    await donate(ann, causeId, 3);
    expect(await act(world, operator, CLOSE_CAUSE, { causeId })).toMatchObject({
      __typename: 'CauseEnded',
      cause: { isOpen: false, pointsTotal: '3' },
    });
    expect((await donate(ann, causeId, 1)).__typename).toBe('CauseClosed');
    expect((await act(world, operator, CLOSE_CAUSE, { causeId })).__typename).toBe('CauseClosed');
    expect((await act(world, operator, CLOSE_CAUSE, { causeId: v7() })).__typename).toBe('CauseNotFound');
  });

  it('opens for a partner that can receive alone', async () => {
    const open = (partnerId: string, more = {}) =>
      act(world, operator, OPEN_CAUSE, { name: 'Sea', description: 'A clean sea.', partnerId, ...more });
    const nobody = v7();
    expect(await open(nobody)).toMatchObject({ __typename: 'PartnerNotFound', partnerId: nobody });
    const closed = await partnerOf(world, { status: 'BURN_CLOSED' });
    expect(await open(closed.partnerId)).toMatchObject({
      __typename: 'PartnerNotActive',
      status: 'BURN_CLOSED',
    });
    const later = await partnerOf(world, { effectiveFrom: new Date('2999-01-01T00:00:00Z') });
    expect((await open(later.partnerId)).__typename).toBe('AgreementNotInForce');
    const noGoal = await open(charity.partnerId, { goalPoints: '0' });
    expect(noGoal).toMatchObject({ __typename: 'PointsNotPositive', points: '0' });
  });
});

describe('the causes', () => {
  it('are listed for everyone by page, newest first, the open ones alone if asked', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 3; number += 1) ids.unshift(await causeOf(charity));
    await act(world, operator, CLOSE_CAUSE, { causeId: ids[1] });
    const query = `query ($first: Int, $after: String, $isOpen: Boolean) {
      causes(first: $first, after: $after, isOpen: $isOpen) {
        edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
    const page = async (variables: Readonly<Record<string, unknown>>) => {
      const { data } = await world.ask(anonymous, query, { isOpen: false, ...variables });
      return { ...data.causes, ids: data.causes.edges.map((edge: { node: { id: string } }) => edge.node.id) };
    };
    const first = await page({ first: 2 });
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect((await page({ first: 1, after: first.pageInfo.endCursor })).ids).toEqual([ids[2]]);
    expect((await page({ first: 2, isOpen: true })).ids).toEqual([ids[0], ids[2]]);
    expect((await world.ask(anonymous, '{ cause(id: "no id") { id } }')).data.cause).toBeNull();
  });
});

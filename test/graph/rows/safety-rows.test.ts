/**
 * What a theft of points meets, through the public graph: a notice of every purchase and every spending, a lock that
 * the member lays herself, limits of speed, and the question whether a spending far away is hers.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../../gateway/clients/graph-client.js';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { openTwoBrands, receiptOf, type TwoBrands } from '../../world/two-brands.js';

let world: PlatformWorld;
let brands: TwoBrands;
let anna: GraphClient;
let hotel: GraphClient;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
  anna = await world.asMember(brands.anna.memberId);
  hotel = world.anonymous.as(brands.hotel.apiKey);
});
afterAll(async () => {
  await world?.stop();
});

interface NoticeRead {
  readonly kind: string;
  readonly points: string | null;
  readonly readAt: string | null;
  readonly partner: { readonly name: string } | null;
}

async function notices(): Promise<readonly NoticeRead[]> {
  await world.quiet();
  const { me } = await anna.request<{ me: { notices: { edges: { node: NoticeRead }[] } } }>(
    '{ me { notices(first: 50) { edges { node { kind points readAt partner { name } } } } } }',
  );
  return me.notices.edges.map(({ node }) => node);
}

const act = (client: GraphClient, name: string, input: object, wanted: string, fields = '__typename') =>
  client.succeed<Record<string, unknown>>(
    actDocument(name, `... on ${wanted} { ${fields} }`),
    { input },
    wanted,
  );

const holdInput = (key: string, points: string) => ({
  idempotencyKey: key,
  memberId: brands.anna.memberId,
  storeId: brands.hotel.storeId,
  points,
});

describe('s07, a notice after a purchase', () => {
  it('is there for the member, with the brand and the points, and is read when she says so', async () => {
    const grocer = world.anonymous.as(brands.grocer.apiKey);
    const bought = { idempotencyKey: 's07', ...receiptOf(brands, 'S-07') };
    await act(grocer, 'recordPurchase', bought, 'PurchaseRecorded');
    const [newest] = await notices();
    expect(newest).toEqual({ kind: 'EARNED', points: '500', readAt: null, partner: { name: 'The grocer' } });
    await act(anna, 'markNoticesRead', { idempotencyKey: 'read' }, 'NoticesMarkedRead', 'count');
    expect((await notices()).filter(({ readAt }) => readAt === null)).toEqual([]);
  });
});

describe('the theft of points', () => {
  it('is noticed at once: what was spent, and where', async () => {
    const capture = { idempotencyKey: 'spent', holdId: brands.smallHoldId };
    await act(hotel, 'capturePoints', capture, 'PointsCaptured');
    const [newest] = await notices();
    expect(newest).toMatchObject({ kind: 'SPENT', points: '-20', partner: { name: 'The hotel' } });
  });

  it('ends where the member locks her spending, and her till payment under way does not', async () => {
    await act(anna, 'lockSpending', { idempotencyKey: 'lock', reason: 'not me' }, 'SpendLockChanged');
    await act(hotel, 'holdPoints', holdInput('stolen', '10'), 'SpendingLocked', 'since');
    await act(hotel, 'capturePoints', { idempotencyKey: 'mine', holdId: brands.holdId }, 'PointsCaptured');
    await act(anna, 'unlockSpending', { idempotencyKey: 'unlock' }, 'SpendLockChanged');
    expect(
      (await notices())
        .map(({ kind }) => kind)
        .slice(0, 3)
        .sort(),
    ).toEqual(['SPENDING_LOCKED', 'SPENDING_UNLOCKED', 'SPENT']);
  });

  it('stops at a limit of the day, and says when there is room again', async () => {
    const limit = { idempotencyKey: 'limit', pointsPerDayMax: '180' };
    await act(world.operator, 'configureSafety', limit, 'SafetyConfigured');
    const fields = 'limit most used asked retryAfter';
    const refused = await act(hotel, 'holdPoints', holdInput('fast', '31'), 'VelocityExceeded', fields);
    expect(refused).toMatchObject({ limit: 'POINTS_PER_DAY', most: '180', used: '150', asked: '31' });
    expect(refused['retryAfter']).not.toBeNull();
    const none = { idempotencyKey: 'no-limit', pointsPerDayMax: null };
    await act(world.operator, 'configureSafety', none, 'SafetyConfigured');
  });

  it('waits for the word of the member where it is large, and goes through once when it is hers', async () => {
    const above = { idempotencyKey: 'above', stepUpAbove: '200' };
    await act(world.operator, 'configureSafety', above, 'SafetyConfigured');
    const wish = holdInput('large', '300');
    const { challengeId } = await act(hotel, 'holdPoints', wish, 'StepUpRequired', 'challengeId because');
    const { me } = await anna.request<{ me: { stepUps: { id: string; store: { name: string } }[] } }>(
      '{ me { stepUps { id points store { name } } } }',
    );
    expect(me.stepUps.find(({ id }) => id === challengeId)?.store.name).toBe('Main Street');
    expect((await notices())[0]).toMatchObject({ kind: 'STEP_UP_ASKED', points: '300' });
    await act(anna, 'confirmStepUp', { idempotencyKey: 'yes', challengeId }, 'StepUpAnswered');
    await act(hotel, 'holdPoints', wish, 'PointsHeld');
    expect((await act(hotel, 'holdPoints', wish, 'PointsHeld', 'replayed'))['replayed']).toBe(true);
  });
});

it('leaves no entry without its notice, and a ledger that holds', async () => {
  await world.quiet();
  const proof = await world.auditor.request<{ ledgerProof: { holds: boolean } }>('{ ledgerProof { holds } }');
  expect(proof.ledgerProof.holds).toBe(true);
  const missed = await world.sql(
    `select entry.id from rewards.entry join rewards.posting on entry_id = entry.id
       and account = 'member:' || member_id
     where not exists (select from rewards.notice where notice.entry_id = entry.id)
     group by entry.id, unit having sum(amount) <> 0`,
  );
  expect(missed).toEqual([]);
});

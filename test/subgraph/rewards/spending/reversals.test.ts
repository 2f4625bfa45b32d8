/** The undoing of captures: back to the same lots with the old expiry, in points and money to the last of each. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  HOLD,
  memberOf,
  partnerOf,
  RETURN,
  REVERSE,
  type TestPartner,
  walletOf,
} from '../rewards-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;
let c: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
  c = await partnerOf(world, { reimbursementMinorPerThousand: 333n });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

interface Spent {
  readonly memberId: string;
  readonly captureId: string;
  readonly purchaseId: string;
}

/** A member with points of A, then of B, who spent some of them at C. */
async function spent(points: {
  readonly a: number;
  readonly b?: number;
  readonly spent: number;
}): Promise<Spent> {
  const { memberId } = await memberOf(world);
  const { purchase } = await bought(world, { memberId, partner: a }, points.a * 100);
  if (points.b !== undefined) await bought(world, { memberId, partner: b }, points.b * 100);
  const { hold } = await act(world, c.till, HOLD, {
    ...{ memberId, storeId: c.storeId, points: String(points.spent) },
  });
  const { capture } = await act(world, c.till, CAPTURE, { holdId: hold.id });
  return { memberId, captureId: capture.id, purchaseId: purchase.id };
}

const reverse = (captureId: string, points: number | null = null, input: Record<string, unknown> = {}) =>
  act(world, c.till, REVERSE, { captureId, points: points === null ? null : String(points), ...input });

interface LotNow {
  readonly id: string;
  readonly remaining: bigint;
  readonly expires_at: Date | null;
  readonly closed_as: string | null;
}

const lotsOf = (memberId: string): Promise<LotNow[]> =>
  world.database.query(
    'select id, remaining, expires_at, closed_as from lot where member_id = $1 order by expires_at, earned_at',
    [memberId],
  );

describe('a reversal', () => {
  it('gives the points back to their lots with the old expiry, and the partner is owed nothing', async () => {
    const { memberId, captureId } = await spent({ a: 100, b: 50, spent: 120 });
    const before = await lotsOf(memberId);
    const reversed = await reverse(captureId);
    expect(reversed).toMatchObject({
      __typename: 'CaptureReversed',
      ...{ points: '120', usable: '120', expired: '0', debtPaid: '0', replayed: false },
      takenBack: { amountMinor: '40', currency: 'EUR' },
      capture: { points: '120', reversedPoints: '120' },
      hold: { state: 'CAPTURED', capturedPoints: '120' },
      wallet: { available: '150' },
    });
    const after = await lotsOf(memberId);
    expect(after.map(({ remaining }) => remaining)).toEqual([100n, 50n]);
    expect(after.map(({ id, expires_at }) => [id, expires_at])).toEqual(
      before.map(({ id, expires_at }) => [id, expires_at]),
    );
    const told = (await world.told('rewards.capture-reversed.1')).at(-1);
    expect(told?.key).toBe(memberId);
    expect(told?.data).toMatchObject({ captureId, memberId, partnerId: c.partnerId, points: '120' });
  });

  it('of a part gives back first what was burned last', async () => {
    const { memberId, captureId } = await spent({ a: 100, b: 50, spent: 120 });
    expect(await reverse(captureId, 30)).toMatchObject({ points: '30', capture: { reversedPoints: '30' } });
    expect((await lotsOf(memberId)).map(({ remaining }) => remaining)).toEqual([10n, 50n]);
  });

  it('point by point takes back exactly what the capture was owed, from each issuer', async () => {
    const { captureId } = await spent({ a: 10, b: 10, spent: 17 });
    const owed = (
      kind: string,
    ) => `select data->>'issuerPartnerId' as issuer, sum((data->>'amountMinor')::bigint)::bigint
      as minor, sum((data->>'points')::bigint)::bigint as points from outbox where type = 'rewards.clearing-recorded.1'
      and data->>'entryId' in (select entry_id::text from ${kind}) group by 1 having sum((data->>'points')::bigint) <> 0
      order by 1`;
    for (let point = 0; point < 17; point++) expect((await reverse(captureId, 1)).points).toBe('1');
    const captured = await world.database.query(owed(`capture where id = '${captureId}'`));
    const back = await world.database.query(owed(`capture_reversal where capture_id = '${captureId}'`));
    const sum = (rows: { minor: bigint }[]) => rows.reduce((total, { minor }) => total + minor, 0n);
    expect(sum(captured)).toBe(-6n);
    expect(sum(back)).toBe(6n);
    expect(await reverse(captureId, 1)).toMatchObject({
      ...{ __typename: 'ReversalExceedsCapture', captured: '17', alreadyReversed: '17', asked: '1' },
    });
  });

  it('pays the debt of the member first, and what paid it cannot be spent', async () => {
    const { memberId, captureId, purchaseId } = await spent({ a: 100, spent: 80 });
    await act(world, a.till, RETURN, { purchaseId, lines: [{ lineNumber: 1, quantity: 1 }] });
    expect(await walletOf(world, memberId)).toMatchObject({ debt: '80', available: '-80' });
    const half = await reverse(captureId, 50);
    expect(half).toMatchObject({ points: '50', usable: '0', debtPaid: '50' });
    expect(half.wallet).toMatchObject({ debt: '30', available: '-30' });
    expect(await reverse(captureId)).toMatchObject({ points: '30', usable: '0', debtPaid: '30' });
  });

  it('says how much came back to a lot whose time is over, and opens a lot again that was closed', async () => {
    const { memberId, captureId } = await spent({ a: 100, b: 50, spent: 120 });
    // As the night leaves a lot of which nothing is left once its time is over.
    const [first] = await lotsOf(memberId);
    await world.database.query(
      "update lot set expires_at = $2::timestamptz + interval '1 minute', closed_as = 'EXPIRED' where id = $1",
      [first?.id, world.clock.now()],
    );
    world.clock.moveMinutes(2);
    expect(await reverse(captureId)).toMatchObject({
      ...{ points: '120', usable: '20', expired: '100', debtPaid: '0' },
      wallet: { available: '50' },
    });
    const [again] = await lotsOf(memberId);
    expect(again).toMatchObject({ id: first?.id, remaining: 100n, closed_as: null });
  });

  it('may be of one capture among several', async () => {
    const { memberId } = await memberOf(world);
    await bought(world, { memberId, partner: a }, 10_000);
    const { hold } = await act(world, c.till, HOLD, { memberId, storeId: c.storeId, points: '90' });
    const part = { holdId: hold.id, points: '30', isFinal: false };
    const first = await act(world, c.till, CAPTURE, part);
    await act(world, c.till, CAPTURE, part);
    const reversed = await reverse(first.capture.id);
    expect(reversed).toMatchObject({ points: '30', hold: { state: 'HELD', capturedPoints: '60' } });
    expect(reversed.wallet).toMatchObject({ available: '40', held: '30' });
    const last = await act(world, c.till, CAPTURE, { holdId: hold.id });
    expect(last.hold.captures.map((each: { reversedPoints: string }) => each.reversedPoints)).toEqual([
      '30',
      '0',
      '0',
    ]);
  });

  it('may be made by an operator', async () => {
    const { captureId } = await spent({ a: 10, spent: 5 });
    expect((await act(world, operator, REVERSE, { captureId })).__typename).toBe('CaptureReversed');
  });
});

describe('refusals of reversals', () => {
  it('say nothing of a capture of another partner', async () => {
    const { captureId } = await spent({ a: 10, spent: 5 });
    const foreign = await act(world, a.till, REVERSE, { captureId, points: '0' });
    expect(foreign).toMatchObject({ __typename: 'CaptureNotFound', captureId });
    expect((await reverse(v7())).__typename).toBe('CaptureNotFound');
  });

  it('name what is wrong with the points', async () => {
    const { captureId } = await spent({ a: 10, spent: 5 });
    expect((await reverse(captureId, 0)).__typename).toBe('PointsNotPositive');
    expect((await reverse(captureId, -1)).__typename).toBe('PointsNotPositive');
    await reverse(captureId, 2);
    const facts = { captured: '5', alreadyReversed: '2', asked: '4' };
    expect(await reverse(captureId, 4)).toMatchObject({ __typename: 'ReversalExceedsCapture', ...facts });
    await reverse(captureId);
    const nothingLeft = { captured: '5', alreadyReversed: '5', asked: '5' };
    expect(await reverse(captureId)).toMatchObject({ __typename: 'ReversalExceedsCapture', ...nothingLeft });
  });
});

describe('reversals at once', () => {
  it('in the same millisecond: one wins', async () => {
    const { memberId, captureId } = await spent({ a: 100, spent: 60 });
    const both = await Promise.all(Array.from({ length: 8 }, () => reverse(captureId, 60)));
    const kinds = both.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'CaptureReversed')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'ReversalExceedsCapture')).toHaveLength(7);
    expect((await walletOf(world, memberId)).available).toBe('100');
  });

  it('with one key are one reversal, and the answer comes again', async () => {
    const { captureId } = await spent({ a: 100, spent: 60 });
    const key = { idempotencyKey: v7() };
    const both = await Promise.all([reverse(captureId, 20, key), reverse(captureId, 20, key)]);
    expect(both.map((answer) => answer.replayed).sort()).toEqual([false, true]);
    expect(both.map((answer) => answer.usable)).toEqual(['20', '20']);
    expect((await reverse(captureId, 21, key)).__typename).toBe('KeyReused');
  });
});

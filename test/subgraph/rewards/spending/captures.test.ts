/** A hold that is captured over several captures: what stays held, what is counted, and how it ends. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  HOLD,
  memberOf,
  partnerOf,
  RETURN,
  type TestPartner,
  VOID,
  walletOf,
} from '../rewards-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world, { reimbursementMinorPerThousand: 400n });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

/** A member with points of partner A, some of them held at B. */
async function heldAt(points: number, held: number) {
  const { memberId } = await memberOf(world);
  const { purchase } = await bought(world, { memberId, partner: a }, points * 100);
  const input = { memberId, storeId: b.storeId, points: String(held) };
  const { hold } = await act(world, b.till, HOLD, input);
  return { memberId, holdId: hold.id as string, purchaseId: purchase.id as string };
}

const capture = (holdId: string, input: Record<string, unknown> = {}) =>
  act(world, b.till, CAPTURE, { holdId, ...input });
const part = (holdId: string, points: number) => capture(holdId, { points: String(points), isFinal: false });

async function toldOf(holdId: string) {
  const told = await world.told('rewards.hold-changed.1');
  return told.map(({ data }) => data as Record<string, string>).filter((data) => data['holdId'] === holdId);
}

describe('a capture that is not final', () => {
  it('keeps the rest held, and the next one counts on', async () => {
    const { memberId, holdId } = await heldAt(500, 300);
    expect(await part(holdId, 100)).toMatchObject({
      points: '100',
      capture: { points: '100', reversedPoints: '0' },
      hold: { state: 'HELD', capturedPoints: '100', remainingPoints: '200' },
      wallet: { available: '200', held: '200' },
    });
    const last = await capture(holdId, { points: '150' });
    expect(last).toMatchObject({
      hold: { state: 'CAPTURED', capturedPoints: '250', remainingPoints: '0' },
      wallet: { available: '250', held: '0' },
    });
    expect(last.hold.captures.map(({ points }: { points: string }) => points)).toEqual(['100', '150']);
    expect(last.capture.id).toBe(last.hold.captures[1].id);
    expect((await walletOf(world, memberId)).available).toBe('250');
    const told = await toldOf(holdId);
    expect(told.map(({ state, capturedPoints }) => [state, capturedPoints])).toEqual([
      ['HELD', '0'],
      ['HELD', '100'],
      ['CAPTURED', '250'],
    ]);
  });

  it('ends the hold when nothing is left', async () => {
    const { holdId } = await heldAt(100, 60);
    await part(holdId, 20);
    const rest = await capture(holdId, { isFinal: false });
    expect(rest).toMatchObject({ points: '40', hold: { state: 'CAPTURED', capturedPoints: '60' } });
    expect(await capture(holdId)).toMatchObject({ __typename: 'HoldNotOpen', state: 'CAPTURED' });
  });

  it('may be asked for no more than is left', async () => {
    const { holdId } = await heldAt(100, 60);
    await part(holdId, 20);
    expect(await part(holdId, 41)).toMatchObject({
      __typename: 'CaptureExceedsHold',
      held: '40',
      asked: '41',
    });
  });

  it('is worth, together with the others, what the agreement gives for all points', async () => {
    const { holdId } = await heldAt(100, 10);
    for (let captured = 0; captured < 9; captured++) await part(holdId, 1);
    const last = await capture(holdId);
    const amounts = last.hold.captures.map((each: { reimbursement: { amountMinor: string } }) =>
      Number(each.reimbursement.amountMinor),
    );
    expect(amounts).toHaveLength(10);
    expect(amounts.reduce((sum: number, amount: number) => sum + amount, 0)).toBe(4);
  });

  it('notes when the member redeemed last', async () => {
    const { memberId, holdId } = await heldAt(100, 60);
    const redeemed = 'select last_redeemed_at as at from wallet where member_id = $1';
    expect(await world.database.query(redeemed, [memberId])).toEqual([{ at: null }]);
    const now = world.clock.now();
    await part(holdId, 20);
    const [{ at }] = await world.database.query(redeemed, [memberId]);
    expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
  });
});

describe('the rest of a hold', () => {
  it('is let go when it is voided; what was captured stays captured', async () => {
    const { holdId } = await heldAt(500, 300);
    await part(holdId, 100);
    const voided = await act(world, b.till, VOID, { holdId });
    expect(voided).toMatchObject({ hold: { state: 'VOIDED' }, wallet: { available: '400', held: '0' } });
    expect((await toldOf(holdId)).at(-1)).toMatchObject({ state: 'VOIDED', capturedPoints: '100' });
  });

  it('is let go when the time of the hold is over', async () => {
    const { memberId, holdId } = await heldAt(500, 300);
    await part(holdId, 100);
    world.clock.moveMinutes(16);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '400', held: '0' });
    expect(await part(holdId, 1)).toMatchObject({ __typename: 'HoldNotOpen', state: 'EXPIRED' });
    await eventually(async () => (await toldOf(holdId)).at(-1)?.['state'] === 'EXPIRED');
    expect((await toldOf(holdId)).at(-1)).toMatchObject({ capturedPoints: '100' });
    expect(await walletOf(world, memberId)).toMatchObject({ available: '400', held: '0' });
  });

  it('pays the debt that a return left, and only once it is let go', async () => {
    const { memberId, holdId, purchaseId } = await heldAt(300, 300);
    await part(holdId, 100);
    await act(world, a.till, RETURN, { purchaseId, lines: [{ lineNumber: 1, quantity: 1 }] });
    expect(await walletOf(world, memberId)).toMatchObject({ debt: '300', held: '200' });
    await part(holdId, 50);
    expect(await walletOf(world, memberId)).toMatchObject({ debt: '300', held: '150' });
    const last = await capture(holdId, { points: '30' });
    expect(last.wallet).toMatchObject({ debt: '180', held: '0', available: '-180' });
    const [{ at }] = await world.database.query(
      'select last_redeemed_at as at from wallet where member_id = $1',
      [memberId],
    );
    expect(at).not.toBeNull();
  });
});

describe('captures at once', () => {
  it('of the last points: one wins', async () => {
    const { memberId, holdId } = await heldAt(100, 60);
    const both = await Promise.all([part(holdId, 40), part(holdId, 40)]);
    expect(both.map((answer) => answer.__typename).sort()).toEqual(['CaptureExceedsHold', 'PointsCaptured']);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '40', held: '20' });
  });

  it('with one key are one capture, and the answer comes again', async () => {
    const { memberId, holdId } = await heldAt(100, 60);
    const asked = { points: '10', isFinal: false, idempotencyKey: v7() };
    const both = await Promise.all([capture(holdId, asked), capture(holdId, asked)]);
    expect(both.map((answer) => answer.replayed).sort()).toEqual([false, true]);
    expect(both[0].capture.id).toBe(both[1].capture.id);
    expect((await capture(holdId, { ...asked, isFinal: true })).__typename).toBe('KeyReused');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '40', held: '50' });
  });
});

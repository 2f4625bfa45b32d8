/** Spending through the subgraph's own graph: hold, capture and void, their refusals, and what others are told. */
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
  b = await partnerOf(world, { reimbursementMinorPerThousand: 850n });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

/** A member with points of partner A. */
async function memberWith(points: number) {
  const { memberId, cardNumber } = await memberOf(world);
  await bought(world, { memberId, partner: a }, points * 100);
  return { memberId, cardNumber };
}

const hold = (memberId: string, points: number, key = v7()) =>
  act(world, b.till, HOLD, { memberId, storeId: b.storeId, points: String(points), idempotencyKey: key });

describe('spending points at another partner', () => {
  it('holds, captures, and makes the coalition owe the partner for points that another issued', async () => {
    const { memberId } = await memberWith(1000);
    const held = await hold(memberId, 400);
    expect(held).toMatchObject({ __typename: 'PointsHeld', hold: { state: 'HELD', points: '400' } });
    expect(held.wallet).toMatchObject({ available: '600', held: '400' });

    const captured = await act(world, b.till, CAPTURE, { holdId: held.hold.id });
    expect(captured).toMatchObject({
      points: '400',
      reimbursement: { amountMinor: '340', currency: 'EUR' },
      hold: { state: 'CAPTURED', capturedPoints: '400' },
      wallet: { available: '600', held: '0' },
    });
    const told = await world.told('rewards.clearing-recorded.1');
    expect(told.at(-1)?.data).toMatchObject({
      kind: 'REIMBURSEMENT',
      partnerId: b.partnerId,
      issuerPartnerId: a.partnerId,
      points: '400',
      amountMinor: '-340',
    });
  });

  it('lets the rest go when only a part is captured', async () => {
    const { memberId } = await memberWith(500);
    const { hold: held } = await hold(memberId, 300);
    const captured = await act(world, b.till, CAPTURE, { holdId: held.id, points: '120' });
    expect(captured.wallet).toMatchObject({ available: '380', held: '0' });
  });

  it('lets everything go when it is voided, and a void hold cannot be captured', async () => {
    const { memberId } = await memberWith(100);
    const { hold: held } = await hold(memberId, 100);
    const voided = await act(world, b.till, VOID, { holdId: held.id });
    expect(voided).toMatchObject({ hold: { state: 'VOIDED' }, wallet: { available: '100', held: '0' } });
    const again = await act(world, b.till, CAPTURE, { holdId: held.id });
    expect(again).toMatchObject({ __typename: 'HoldNotOpen', state: 'VOIDED' });
  });

  it('finds the member by card', async () => {
    const { cardNumber } = await memberWith(50);
    const held = await act(world, b.till, HOLD, { cardNumber, storeId: b.storeId, points: '50' });
    expect(held.__typename).toBe('PointsHeld');
  });

  it('gives the first answer again for the same key, and one effect when both come at once', async () => {
    const { memberId } = await memberWith(100);
    const key = v7();
    const both = await Promise.all([hold(memberId, 60, key), hold(memberId, 60, key)]);
    expect(both.map((answer) => answer.replayed).sort()).toEqual([false, true]);
    expect(both[0].hold.id).toBe(both[1].hold.id);
    const other = await hold(memberId, 61, key);
    expect(other.__typename).toBe('KeyReused');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '40', held: '60' });
  });

  it('gives exactly 100 to 200 tills that each hold one of the last 100 points', async () => {
    const { memberId } = await memberWith(100);
    const answers = await Promise.all(Array.from({ length: 200 }, () => hold(memberId, 1)));
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'PointsHeld')).toHaveLength(100);
    expect(kinds.filter((kind) => kind === 'InsufficientPoints')).toHaveLength(100);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0', held: '100' });
  });
});

describe('refusals of redemptions', () => {
  it('says what is available when more is asked', async () => {
    const { memberId } = await memberWith(10);
    const refused = await hold(memberId, 11);
    expect(refused).toMatchObject({ __typename: 'InsufficientPoints', available: '10', asked: '11' });
  });

  it('says nothing of stores and holds of another partner', async () => {
    const { memberId } = await memberWith(10);
    const foreignStore = await act(world, a.till, HOLD, { memberId, storeId: b.storeId, points: '1' });
    expect(foreignStore.__typename).toBe('StoreNotFound');
    const { hold: held } = await hold(memberId, 5);
    const foreignHold = await act(world, a.till, CAPTURE, { holdId: held.id });
    expect(foreignHold.__typename).toBe('HoldNotFound');
    expect((await act(world, a.till, VOID, { holdId: held.id })).__typename).toBe('HoldNotFound');
  });

  it('refuses nothing, less than nothing and more than is held', async () => {
    const { memberId } = await memberWith(10);
    expect((await hold(memberId, 0)).__typename).toBe('PointsNotPositive');
    const { hold: held } = await hold(memberId, 5);
    const tooMuch = await act(world, b.till, CAPTURE, { holdId: held.id, points: '6' });
    expect(tooMuch).toMatchObject({ __typename: 'CaptureExceedsHold', held: '5', asked: '6' });
    const negative = await act(world, b.till, CAPTURE, { holdId: held.id, points: '-1' });
    expect(negative.__typename).toBe('PointsNotPositive');
  });
});

describe('a hold whose time is over', () => {
  it('counts as expired at once, and is tidied away and told soon after', async () => {
    const { memberId } = await memberWith(100);
    const { hold: held } = await hold(memberId, 80);
    world.clock.moveMinutes(16);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '100', held: '0' });
    const late = await act(world, b.till, CAPTURE, { holdId: held.id });
    expect(late).toMatchObject({ __typename: 'HoldNotOpen', state: 'EXPIRED' });
    const again = await hold(memberId, 100);
    expect(again.wallet).toMatchObject({ available: '0', held: '100' });
    await eventually(async () => {
      const told = await world.told('rewards.hold-changed.1');
      return told.find(({ data }) => {
        const { holdId, state } = data as { holdId: string; state: string };
        return holdId === held.id && state === 'EXPIRED';
      });
    });
  });

  it('is tidied away also where another wallet is busy', async () => {
    const busy = await memberWith(10);
    const free = await memberWith(10);
    const { hold: first } = await hold(busy.memberId, 5);
    const { hold: second } = await hold(free.memberId, 5);
    world.clock.moveMinutes(16);
    const kept = 'select state from hold where id = $1';
    await world.database.transaction(async (transaction) => {
      await transaction.query('select from wallet where member_id = $1 for update', [busy.memberId]);
      await eventually(async () => (await transaction.query(kept, [second.id]))[0].state === 'EXPIRED');
      expect(await transaction.query(kept, [first.id])).toEqual([{ state: 'HELD' }]);
    });
  });
});

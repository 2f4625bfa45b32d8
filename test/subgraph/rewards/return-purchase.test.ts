/**
 * Returns through the subgraph's own graph: they undo exactly what the purchase did, wherever its points went
 * meanwhile.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../world/audit/ledger-audit.js';
import { operator } from '../../world/callers.js';
import { eventually } from '../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  HOLD,
  memberOf,
  partnerOf,
  RECORD,
  RETURN,
  receipt,
  type TestPartner,
  VOID,
  walletOf,
} from './rewards-kit.js';

const ENTRIES = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { wallet {
  upcomingExpiries { points } entries(first: 1) { edges { node { kind points } } } } } } }`;

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const back = (purchaseId: string, lines: readonly [number, number][], more: Record<string, unknown> = {}) =>
  act(world, a.till, RETURN, {
    purchaseId,
    lines: lines.map(([lineNumber, quantity]) => ({ lineNumber, quantity })),
    ...more,
  });

/** Three pieces for 10.00 and one thing for 5.00: 15 points. */
async function purchaseOfTwoLines(memberId: string) {
  const lines = [
    { sku: 'A', name: 'Candles', quantity: 3, amountMinor: '1000' },
    { sku: 'B', name: 'Vase', quantity: 1, amountMinor: '500' },
  ];
  const input = { ...receipt({ memberId, storeId: a.storeId }, 1500), lines };
  return (await act(world, a.till, RECORD, input)).purchase.id as string;
}

async function spent(memberId: string, points: string) {
  const { hold } = await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points });
  await act(world, b.till, CAPTURE, { holdId: hold.id });
}

describe('a return', () => {
  it('by pieces takes back exactly what the purchase gave, in points and in money', async () => {
    const { memberId } = await memberOf(world);
    const purchaseId = await purchaseOfTwoLines(memberId);
    const taken: bigint[] = [];
    for (const lines of [[[1, 1]], [[2, 1]], [[1, 1]], [[1, 1]]] as [number, number][][]) {
      const returned = await back(purchaseId, lines);
      expect(returned.__typename).toBe('PurchaseReturned');
      taken.push(BigInt(returned.points));
    }
    expect(taken.reduce((sum, points) => sum + points, 0n)).toBe(15n);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0', debt: '0' });
    const clearing = (await world.told('rewards.clearing-recorded.1')).map(({ data }) => data) as {
      amountMinor: string;
      partnerId: string;
    }[];
    const owed = clearing.filter(({ partnerId }) => partnerId === a.partnerId);
    expect(owed.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)).toBe(0n);
  });

  it('undoes a sale at once also where the clock of the till runs ahead of ours', async () => {
    const { memberId } = await memberOf(world);
    const purchasedAt = new Date(world.clock.now().getTime() + 3 * 60_000).toISOString();
    const input = { ...receipt({ memberId, storeId: a.storeId }, 1000), purchasedAt };
    const { purchase } = await act(world, a.till, RECORD, input);
    expect(await back(purchase.id, [[1, 1]])).toMatchObject({ __typename: 'PurchaseReturned', points: '10' });
  });

  it('of points that were spent leaves a debt, which the next points pay', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
    await spent(memberId, '80');
    const returned = await back(purchase.id, [[1, 1]]);
    expect(returned.wallet).toMatchObject({ available: '-80', debt: '80' });
    const next = await bought(world, { memberId, partner: b }, 10_000);
    expect(next.wallet).toMatchObject({ available: '20', debt: '0' });
    const undone = await act(world, b.till, RETURN, {
      purchaseId: next.purchase.id,
      lines: [{ lineNumber: 1, quantity: 1 }],
    });
    expect(undone.wallet).toMatchObject({ available: '-80', debt: '80' });
  });

  it('takes from the own lot first, then from others, and leaves held points alone', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 5000);
    await bought(world, { memberId, partner: b }, 3000);
    await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points: '60' });
    const returned = await back(purchase.id, [[1, 1]]);
    expect(returned.wallet).toMatchObject({ available: '-30', held: '60', debt: '30' });
  });

  it('while its points are held leaves a debt, which the hold pays when it lets them go', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
    const { hold } = await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points: '100' });
    const returned = await back(purchase.id, [[1, 1]]);
    expect(returned.wallet).toMatchObject({ available: '-100', held: '100', debt: '100' });
    const voided = await act(world, b.till, VOID, { holdId: hold.id });
    expect(voided.wallet).toMatchObject({ available: '0', held: '0', debt: '0' });
    const seen = await world.ask(operator, ENTRIES, { of: [{ __typename: 'Member', id: memberId }] });
    const [{ wallet }] = seen.data._entities;
    expect(wallet.entries.edges[0].node).toEqual({ kind: 'DEBT_PAYMENT', points: '0' });
    expect(wallet.upcomingExpiries).toEqual([]);
  });

  it('while its points are held is paid by what a capture leaves of them', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
    const { hold } = await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points: '100' });
    await back(purchase.id, [[1, 1]]);
    const captured = await act(world, b.till, CAPTURE, { holdId: hold.id, points: '30' });
    expect(captured).toMatchObject({ points: '30', wallet: { available: '-30', held: '0', debt: '30' } });
  });

  it('with the same key happens once', async () => {
    const { memberId } = await memberOf(world);
    const purchaseId = await purchaseOfTwoLines(memberId);
    const idempotencyKey = v7();
    const both = await Promise.all([
      back(purchaseId, [[1, 2]], { idempotencyKey }),
      back(purchaseId, [[1, 2]], { idempotencyKey }),
    ]);
    expect(both.map((answer) => answer.replayed).sort()).toEqual([false, true]);
    expect(both[0].purchaseReturn.id).toBe(both[1].purchaseReturn.id);
  });

  it('of the last piece, sent by two tills at once, is taken once', async () => {
    const { memberId } = await memberOf(world);
    const purchaseId = await purchaseOfTwoLines(memberId);
    const both = await Promise.all([back(purchaseId, [[2, 1]]), back(purchaseId, [[2, 1]])]);
    const kinds = both.map((answer) => answer.__typename).sort();
    expect(kinds).toEqual(['PurchaseReturned', 'ReturnExceedsPurchase']);
  });

  it('of something that earned nothing is recorded without an entry', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 50);
    expect(await back(purchase.id, [[1, 1]])).toMatchObject({ points: '0' });
  });
});

describe('refusals of a return', () => {
  it('come with their facts, in order of precedence', async () => {
    const { memberId } = await memberOf(world);
    const stranger = await memberOf(world);
    const purchaseId = await purchaseOfTwoLines(memberId);
    const early = { returnedAt: '2021-01-01T00:00:00Z' };
    const late = { returnedAt: '2999-01-01T00:00:00Z' };
    const kinds = async (...asked: Parameters<typeof back>) => (await back(...asked)).__typename;
    expect(await kinds(v7(), [[1, 1]])).toBe('PurchaseNotFound');
    expect(await kinds(purchaseId, [[1, 1]], { memberId: stranger.memberId })).toBe('PurchaseNotFound');
    const foreign = { purchaseId, lines: [{ lineNumber: 1, quantity: 1 }] };
    expect((await act(world, b.till, RETURN, foreign)).__typename).toBe('PurchaseNotFound');
    expect(await kinds(purchaseId, [[9, 0]], early)).toBe('AmountNotPositive');
    expect(await kinds(purchaseId, [[9, 1]], early)).toBe('LineNotFound');
    expect(
      await back(
        purchaseId,
        [
          [1, 2],
          [1, 2],
        ],
        early,
      ),
    ).toMatchObject({
      __typename: 'ReturnExceedsPurchase',
      bought: 3,
      alreadyReturned: 0,
      asked: 4,
    });
    expect(await kinds(purchaseId, [[1, 1]], early)).toBe('ReturnBeforePurchase');
    expect(await kinds(purchaseId, [[1, 1]], late)).toBe('ReturnInTheFuture');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '15' });
    expect((await act(world, operator, RETURN, foreign)).__typename).toBe('PurchaseReturned');
  });

  it('while its points are held in two holds is paid by both when they lapse', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
    for (const points of ['60', '40']) {
      await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points });
    }
    await back(purchase.id, [[1, 1]]);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '-100', held: '100', debt: '100' });
    world.clock.moveMinutes(16);
    await eventually(async () => (await walletOf(world, memberId)).debt === '0');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0', held: '0', debt: '0' });
  });
});

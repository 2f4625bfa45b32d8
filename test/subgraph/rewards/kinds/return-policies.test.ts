/** What a return takes and lets off, by the policy that was in force when the purchase was made. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, HOLD, memberOf, partnerOf, type TestPartner, walletOf } from '../rewards-kit.js';
import { kindOf, recorded, returned, walletsOf } from './kinds-kit.js';

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

/** Twelve points for four pieces, of which some are spent. */
async function boughtAndSpent(points: string) {
  const { memberId } = await memberOf(world);
  const { purchase } = await recorded(world, { memberId, partner: a, quantity: 4 }, 1200);
  if (points !== '0') {
    const { hold } = await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points });
    await act(world, b.till, CAPTURE, { holdId: hold.id });
  }
  return { memberId, purchaseId: purchase.id as string, partner: a };
}

/** What the issuer was told to owe for funding, all in all. */
async function fundedFor(purchaseId: string): Promise<bigint> {
  const entries = await world.database.query('select id from entry where purchase_id = $1', [purchaseId]);
  const ids = new Set(entries.map(({ id }: { id: string }) => id));
  const told = (await world.told('rewards.clearing-recorded.1')).map(({ data }) => data) as {
    entryId: string;
    kind: string;
    points: string;
  }[];
  return told
    .filter(({ entryId, kind }) => ids.has(entryId) && kind === 'FUNDING')
    .reduce((sum, { points }) => sum + BigInt(points), 0n);
}

describe('UNLIMITED', () => {
  it('takes all that the goods gave, and leaves a debt', async () => {
    const of = await boughtAndSpent('10');
    expect(await returned(world, of, 4)).toMatchObject({ points: '12', pointsAsked: '12', letOff: '0' });
    expect(await walletOf(world, of.memberId)).toMatchObject({ available: '-10', debt: '10' });
    expect(await fundedFor(of.purchaseId)).toBe(0n);
  });

  it('lets off what is missing where the wallet may not go below zero', async () => {
    await kindOf(world, 'PTS', { negative: 'FORBIDDEN' });
    const of = await boughtAndSpent('10');
    expect(await returned(world, of, 4)).toMatchObject({ points: '2', pointsAsked: '12', letOff: '10' });
    expect(await walletOf(world, of.memberId)).toMatchObject({ available: '0', debt: '0' });
    await kindOf(world, 'PTS', { negative: 'ALLOWED' });
  });
});

describe('WITHIN_BALANCE', () => {
  it('takes no more than is there, and the issuer goes on funding what is let off', async () => {
    await kindOf(world, 'PTS', { returnPolicy: 'WITHIN_BALANCE' });
    const of = await boughtAndSpent('10');
    const parts = [await returned(world, of), await returned(world, of), await returned(world, of, 2)];
    expect(parts.map(({ points, pointsAsked, letOff }) => [points, pointsAsked, letOff])).toEqual([
      ['2', '3', '1'],
      ['0', '3', '3'],
      ['0', '6', '6'],
    ]);
    expect(parts[0].purchaseReturn.units).toEqual([
      { unit: 'PTS', policy: 'WITHIN_BALANCE', asked: '3', taken: '2', letOff: '1' },
    ]);
    expect(await fundedFor(of.purchaseId)).toBe(10n);
    const [told] = (await world.told('rewards.purchase-returned.1')).slice(-3);
    expect(told?.data).toMatchObject({ points: '2', lines: [{ points: '2' }] });
  });

  it('is the policy of a purchase for good, also when another one is in force', async () => {
    const of = await boughtAndSpent('10');
    await kindOf(world, 'PTS', { returnPolicy: 'UNLIMITED' });
    expect(await returned(world, of, 4)).toMatchObject({ points: '2', pointsAsked: '12', letOff: '10' });
    const later = await boughtAndSpent('10');
    expect(await returned(world, later, 4)).toMatchObject({ points: '12', letOff: '0' });
  });
});

describe('ONLY_PENDING', () => {
  it('takes what is not usable yet, and nothing that is', async () => {
    await kindOf(world, 'PTS', { returnPolicy: 'ONLY_PENDING', activation: { by: 'DELAY', days: 2 } });
    const pending = await boughtAndSpent('0');
    expect(await returned(world, pending)).toMatchObject({ points: '3', pointsAsked: '3', letOff: '0' });
    await kindOf(world, 'PTS', { activation: null });
    const usable = await boughtAndSpent('0');
    expect(await returned(world, usable)).toMatchObject({ points: '0', pointsAsked: '3', letOff: '3' });
    expect(await walletOf(world, usable.memberId)).toMatchObject({ available: '12' });
    expect(await returned(world, pending, 3)).toMatchObject({ points: '9' });
    expect(await walletOf(world, pending.memberId)).toMatchObject({ pending: '0', available: '0' });
    await kindOf(world, 'PTS', { returnPolicy: 'UNLIMITED' });
  });
});

describe('every unit', () => {
  it('is taken by its own policy', async () => {
    await kindOf(world, 'MILES', { earning: { by: 'POINTS' }, returnPolicy: 'ONLY_PENDING' });
    await kindOf(world, 'STARS', { earning: { by: 'VISIT', units: '5' } });
    const of = await boughtAndSpent('0');
    const back = await returned(world, of, 1);
    expect(back.purchaseReturn.units).toEqual([
      { unit: 'PTS', policy: 'UNLIMITED', asked: '3', taken: '3', letOff: '0' },
      { unit: 'MILES', policy: 'ONLY_PENDING', asked: '3', taken: '0', letOff: '3' },
      { unit: 'STARS', policy: 'UNLIMITED', asked: '1', taken: '1', letOff: '0' },
    ]);
    const rest = await returned(world, of, 3);
    const sums = rest.purchaseReturn.units.map(({ asked }: { asked: string }) => asked);
    expect(sums).toEqual(['9', '9', '4']);
    const wallets = await walletsOf(world, of.memberId);
    expect([wallets.PTS, wallets.MILES, wallets.STARS].map(({ available }) => available)).toEqual([
      '0',
      '12',
      '0',
    ]);
  });
});

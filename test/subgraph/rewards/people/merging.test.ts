/** Two members who became one, as rewards hears of it: the points follow, and come back when it is undone. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepMerge } from '../../../../subgraphs/rewards/merging/keep-merge.command.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { eventually } from '../../../world/eventually.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
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
} from '../rewards-kit.js';
import { noticed } from '../spending/safety-kit.js';
import { auditMoves, merged, type Pair, pairOf, unmerged } from './merging-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
});
afterEach(async () => {
  await auditMoves(world);
});
afterAll(async () => {
  await world?.close();
});

const pair = () => pairOf(world);
const merge = (members: Pair) => merged(world, members);
const unmerge = (members: Pair) => unmerged(world, members);

const held = async (memberId: string, points: string): Promise<string> => {
  const input = { memberId, storeId: partner.storeId, points };
  return (await act(world, partner.till, HOLD, input)).hold.id;
};

describe('a merge', () => {
  it('gives the target what the source has, once', async () => {
    const members = await pair();
    await bought(world, { memberId: members.source.memberId, partner }, 30_000);
    await bought(world, { memberId: members.target.memberId, partner }, 10_000);
    await merge(members);
    await merge(members);
    expect(await walletOf(world, members.source.memberId)).toMatchObject({ available: '0' });
    expect(await walletOf(world, members.target.memberId)).toMatchObject({ available: '400' });
  });

  it('sends the purchase that waited for it where the points are', async () => {
    const { mergeId, source, target } = await pair();
    let buying: ReturnType<typeof bought> | undefined;
    await world.database.transaction(async (merging) => {
      await merging.query('select from wallet where member_id = $1 for update', [source.memberId]);
      buying = bought(world, { memberId: source.memberId, partner }, 30_000);
      await eventually(async () => {
        const waiting = await world.database.query('select from pg_locks where not granted');
        return waiting.length > 0;
      });
      const both = { sourceMemberId: source.memberId, targetMemberId: target.memberId };
      const told = { mergeId, ...both, cardNumbers: [source.cardNumber], mergedAt: new Date() };
      await keepMerge(merging, told as Parameters<typeof keepMerge>[1], world.clock.now());
    });
    expect((await buying)?.purchase).toMatchObject({ points: '300' });
    expect(await walletOf(world, source.memberId)).toMatchObject({ available: '0' });
    expect(await walletOf(world, target.memberId)).toMatchObject({ available: '300' });
  });

  it('is in the notices of both at once, and so is its undoing', async () => {
    const members = await pair();
    const { source, target } = members;
    await bought(world, { memberId: source.memberId, partner }, 30_000);
    await merge(members);
    await noticed(world, source.memberId, [
      ['MERGED', '-300'],
      ['EARNED', '300'],
    ]);
    await noticed(world, target.memberId, [['MERGED', '300']]);
    await unmerge(members);
    await noticed(world, source.memberId, [
      ['MERGED', '300'],
      ['MERGED', '-300'],
    ]);
    await noticed(world, target.memberId, [
      ['MERGED', '-300'],
      ['MERGED', '300'],
    ]);
    const moves = (await world.told('rewards.points-moved.1')).filter(
      ({ data }) => (data as { causeId: string }).causeId === members.mergeId,
    );
    const [there, back] = [source.memberId, target.memberId];
    expect(moves).toMatchObject([
      { key: back, data: { kind: 'MERGE', points: '300', fromMemberId: there, toMemberId: back } },
      { key: there, data: { kind: 'UNMERGE', points: '300', fromMemberId: back, toMemberId: there } },
    ]);
  });

  it('lets the cards and the id of the source earn for the target', async () => {
    const members = await pair();
    await merge(members);
    const { memberId: _unnamed, ...byCard } = receipt(
      { memberId: members.source.memberId, storeId: partner.storeId },
      5_000,
    );
    await act(world, partner.till, RECORD, { ...byCard, cardNumber: members.source.cardNumber });
    await bought(world, { memberId: members.source.memberId, partner }, 7_000);
    expect(await walletOf(world, members.target.memberId)).toMatchObject({ available: '120' });
  });

  it('takes points along that a hold lets go later, and leaves the till what it holds', async () => {
    const members = await pair();
    await bought(world, { memberId: members.source.memberId, partner }, 30_000);
    const kept = await held(members.source.memberId, '100');
    const freed = await held(members.source.memberId, '50');
    await merge(members);
    expect(await walletOf(world, members.target.memberId)).toMatchObject({ available: '150' });
    const voided = await act(world, partner.till, VOID, { holdId: freed });
    expect(voided.__typename).toBe('PointsVoided');
    const captured = await act(world, partner.till, CAPTURE, { holdId: kept, points: '70' });
    expect(captured.__typename).toBe('PointsCaptured');
    await eventually(async () => (await walletOf(world, members.target.memberId)).available === '230');
    expect(await walletOf(world, members.source.memberId)).toMatchObject({ available: '0', held: '0' });
  });

  it('brings a debt along, which the points of the target pay', async () => {
    const members = await pair();
    const { purchase } = await bought(world, { memberId: members.source.memberId, partner }, 30_000);
    const holdId = await held(members.source.memberId, '300');
    await act(world, partner.till, CAPTURE, { holdId });
    await act(world, partner.till, RETURN, {
      purchaseId: purchase.id,
      lines: [{ lineNumber: 1, quantity: 1 }],
    });
    await bought(world, { memberId: members.target.memberId, partner }, 40_000);
    await merge(members);
    expect(await walletOf(world, members.source.memberId)).toMatchObject({ available: '0', debt: '0' });
    expect(await walletOf(world, members.target.memberId)).toMatchObject({ available: '100', debt: '0' });
  });
});

describe('a merge that is undone', () => {
  it('gives the source back what is left of what it brought', async () => {
    const members = await pair();
    await bought(world, { memberId: members.source.memberId, partner }, 30_000);
    await bought(world, { memberId: members.target.memberId, partner }, 10_000);
    await merge(members);
    const holdId = await held(members.target.memberId, '50');
    await act(world, partner.till, CAPTURE, { holdId });
    await unmerge(members);
    const source = await walletOf(world, members.source.memberId);
    const target = await walletOf(world, members.target.memberId);
    expect(BigInt(source.available) + BigInt(target.available)).toBe(350n);
    expect(source).toMatchObject({ available: '250' });
    await bought(world, { memberId: members.source.memberId, partner }, 1_000);
    expect(await walletOf(world, members.source.memberId)).toMatchObject({ available: '260' });
  });

  it('follows a chain: who went into one that went on into a third', async () => {
    const [first, last] = [await pair(), await memberOf(world)];
    const second: Pair = { mergeId: v7(), source: first.target, target: last };
    await bought(world, { memberId: first.source.memberId, partner }, 30_000);
    await merge(first);
    await merge(second);
    expect(await walletOf(world, last.memberId)).toMatchObject({ available: '300' });
    await bought(world, { memberId: first.source.memberId, partner }, 1_000);
    expect(await walletOf(world, last.memberId)).toMatchObject({ available: '310' });
    await unmerge(second);
    expect(await walletOf(world, first.target.memberId)).toMatchObject({ available: '300' });
    expect(await walletOf(world, last.memberId)).toMatchObject({ available: '10' });
  });
});

/** Points that wait for an event: they come to life with it, or are cancelled and cost nobody anything. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, HOLD, memberOf, partnerOf, RETURN, type TestPartner } from '../rewards-kit.js';
import { buys, CANCEL, CONFIRM, lifeOf, lives, night } from './life-kit.js';

let world: SubgraphWorld;

const ON_DELIVERY = { by: 'EVENT', cancelAfterDays: 14 };

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  await lives(world, { activation: ON_DELIVERY, expiry: { by: 'AFTER', months: 12 } });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function buyingAt() {
  return { partner: await partnerOf(world), memberId: (await memberOf(world)).memberId };
}

/** What a partner owes as the ledger and the clearing say. */
async function owedBy({ partnerId }: TestPartner): Promise<{ minor: bigint; points: bigint }> {
  const [posted] = await world.database.query(
    `select coalesce(sum(amount), 0) as minor from posting where account = 'receivable:' || $1`,
    [partnerId],
  );
  const [told] = await world.database.query(
    `select coalesce(sum((data->>'amountMinor')::numeric), 0) as minor,
       coalesce(sum((data->>'points')::numeric), 0) as points from outbox
     where type = 'rewards.clearing-recorded.1' and data->>'partnerId' = $1`,
    [partnerId],
  );
  expect(told.minor).toBe(posted.minor);
  return told;
}

const returns = (at: { partner: TestPartner }, purchaseId: string, quantity: number) =>
  act(world, at.partner.till, RETURN, { purchaseId, lines: [{ lineNumber: 1, quantity }] });

describe('the event', () => {
  it('makes points usable, and their life is counted from it by the policy of the earning', async () => {
    const at = await buyingAt();
    const purchaseId = await buys(world, at, 100_00);
    expect((await lifeOf(world, at.memberId)).lots[0]).toMatchObject({
      state: 'PENDING',
      activatesAt: null,
      expiresAt: null,
    });
    await lives(world, { expiry: { by: 'AFTER', months: 1 } });
    world.clock.moveDays(10);
    const input = { purchaseId, idempotencyKey: v7() };
    const confirmed = await act(world, at.partner.till, CONFIRM, input);
    expect(confirmed).toMatchObject({
      points: '100',
      replayed: false,
      wallet: { available: '100', pending: '0' },
    });
    expect(await act(world, at.partner.till, CONFIRM, input)).toMatchObject({
      replayed: true,
      points: '100',
    });
    const [lot] = (await lifeOf(world, at.memberId)).lots;
    const days = (Date.parse(lot?.expiresAt ?? '') - world.clock.now().getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(364);
    expect(days).toBeLessThan(368);
    const told = (await world.told('rewards.lots-activated.1')).filter(({ key }) => key === at.memberId);
    expect(told).toHaveLength(1);
    world.clock.moveDays(1);
    await night(world);
    expect(
      (await world.told('rewards.lots-activated.1')).filter(({ key }) => key === at.memberId),
    ).toHaveLength(1);
  });

  it('is told by the partner of the purchase or an operator, and once', async () => {
    const at = await buyingAt();
    const stranger = await partnerOf(world);
    const purchaseId = await buys(world, at, 100_00);
    expect((await act(world, stranger.till, CONFIRM, { purchaseId })).__typename).toBe('PurchaseNotFound');
    expect((await act(world, at.partner.till, CONFIRM, { purchaseId: v7() })).__typename).toBe(
      'PurchaseNotFound',
    );
    expect((await act(world, operator, CONFIRM, { purchaseId })).__typename).toBe('PurchaseConfirmed');
    const again = await act(world, at.partner.till, CONFIRM, { purchaseId });
    expect(again).toMatchObject({ __typename: 'NothingWaits', purchaseId });
    const key = { idempotencyKey: v7() };
    const next = await buys(world, at, 10_00);
    await act(world, at.partner.till, CONFIRM, { ...key, purchaseId: next });
    const reused = await act(world, at.partner.till, CONFIRM, { ...key, purchaseId });
    expect(reused.__typename).toBe('KeyReused');
  });
});

describe('points whose event does not come', () => {
  it('count as cancelled from their instant, and the night gives the issuer its money back', async () => {
    const at = await buyingAt();
    const purchaseId = await buys(world, at, 100_00);
    expect(await owedBy(at.partner)).toMatchObject({ minor: 105n, points: 100n });
    world.clock.moveDays(16);
    expect(await lifeOf(world, at.memberId)).toMatchObject({ pending: '0', lots: [{ state: 'CANCELLED' }] });
    expect((await act(world, at.partner.till, CONFIRM, { purchaseId })).__typename).toBe('NothingWaits');
    await night(world);
    expect(await owedBy(at.partner)).toMatchObject({ minor: 0n, points: 0n });
    const { entries, lots } = await lifeOf(world, at.memberId);
    expect(entries.at(-1)).toEqual({ kind: 'CANCELLATION', points: '-100' });
    expect(lots).toMatchObject([{ state: 'CANCELLED', remaining: '0' }]);
    const told = (await world.told('rewards.lots-lapsed.1')).filter(({ key }) => key === at.memberId);
    expect(told.map(({ data }) => data)).toMatchObject([{ cause: 'CANCELLED', points: '100' }]);
  });

  it.each([
    ['before the night', false],
    ['after the night', true],
  ])('are not taken back again by a return %s', async (_when, isWritten) => {
    const at = await buyingAt();
    const purchaseId = await buys(world, at, 99_00, 3);
    const half = await returns(at, purchaseId, 1);
    expect(half).toMatchObject({ points: '33' });
    world.clock.moveDays(16);
    if (isWritten) await night(world);
    const rest = await returns(at, purchaseId, 2);
    expect(rest).toMatchObject({
      __typename: 'PurchaseReturned',
      points: '0',
      wallet: { available: '0', debt: '0' },
    });
    await night(world);
    expect(await owedBy(at.partner)).toMatchObject({ minor: 0n, points: 0n });
    const { entries } = await lifeOf(world, at.memberId);
    expect(entries.map(({ kind, points }) => `${kind} ${points}`)).toEqual([
      'EARN 99',
      'RETURN -33',
      'CANCELLATION -66',
    ]);
  });

  it('may be called off by the partner', async () => {
    const at = await buyingAt();
    const purchaseId = await buys(world, at, 50_00);
    const cancelled = await act(world, at.partner.till, CANCEL, { purchaseId });
    expect(cancelled).toMatchObject({ points: '50', wallet: { pending: '0', available: '0', debt: '0' } });
    expect(await owedBy(at.partner)).toMatchObject({ minor: 0n, points: 0n });
    expect((await act(world, at.partner.till, CANCEL, { purchaseId })).__typename).toBe('NothingWaits');
    expect((await act(world, at.partner.till, CONFIRM, { purchaseId })).__typename).toBe('NothingWaits');
  });

  it('bring back the debt that they paid', async () => {
    const at = await buyingAt();
    await lives(world, { activation: { by: 'NONE' } });
    const first = await buys(world, at, 100_00, 2);
    const { memberId } = at;
    const held = await act(world, at.partner.till, HOLD, {
      memberId,
      storeId: at.partner.storeId,
      points: '100',
    });
    await act(world, at.partner.till, CAPTURE, { holdId: held.hold.id });
    await returns(at, first, 2);
    await lives(world, { activation: ON_DELIVERY });
    const second = await buys(world, at, 130_00);
    expect(await lifeOf(world, memberId)).toMatchObject({ debt: '0', pending: '30' });
    await act(world, operator, CANCEL, { purchaseId: second });
    expect(await lifeOf(world, memberId)).toMatchObject({ debt: '100', available: '-100', pending: '0' });
  });
});

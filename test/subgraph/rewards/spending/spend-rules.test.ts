/** The programme's rules of spending through the subgraph's own graph: baskets, shares, and the receipt that earned. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  CONFIGURE,
  HOLD,
  memberOf,
  PREVIEW,
  partnerOf,
  RECORD,
  REVERSE,
  receipt,
  type TestPartner,
  VOID,
} from '../rewards-kit.js';

let world: SubgraphWorld;
let a: TestPartner;

/** A point is worth a cent, half of a basket may be paid, and nothing else is ruled. */
const PLAIN = {
  worthMinorPerThousand: '1000',
  payableShareBasisPoints: 5000,
  linePayableShareBasisPoints: 10_000,
  isBasketRequired: false,
  spendsOnEarningReceipt: true,
};

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
beforeEach(() => ruled({}));
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

async function ruled(changes: Partial<typeof PLAIN>): Promise<void> {
  const configured = await act(world, operator, CONFIGURE, { ...PLAIN, ...changes });
  expect(configured.__typename).toBe('ProgrammeConfigured');
}

async function memberWith(points: number): Promise<string> {
  const { memberId } = await memberOf(world);
  await bought(world, { memberId, partner: a }, points * 100);
  return memberId;
}

function basketOf(...amounts: number[]) {
  const lines = amounts.map((amount, index) => ({
    ...{ sku: `S${index}`, name: 'Skis', quantity: 1, amountMinor: String(amount) },
  }));
  return { currency: 'EUR', totalMinor: String(amounts.reduce((sum, amount) => sum + amount, 0)), lines };
}

const hold = (memberId: string, points: number, input: Record<string, unknown> = {}) =>
  act(world, a.till, HOLD, { memberId, storeId: a.storeId, points: String(points), ...input });

describe('a hold that names its basket', () => {
  it('may pay the share of the whole basket and not a point more', async () => {
    const memberId = await memberWith(10_000);
    const basket = basketOf(10_000);
    expect(await hold(memberId, 5001, { basket })).toMatchObject({
      ...{ __typename: 'PayableShareExceeded', retryable: false, limitedBy: 'SHARE_OF_BASKET' },
      ...{ asked: '5001', payable: '5000', payableMinor: '5000' },
    });
    expect((await hold(memberId, 5000, { basket })).__typename).toBe('PointsHeld');
  });

  it('may pay the share of each line, as the preview says it', async () => {
    await ruled({ linePayableShareBasisPoints: 3000, payableShareBasisPoints: 10_000 });
    const memberId = await memberWith(10_000);
    const basket = basketOf(999, 999, 2);
    const preview = await act(world, a.till, PREVIEW, { memberId, storeId: a.storeId, ...basket });
    expect(preview.payable).toMatchObject({ points: '598', limitedBy: 'SHARE_OF_LINES' });
    const ofLines = preview.lines.map(
      (line: { payable: { amountMinor: string } }) => line.payable.amountMinor,
    );
    expect(ofLines).toEqual(['299', '299', '0']);
    expect(await hold(memberId, 599, { basket })).toMatchObject({
      payable: '598',
      limitedBy: 'SHARE_OF_LINES',
    });
    expect((await hold(memberId, 598, { basket })).__typename).toBe('PointsHeld');
    expect((await hold(memberId, 1, { basket })).__typename).toBe('PointsHeld');
  });

  it('is refused for what cannot be a basket', async () => {
    const memberId = await memberWith(10);
    const plain = basketOf(1000);
    const foreign = { ...plain, currency: 'USD' };
    expect(await hold(memberId, 1, { basket: foreign })).toMatchObject({
      ...{ __typename: 'CurrencyNotAgreed', currency: 'USD', agreed: 'EUR' },
    });
    expect(await hold(memberId, 1, { basket: { ...plain, totalMinor: '0' } })).toMatchObject({
      ...{ __typename: 'AmountNotPositive', field: 'basket.totalMinor', amount: '0' },
    });
    expect(await hold(memberId, 1, { basket: { ...plain, totalMinor: '1001' } })).toMatchObject({
      ...{ __typename: 'LineSumMismatch', expectedMinor: '1001', gotMinor: '1000' },
    });
    const dear = { basket: basketOf(20_000_000_000) };
    expect(await hold(memberId, 1, dear)).toMatchObject({ __typename: 'AmountTooLarge' });
    const long = { basket: basketOf(...Array.from({ length: 2001 }, () => 1)) };
    expect(await hold(memberId, 1, long)).toMatchObject({ __typename: 'TooManyLines', count: 2001 });
  });

  it('pays nothing where points are worth nothing, nor in another currency than the programme has', async () => {
    const memberId = await memberWith(10);
    await ruled({ worthMinorPerThousand: '0' });
    expect(await hold(memberId, 1, { basket: basketOf(1000) })).toMatchObject({
      ...{ __typename: 'PayableShareExceeded', payable: '0', limitedBy: 'POINTS_WORTH_NOTHING' },
    });
    await ruled({});
    const abroad = await partnerOf(world, { currency: 'USD' });
    const basket = { ...basketOf(1000), currency: 'USD' };
    const wish = { memberId, storeId: abroad.storeId, points: '1', basket };
    expect(await act(world, abroad.till, HOLD, wish)).toMatchObject({ limitedBy: 'OTHER_CURRENCY' });
  });
});

describe('a programme that asks what is paid', () => {
  it('refuses a hold without a basket, and without a receipt where that matters', async () => {
    const memberId = await memberWith(100);
    await ruled({ isBasketRequired: true });
    expect(await hold(memberId, 1)).toMatchObject({ __typename: 'BasketRequired', field: 'basket' });
    const basket = basketOf(1000);
    expect((await hold(memberId, 1, { basket })).__typename).toBe('PointsHeld');
    await ruled({ isBasketRequired: true, spendsOnEarningReceipt: false });
    expect(await hold(memberId, 1, { basket })).toMatchObject({ field: 'receiptNumber' });
    expect((await hold(memberId, 1, { basket, receiptNumber: v7() })).__typename).toBe('PointsHeld');
  });
});

describe('holds on one receipt', () => {
  it('count together, less what was let go or reversed', async () => {
    const memberId = await memberWith(1000);
    const on = { basket: basketOf(1000), receiptNumber: v7() };
    const first = await hold(memberId, 300, on);
    const second = await hold(memberId, 150, on);
    expect(await hold(memberId, 51, on)).toMatchObject({ __typename: 'PayableShareExceeded', payable: '50' });
    await act(world, a.till, VOID, { holdId: second.hold.id });
    const { capture } = await act(world, a.till, CAPTURE, { holdId: first.hold.id });
    expect(await hold(memberId, 201, on)).toMatchObject({ payable: '200' });
    await act(world, a.till, REVERSE, { captureId: capture.id, points: '100' });
    expect((await hold(memberId, 300, on)).__typename).toBe('PointsHeld');
    expect(await hold(memberId, 1, on)).toMatchObject({ payable: '0' });
    expect((await hold(memberId, 1, { ...on, receiptNumber: v7() })).__typename).toBe('PointsHeld');
  });

  it('let one of two through that ask for the last of its share at once', async () => {
    const memberId = await memberWith(1000);
    const on = { basket: basketOf(1000), receiptNumber: v7() };
    const both = await Promise.all([hold(memberId, 400, on), hold(memberId, 400, on)]);
    expect(both.map((answer) => answer.__typename).sort()).toEqual(['PayableShareExceeded', 'PointsHeld']);
  });
});

describe('the points of a receipt', () => {
  it('do not pay that receipt where the programme rules so, and pay the next', async () => {
    await ruled({ spendsOnEarningReceipt: false });
    const memberId = await memberWith(10);
    const sold = receipt({ memberId, storeId: a.storeId }, 9000);
    await act(world, a.till, RECORD, sold);
    const { receiptNumber } = sold;
    expect(await hold(memberId, 11, { receiptNumber })).toMatchObject({
      ...{ __typename: 'InsufficientPoints', available: '10', asked: '11' },
    });
    expect((await hold(memberId, 10, { receiptNumber })).__typename).toBe('PointsHeld');
    expect((await hold(memberId, 90, { receiptNumber: v7() })).__typename).toBe('PointsHeld');
  });

  it('pay it where nothing is ruled', async () => {
    const memberId = (await memberOf(world)).memberId;
    const sold = receipt({ memberId, storeId: a.storeId }, 9000);
    await act(world, a.till, RECORD, sold);
    const held = await hold(memberId, 90, { receiptNumber: sold.receiptNumber });
    expect(held.__typename).toBe('PointsHeld');
  });
});

/**
 * What named programmes ask of spending, each row a sentence, through the public graph alone: a sports chain
 * that caps each item, a jeweller's that caps the basket, and a bonus that is for the next purchase.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../../gateway/clients/graph-client.js';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../../world/two-brands.js';

let world: PlatformWorld;
let brands: TwoBrands;
let till: GraphClient;
let acts = 0;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
  till = world.anonymous.as(brands.grocer.apiKey);
});
afterEach(async () => {
  const { ledgerProof } = await world.operator.request<{ ledgerProof: { holds: boolean } }>(
    '{ ledgerProof { holds } }',
  );
  expect(ledgerProof.holds).toBe(true);
});
afterAll(() => world?.stop());

type Answer = Record<string, unknown> & { readonly __typename: string };

/** Sends an act and gives its result, success or refusal. */
async function act(
  client: GraphClient,
  name: string,
  input: Readonly<Record<string, unknown>>,
  selection = '',
): Promise<Answer> {
  acts += 1;
  const keyed = name === 'previewPurchase' ? input : { idempotencyKey: `row-${acts}`, ...input };
  const answer = await client.request<Record<string, Answer>>(actDocument(name, selection), { input: keyed });
  return answer[name] as Answer;
}

async function ruled(terms: Readonly<Record<string, unknown>>): Promise<void> {
  const plain = {
    linePayableShareBasisPoints: 10_000,
    isBasketRequired: false,
    spendsOnEarningReceipt: true,
  };
  const configured = await act(world.operator, 'configureProgramme', {
    ...{ worthMinorPerThousand: '1000', payableShareBasisPoints: 10_000, ...plain },
    ...terms,
  });
  expect(configured.__typename).toBe('ProgrammeConfigured');
}

async function enrolled(): Promise<string> {
  const phone = `+49151${String(20_000_000 + acts)}`;
  const selection = '... on MemberEnrolled { member { id } }';
  const answer = await act(world.operator, 'enrolMember', { phone }, selection);
  return (answer['member'] as { id: string }).id;
}

const linesOf = (amounts: readonly number[]) =>
  amounts.map((amount, index) => ({
    ...{ sku: `S-${index}`, name: 'Article', quantity: 1, amountMinor: String(amount) },
  }));
const basketOf = (...amounts: number[]) => ({
  ...{ currency: 'EUR', totalMinor: String(amounts.reduce((sum, amount) => sum + amount, 0)) },
  lines: linesOf(amounts),
});

async function buys(memberId: string, receiptNumber: string, amount: number): Promise<string> {
  const receipt = { memberId, storeId: brands.grocer.storeId, receiptNumber, ...basketOf(amount) };
  const input = { ...receipt, purchasedAt: new Date().toISOString() };
  const recorded = await act(till, 'recordPurchase', input, '... on PurchaseRecorded { points }');
  return recorded['points'] as string;
}

const pays = (memberId: string, points: number, input: Readonly<Record<string, unknown>> = {}) =>
  act(
    till,
    'holdPoints',
    { memberId, storeId: brands.grocer.storeId, points: String(points), ...input },
    `... on PointsHeld { wallet { available } } ... on InsufficientPoints { available }
      ... on PayableShareExceeded { payable limitedBy } ... on BasketRequired { field }`,
  );

describe('a sports chain (s03)', () => {
  it('takes points for up to 30% of the price of each item, and any balance above zero is usable', async () => {
    await ruled({ linePayableShareBasisPoints: 3000, isBasketRequired: true });
    const memberId = await enrolled();
    await buys(memberId, 'S03-1', 500_000);
    // 30% of the whole is 3,599: what each item lets go of is lost to the others.
    const basket = basketOf(10_000, 999, 999);
    const preview = await act(
      till,
      'previewPurchase',
      { memberId, storeId: brands.grocer.storeId, ...basket },
      '... on PurchasePreviewed { payable { points limitedBy } lines { payable { amountMinor } } }',
    );
    expect(preview).toMatchObject({
      payable: { points: '3598', limitedBy: 'SHARE_OF_LINES' },
      lines: ['3000', '299', '299'].map((amountMinor) => ({ payable: { amountMinor } })),
    });
    expect(await pays(memberId, 3599, { basket })).toMatchObject({
      ...{ __typename: 'PayableShareExceeded', payable: '3598', limitedBy: 'SHARE_OF_LINES' },
    });
    expect(await pays(memberId, 3598, { basket })).toMatchObject({ __typename: 'PointsHeld' });
    expect(await pays(memberId, 1)).toMatchObject({ __typename: 'BasketRequired', field: 'basket' });
    const newcomer = await enrolled();
    await buys(newcomer, 'S03-2', 100);
    expect(await pays(newcomer, 1, { basket })).toMatchObject({ wallet: { available: '0' } });
  });
});

describe("a jeweller's chain (s07)", () => {
  it('takes points for 50% of a basket of 100.00, and refuses 50.01%', async () => {
    await ruled({ payableShareBasisPoints: 5000 });
    const memberId = await enrolled();
    await buys(memberId, 'S07-1', 1_000_000);
    const basket = basketOf(10_000);
    expect(await pays(memberId, 5001, { basket })).toMatchObject({
      ...{ __typename: 'PayableShareExceeded', payable: '5000', limitedBy: 'SHARE_OF_BASKET' },
    });
    expect(await pays(memberId, 5000, { basket })).toMatchObject({ __typename: 'PointsHeld' });
  });
});

describe('a bonus of 5% (s18)', () => {
  it('gives 450 points for a purchase of 9,000, usable on the next purchase and not on their own receipt', async () => {
    await ruled({ spendsOnEarningReceipt: false });
    const { brand, storeId } = await fivePercent();
    const memberId = await enrolled();
    const receipt = { memberId, storeId, receiptNumber: 'S18-1', ...basketOf(900_000) };
    const sold = { ...receipt, purchasedAt: new Date().toISOString() };
    const recorded = await act(brand, 'recordPurchase', sold, '... on PurchaseRecorded { points }');
    expect(recorded['points']).toBe('450');
    const selection = '... on PointsHeld { wallet { available } } ... on InsufficientPoints { available }';
    const on = (receiptNumber: string, points: string) =>
      act(brand, 'holdPoints', { memberId, storeId, receiptNumber, points }, selection);
    expect(await on('S18-1', '1')).toMatchObject({ __typename: 'InsufficientPoints', available: '0' });
    expect(await on('S18-2', '450')).toMatchObject({ __typename: 'PointsHeld', wallet: { available: '0' } });
  });
});

/** A brand that gives 5 points for each 100.00. */
async function fivePercent(): Promise<{ brand: GraphClient; storeId: string }> {
  const { operator } = world;
  const named = { name: 'The bonus', trade: 'fashion' };
  const brought = await act(operator, 'bringInPartner', named, '... on PartnerBroughtIn { partner { id } }');
  const partnerId = (brought['partner'] as { id: string }).id;
  const agreed = { earnPoints: '5', earnPerMinor: '10000', currency: 'EUR', operatorFeeBasisPoints: '500' };
  const rates = { fundingMinorPerThousand: '1000', reimbursementMinorPerThousand: '900' };
  const effectiveFrom = new Date(Date.now() - 86_400_000).toISOString();
  await act(operator, 'signAgreement', { partnerId, effectiveFrom, ...agreed, ...rates });
  await act(operator, 'setPartnerStatus', { partnerId, status: 'ACTIVE' });
  const place = { name: 'Main Street', city: 'Berlin', countryCode: 'DE', timeZone: 'Europe/Berlin' };
  const opened = await act(
    operator,
    'openStore',
    { partnerId, ...place },
    '... on StoreOpened { store { id } }',
  );
  const key = { partnerId, label: 'tills' };
  const issued = await act(operator, 'issueApiKey', key, '... on ApiKeyIssued { secret }');
  return {
    brand: world.anonymous.as(issued['secret'] as string),
    storeId: (opened['store'] as { id: string }).id,
  };
}

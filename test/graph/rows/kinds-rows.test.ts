/**
 * Programmes as brands run them, through the public graph alone: extra points that lapse sooner, points beside a price
 * tag, stickers and free items, a second unit that qualifies, and receipts that tills send twice.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../../world/two-brands.js';

type Input = Readonly<Record<string, unknown>>;

let world: PlatformWorld;
let brands: TwoBrands;
let named = 0;
const fresh = (what: string): string => {
  named += 1;
  return `${what}-${named}`;
};

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
}, 120_000);
afterEach(async () => {
  expect(await world.operator.request('{ ledgerProof { holds } }')).toEqual({ ledgerProof: { holds: true } });
});
afterAll(() => world?.stop());

const operate = <Success>(name: string, input: Input, success: string): Promise<Success> => {
  const [wanted = ''] = success.split(' ');
  const sent = { idempotencyKey: fresh(name), ...input };
  return world.operator.succeed<Success>(actDocument(name, `... on ${success}`), { input: sent }, wanted);
};
const kind = (unit: string, input: Input) =>
  operate('configureWalletKind', { unit, ...input }, 'WalletKindConfigured { replayed }');
const bonus = (code: string, input: Input) =>
  operate('configureBonus', { code, validFrom: since(), ...input }, 'BonusConfigured { replayed }');
const since = (): string => new Date(world.clock.now().getTime() - 86_400_000).toISOString();

async function newMember(): Promise<string> {
  named += 1;
  const phone = `+49151${30_000_000 + named}`;
  const answer = await operate<{ member: { id: string } }>(
    'enrolMember',
    { phone, nickname: 'Cleo', isNicknameShown: false },
    'MemberEnrolled { member { id } }',
  );
  return answer.member.id;
}

function receiptOf(memberId: string, totalMinor: number, more: Input = {}) {
  const amountMinor = String(totalMinor);
  return {
    ...{ memberId, storeId: brands.grocer.storeId, receiptNumber: fresh('R'), currency: 'EUR' },
    purchasedAt: world.clock.now().toISOString(),
    totalMinor: amountMinor,
    lines: [{ sku: 'A', name: 'Thing', quantity: 1, amountMinor }],
    ...more,
  };
}

const AWARDS = 'awards { unit rule asked granted activatesAt expiresAt }';
const tills = () => world.anonymous.as(brands.grocer.apiKey);

interface Recorded {
  readonly points: string;
  readonly replayed: boolean;
  readonly awards: readonly Readonly<Record<string, string | null>>[];
}

function record(input: Input, idempotencyKey = fresh('purchase')): Promise<Recorded> {
  const document = actDocument('recordPurchase', `... on PurchaseRecorded { points replayed ${AWARDS} }`);
  return tills().succeed(document, { input: { ...input, idempotencyKey } }, 'PurchaseRecorded');
}

function preview(input: Input): Promise<Pick<Recorded, 'points' | 'awards'>> {
  const { receiptNumber: _number, ...basket } = input;
  const document = actDocument('previewPurchase', `... on PurchasePreviewed { points ${AWARDS} }`);
  return tills().succeed(document, { input: basket }, 'PurchasePreviewed');
}

interface LotAnswer {
  readonly rule: string;
  readonly state: string;
  readonly expiresAt: string | null;
}

interface MemberAnswer {
  readonly wallets: readonly {
    readonly unit: string;
    readonly nameMany: string;
    readonly available: string;
    readonly nextItem: { readonly missing: string } | null;
    readonly lots: { readonly edges: readonly { readonly node: LotAnswer }[] };
  }[];
  readonly itemRewards: {
    readonly edges: readonly { readonly node: { id: string; name: string; state: string } }[];
  };
}

async function seen(memberId: string) {
  const { member } = await world.operator.request<{ member: MemberAnswer }>(
    `query ($id: ID!) { member(id: $id) { wallets { unit nameMany available nextItem { missing }
      lots { edges { node { rule state expiresAt } } } } itemRewards { edges { node { id name state } } } } }`,
    { id: memberId },
  );
  const wallet = (unit: string) => member.wallets.find((one) => one.unit === unit);
  return { wallet, items: member.itemRewards.edges.map(({ node }) => node) };
}

describe('a jewellery chain (s06)', () => {
  it('shows beside the price tag and in the web basket the number that the paid receipt credits', async () => {
    await bonus('TAG', { perMille: 250, minTotalMinor: '10000', currency: 'EUR' });
    const memberId = await newMember();
    const credited = [];
    for (const totalMinor of [9_999, 10_000, 123_456]) {
      const input = { partnerId: brands.grocer.partnerId, currency: 'EUR', amountMinor: String(totalMinor) };
      const tag = await world.anonymous.succeed<{ points: string }>(
        actDocument('previewEarnings', '... on EarningsPreviewed { points }'),
        { input },
        'EarningsPreviewed',
      );
      const receipt = receiptOf(memberId, totalMinor);
      const basket = await preview(receipt);
      const paid = await record(receipt);
      expect([tag.points, basket.points]).toEqual([paid.points, paid.points]);
      credited.push(paid.points);
    }
    expect(credited).toEqual(['99', '125', '1542']);
    await bonus('TAG', { isActive: false });
  });
});

describe('a bonus in another form (s19)', () => {
  it('is stickers, roubles or an invented currency, by the names of their wallets', async () => {
    await kind('STICKERS', { nameMany: 'stickers', earning: { by: 'VISIT', units: '2' } });
    await kind('ROUBLES', { nameMany: 'roubles', earning: { by: 'MONEY', units: '5', perMinor: '100' } });
    await kind('GRAINS', { nameMany: 'golden grains', earning: { by: 'POINTS' } });
    const memberId = await newMember();
    await record(receiptOf(memberId, 1_000));
    const { wallet } = await seen(memberId);
    const shown = ['PTS', 'STICKERS', 'ROUBLES', 'GRAINS'].map((unit) => {
      const { nameMany, available } = wallet(unit) ?? {};
      return `${available} ${nameMany}`;
    });
    expect(shown).toEqual(['10 points', '2 stickers', '50 roubles', '10 golden grains']);
  });

  it('is a stamp card whose last visit gives the item, which is taken once', async () => {
    const settings = { purpose: 'STAMPS', nameMany: 'stamps', earning: { by: 'VISIT', units: '1' } };
    await kind('CARD', { ...settings, itemReward: { every: '5', name: 'Coffee' } });
    const memberId = await newMember();
    for (let visit = 0; visit < 4; visit += 1) await record(receiptOf(memberId, 300));
    expect((await seen(memberId)).wallet('CARD')).toMatchObject({
      available: '4',
      nextItem: { missing: '1' },
    });
    await record(receiptOf(memberId, 300));
    const { items } = await seen(memberId);
    expect(items).toMatchObject([{ name: 'Coffee', state: 'ISSUED' }]);
    const hotel = world.anonymous.as(brands.hotel.apiKey);
    const take = (idempotencyKey: string) =>
      hotel.request<Record<string, { __typename: string }>>(actDocument('redeemItemReward'), {
        input: { idempotencyKey, itemRewardId: items[0]?.id, storeId: brands.hotel.storeId },
      });
    const answers = await Promise.all([take(fresh('take')), take(fresh('take'))]);
    expect(answers.map(({ redeemItemReward: answer }) => answer?.__typename).sort()).toEqual([
      'ItemRewardNotIssued',
      'ItemRewardRedeemed',
    ]);
    await kind('CARD', { earning: { by: 'NOTHING' }, itemReward: null });
  });
});

describe('a meal for every fifty spent, counted in real money (s23)', () => {
  it('is one meal at exactly fifty, two at 149.99, and the rest is carried', async () => {
    const settings = {
      purpose: 'STAMPS',
      nameMany: 'cents',
      earning: { by: 'MONEY', units: '1', perMinor: '1' },
    };
    await kind('MEALS', { ...settings, itemReward: { every: '5000', name: 'Meal of any size' } });
    const memberId = await newMember();
    const spend = async (totalMinor: number) => {
      await record(receiptOf(memberId, totalMinor));
      const { wallet, items } = await seen(memberId);
      return [items.length, wallet('MEALS')?.available];
    };
    expect(await spend(4_999)).toEqual([0, '4999']);
    expect(await spend(1)).toEqual([1, '0']);
    expect(await spend(9_999)).toEqual([2, '4999']);
    expect(await spend(1)).toEqual([3, '0']);
    await kind('MEALS', { earning: { by: 'NOTHING' }, itemReward: null });
  });
});

describe('an airline of two units (s24)', () => {
  it('has miles to spend and points that only qualify', async () => {
    await kind('TIER', {
      purpose: 'QUALIFYING',
      nameMany: 'tier points',
      earning: { by: 'VISIT', units: '3' },
    });
    const memberId = await newMember();
    await record(receiptOf(memberId, 25_000));
    const { wallet } = await seen(memberId);
    expect([wallet('PTS')?.available, wallet('TIER')?.available]).toEqual(['250', '3']);
  });
});

describe('a till that sends every receipt (s83)', () => {
  it('credits it by itself and once: again under its key, under another, and many times at once', async () => {
    const memberId = await newMember();
    const receipt = receiptOf(memberId, 700);
    const key = fresh('till');
    const first = await record(receipt, key);
    expect(await record(receipt, key)).toEqual({ ...first, replayed: true });
    const document = actDocument('recordPurchase', '... on ReceiptAlreadyRecorded { purchaseId }');
    const other = { input: { ...receipt, idempotencyKey: fresh('till') } };
    const refused = await tills().request<Record<string, { __typename: string }>>(document, other);
    expect(refused['recordPurchase']).toMatchObject({ __typename: 'ReceiptAlreadyRecorded' });
    const rush = receiptOf(memberId, 900);
    const rushKey = fresh('till');
    const answers = await Promise.all(Array.from({ length: 6 }, () => record(rush, rushKey)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const mixed = receiptOf(memberId, 400);
    const sent = await Promise.all(
      Array.from({ length: 6 }, () =>
        tills().request<Record<string, { __typename: string }>>(document, {
          input: { ...mixed, idempotencyKey: fresh('till') },
        }),
      ),
    );
    const recorded = sent.filter(({ recordPurchase: answer }) => answer?.__typename === 'PurchaseRecorded');
    expect(recorded).toHaveLength(1);
    expect((await seen(memberId)).wallet('PTS')).toMatchObject({ available: '20' });
  });
});

describe('a preview', () => {
  it('gives award by award what the record gives, whatever caps and bonuses there are', async () => {
    await kind('CUPS', { earning: { by: 'VISIT', units: '3' }, balanceCap: '10' });
    await kind('PTS', { periodCap: { period: 'MONTH', units: '300' } });
    await bonus('WEB', { points: '15', channel: 'ONLINE', activation: { by: 'DELAY', days: 3 } });
    await bonus('SUM', { perMille: 333, minTotalMinor: '4000', currency: 'EUR' });
    const memberId = await newMember();
    const amounts = [3_999, 4_000, 12_345, 1, 7_777, 9_999];
    for (const [index, totalMinor] of amounts.entries()) {
      const channel = index % 2 === 0 ? 'ONLINE' : 'IN_STORE';
      const receipt = receiptOf(memberId, totalMinor, { channel });
      const { points, awards } = await preview(receipt);
      expect(await record(receipt)).toMatchObject({ replayed: false, points, awards });
    }
    const { wallet } = await seen(memberId);
    expect(wallet('CUPS')).toMatchObject({ available: '10' });
    for (const code of ['WEB', 'SUM']) await bonus(code, { isActive: false });
    await kind('PTS', { periodCap: null });
  });
});

describe('a sports chain (s02)', () => {
  it('gives extra points for picking up or for a sum that lapse after six months, and they alone', async () => {
    const expiry = { by: 'AFTER', months: 6 };
    await bonus('PICKUP', { points: '50', channel: 'PICKUP', expiry });
    await bonus('REACHED', { points: '20', minTotalMinor: '10000', currency: 'EUR', expiry });
    const [picking, spending] = [await newMember(), await newMember()];
    await record(receiptOf(picking, 3_000, { channel: 'PICKUP' }));
    await record(receiptOf(spending, 10_000));
    const lots = async (memberId: string) => {
      const { wallet } = await seen(memberId);
      const nodes = wallet('PTS')?.lots.edges.map(({ node }) => node) ?? [];
      return Object.fromEntries(nodes.map((lot) => [lot.rule, lot]));
    };
    const extras = [await lots(picking), await lots(spending)].map((all) => {
      const { BASE_RATE: base, ...extra } = all;
      const [more] = Object.values(extra);
      expect([base?.state, more?.state]).toEqual(['ACTIVE', 'ACTIVE']);
      expect(String(more?.expiresAt) < String(base?.expiresAt)).toBe(true);
      return more?.rule;
    });
    expect(extras).toEqual(['BONUS:PICKUP', 'BONUS:REACHED']);
    world.clock.moveDays(175);
    expect((await seen(picking)).wallet('PTS')).toMatchObject({ available: '80' });
    world.clock.moveDays(11);
    expect(await lots(picking)).toMatchObject({
      BASE_RATE: { state: 'ACTIVE' },
      'BONUS:PICKUP': { state: 'EXPIRED' },
    });
    expect((await seen(picking)).wallet('PTS')).toMatchObject({ available: '30' });
    await operate('runNight', {}, 'NightStarted { run { state } }');
    expect(await lots(spending)).toMatchObject({
      BASE_RATE: { state: 'ACTIVE' },
      'BONUS:REACHED': { state: 'EXPIRED' },
    });
    expect((await seen(spending)).wallet('PTS')).toMatchObject({ available: '100' });
  });
});

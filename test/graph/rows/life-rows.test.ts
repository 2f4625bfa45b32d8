/**
 * Rows of real programmes about the life of points, through the public graph: usable after two weeks, never lapsing,
 * wiped at the end of a half-year unless something was redeemed in it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { type Brand, openTwoBrands, type TwoBrands } from '../../world/two-brands.js';

const WALLET = `query ($id: ID!) { member(id: $id) { wallet { available pending
  upcoming { edges { node { at what points worth { amountMinor currency } } } }
  lots(first: 1) { edges { node { state activatesAt expiresAt earnedAt } } }
  entries(first: 1) { edges { node { kind points } } } } } }`;

interface Wallet {
  readonly available: string;
  readonly pending: string;
  readonly upcoming: readonly { readonly at: string; readonly what: string; readonly points: string }[];
  readonly lot: { readonly state: string; readonly activatesAt: string; readonly expiresAt: string | null };
  readonly entry: { readonly kind: string; readonly points: string };
}

let world: PlatformWorld;
let brands: TwoBrands;
let acts = 0;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
}, 120_000);
afterAll(() => world?.stop());

async function does<Success>(
  client: PlatformWorld['operator'],
  name: string,
  input: Readonly<Record<string, unknown>>,
  success: string,
): Promise<Success> {
  acts += 1;
  const keyed = { idempotencyKey: `life-${acts}`, ...input };
  const [wanted = ''] = success.split(' ');
  return client.succeed<Success>(actDocument(name, `... on ${success}`), { input: keyed }, wanted);
}

/** Somebody new, so that rows do not meet. */
async function enrols(): Promise<string> {
  acts += 1;
  const person = { phone: `+49151000${10_000 + acts}`, nickname: `Row ${acts}`, isNicknameShown: true };
  const { member } = await does<{ member: { id: string } }>(
    world.operator,
    'enrolMember',
    person,
    'MemberEnrolled { member { id } }',
  );
  return member.id;
}

async function lives(activation: object | null, expiry: object): Promise<void> {
  const kind = { unit: 'PTS', activation, expiry };
  await does(world.operator, 'configureWalletKind', kind, 'WalletKindConfigured { replayed }');
}

const at = ({ apiKey }: Brand) => world.anonymous.as(apiKey);

/** Buys for 100.00, which is 100 points, now or at another instant. */
async function buys(memberId: string, purchasedAt?: string): Promise<void> {
  acts += 1;
  const receipt = {
    memberId,
    storeId: brands.grocer.storeId,
    receiptNumber: `life-${acts}`,
    purchasedAt: purchasedAt ?? world.clock.now().toISOString(),
    currency: 'EUR',
    totalMinor: '10000',
    lines: [{ sku: 'OVEN', name: 'Bread oven', quantity: 1, amountMinor: '10000' }],
  };
  await does(at(brands.grocer), 'recordPurchase', receipt, 'PurchaseRecorded { points }');
}

async function holds(memberId: string, points: string): Promise<string> {
  const hold = { memberId, storeId: brands.hotel.storeId, points };
  const held = await does<{ hold: { id: string } }>(
    at(brands.hotel),
    'holdPoints',
    hold,
    'PointsHeld { hold { id } }',
  );
  return held.hold.id;
}

async function redeems(memberId: string, points: string): Promise<void> {
  const holdId = await holds(memberId, points);
  await does(at(brands.hotel), 'capturePoints', { holdId }, 'PointsCaptured { points }');
}

async function walletOf(memberId: string): Promise<Wallet> {
  const { member } = await world.operator.request<{
    member: {
      wallet: Wallet & Record<'upcoming' | 'lots' | 'entries', { edges: { node: unknown }[] }>;
    };
  }>(WALLET, { id: memberId });
  const { upcoming, lots, entries, ...balances } = member.wallet;
  const nodes = (list: { edges: { node: unknown }[] }) => list.edges.map(({ node }) => node);
  return {
    ...balances,
    upcoming: nodes(upcoming) as Wallet['upcoming'],
    lot: nodes(lots)[0] as Wallet['lot'],
    entry: nodes(entries)[0] as Wallet['entry'],
  };
}

async function night(): Promise<void> {
  await does(world.operator, 'runNight', {}, 'NightStarted { run { state } }');
}

async function ledgerHolds(): Promise<void> {
  const { ledgerProof } = await world.auditor.request<{
    ledgerProof: { invariants: { name: string; holds: boolean }[] };
  }>('{ ledgerProof { invariants { name holds } } }');
  expect(ledgerProof.invariants.filter(({ holds }) => !holds)).toEqual([]);
}

describe('the life of points, as programmes have it', () => {
  it('s01: points are usable two weeks after the purchase, not a day earlier', async () => {
    await lives({ by: 'DELAY', days: 14 }, { by: 'NEVER' });
    const anna = await enrols();
    await buys(anna);
    const bought = await walletOf(anna);
    expect(bought).toMatchObject({ available: '0', pending: '100', lot: { state: 'PENDING' } });
    expect(bought.upcoming).toMatchObject([
      { what: 'ACTIVATION', points: '100', at: bought.lot.activatesAt, worth: { currency: 'EUR' } },
    ]);
    world.clock.moveDays(13);
    await night();
    expect(await walletOf(anna)).toMatchObject({ available: '0', lot: { state: 'PENDING' } });
    await expect(redeems(anna, '100')).rejects.toMatchObject({ refusal: 'InsufficientPoints' });
    world.clock.moveDays(1);
    await night();
    expect(await walletOf(anna)).toMatchObject({ available: '100', pending: '0', lot: { state: 'ACTIVE' } });
    await redeems(anna, '100');
    await ledgerHolds();
  });

  it('s05: points never lapse, not in ten years', async () => {
    await lives({ by: 'NONE' }, { by: 'NEVER' });
    const anna = await enrols();
    await buys(anna);
    const bought = await walletOf(anna);
    expect(bought).toMatchObject({
      available: '100',
      lot: { state: 'ACTIVE', expiresAt: null },
      upcoming: [],
    });
    world.clock.moveDays(3653);
    await night();
    expect(await walletOf(anna)).toEqual(bought);
    await redeems(anna, '100');
    await ledgerHolds();
  });

  it('s39: what was earned in a half-year is wiped at its end unless something was redeemed in it', async () => {
    await lives({ by: 'NONE' }, { by: 'NEVER' });
    const [saver, idler] = [await enrols(), await enrols()];
    for (const member of [saver, idler]) await buys(member);
    const effectiveFrom = new Date(world.clock.now().getTime() + 1).toISOString();
    await lives(null, { by: 'WIPE_UNLESS_REDEEMED', months: 6, effectiveFrom });
    world.clock.moveDays(30);
    for (const member of [saver, idler]) await buys(member);
    expect((await walletOf(saver)).upcoming).toMatchObject([{ what: 'EXPIRY', points: '100' }]);
    await redeems(saver, '10');
    expect((await walletOf(saver)).upcoming).toEqual([]);
    world.clock.moveDays(160);
    await night();
    // The points of before the policy are untouched.
    expect(await walletOf(saver)).toMatchObject({ available: '190' });
    expect(await walletOf(idler)).toMatchObject({
      available: '100',
      entry: { kind: 'EXPIRY', points: '-100' },
      lot: { state: 'EXPIRED' },
    });
    await buys(saver);
    expect((await walletOf(saver)).upcoming).toMatchObject([{ what: 'EXPIRY', points: '100' }]);
    await ledgerHolds();
  });
});

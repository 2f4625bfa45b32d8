/**
 * Points between people through the public graph of the whole platform: gifts with limits and consent, donations that
 * are settled in money with the partner behind the cause, and its running total for everyone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../../gateway/clients/graph-client.js';
import { openPlatformWorld, type PlatformWorld } from '../../world/platform-world.js';
import { actDocument } from '../../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../../world/two-brands.js';

let world: PlatformWorld;
let brands: TwoBrands;
let anna: GraphClient;
let ben: GraphClient;
let keys = 0;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  brands = await openTwoBrands(world);
  [anna, ben] = await Promise.all([
    world.asMember(brands.anna.memberId),
    world.asMember(brands.ben.memberId),
  ]);
});
afterAll(async () => {
  const { ledgerProof } = await world.auditor.request<{
    ledgerProof: { holds: boolean; invariants: unknown[] };
  }>('{ ledgerProof { holds invariants { name holds figure expected } } }');
  expect(ledgerProof.holds, JSON.stringify(ledgerProof.invariants)).toBe(true);
  await world.stop();
});

type Found = Readonly<Record<string, never>> & { readonly __typename: string };

async function act<Success = Found>(
  client: GraphClient,
  name: string,
  input: Readonly<Record<string, unknown>>,
  selection: string,
): Promise<Success> {
  keys += 1;
  const document = actDocument(name, selection);
  const data = await client.request<Record<string, Success>>(document, {
    input: { idempotencyKey: `row-${keys}`, ...input },
  });
  return data[name] as Success;
}

const GIFT = 'gift { id state expiryRule soonestExpiry points } wallet { available held }';
const WALLET =
  '{ me { wallet { available held lots(first: 5) { edges { node { expiresAt rule issuer { id } } } } } } }';

interface GiftAnswer {
  readonly __typename: string;
  readonly gift: { readonly id: string; readonly soonestExpiry: string };
}
interface MyWallet {
  readonly me: {
    readonly wallet: {
      readonly available: string;
      readonly lots: { readonly edges: readonly { readonly node: { readonly expiresAt: string } }[] };
    };
  };
}

describe('a gift of points to another member (s66)', () => {
  it('needs consent, keeps the expiry and says so, and an operator may reverse it', async () => {
    const wish = { cardNumber: brands.ben.card, points: '100', message: 'For your trip' };
    const offered = await act<GiftAnswer>(anna, 'offerGift', wish, `... on GiftOffered { ${GIFT} }`);
    expect(offered).toMatchObject({
      gift: { state: 'OFFERED', expiryRule: 'KEEPS_EXPIRY' },
      wallet: { available: '250', held: '220' },
    });
    const { me } = await ben.request<{ me: { gifts: { edges: { node: { message: string } }[] } } }>(
      '{ me { gifts(direction: RECEIVED, first: 1) { edges { node { message points giver { publicName { text } } } } } } }',
    );
    expect(me.gifts.edges[0]?.node).toMatchObject({
      message: 'For your trip',
      giver: { publicName: { text: brands.anna.nickname } },
    });
    const giftId = offered.gift.id;
    // Until he says yes he has what he had.
    expect((await ben.request<MyWallet>(WALLET)).me.wallet.available).toBe('12');
    const answered = await act(
      ben,
      'answerGift',
      { giftId, accept: true },
      `... on GiftAnswered { ${GIFT} }`,
    );
    expect(answered).toMatchObject({ gift: { state: 'ACCEPTED' } });
    const hers = await anna.request<MyWallet>(WALLET);
    const his = await ben.request<MyWallet>(WALLET);
    const [newest] = his.me.wallet.lots.edges;
    expect(newest?.node).toMatchObject({ rule: 'GIFT', issuer: { id: brands.grocer.partnerId } });
    expect(newest?.node.expiresAt).toBe(hers.me.wallet.lots.edges[0]?.node.expiresAt);
    expect(newest?.node.expiresAt).toBe(offered.gift.soonestExpiry);
    const reversed = await act(
      world.operator,
      'reverseGift',
      { giftId, reason: 'asked for by both' },
      '... on GiftReversed { returned missing giverWallet { available } }',
    );
    expect(reversed).toMatchObject({ returned: '100', missing: '0', giverWallet: { available: '350' } });
  });

  it('that is declined is the giver’s again, and was never the other’s', async () => {
    const wish = { memberId: brands.ben.memberId, points: '10' };
    const offered = await act<GiftAnswer>(anna, 'offerGift', wish, `... on GiftOffered { ${GIFT} }`);
    const no = { giftId: offered.gift.id, accept: false };
    const answered = await act(ben, 'answerGift', no, '... on GiftAnswered { gift { state } }');
    expect(answered).toMatchObject({ gift: { state: 'DECLINED' } });
    const [hers, his] = [await anna.request<MyWallet>(WALLET), await ben.request<MyWallet>(WALLET)];
    expect([hers.me.wallet.available, his.me.wallet.available]).toEqual(['350', '12']);
  });

  it('keeps its limits', async () => {
    const limits = { giftMaxPoints: '50', giverDayMaxPoints: '60' };
    await act(world.operator, 'configureGifts', limits, '... on GiftsConfigured { replayed }');
    const offer = (points: string) =>
      act(
        anna,
        'offerGift',
        { memberId: brands.ben.memberId, points },
        '... on GiftOffered { replayed } ... on GiftLimitExceeded { giftLimit most usedPoints asked }',
      );
    expect(await offer('51')).toMatchObject({ giftLimit: 'PER_GIFT', most: '50', asked: '51' });
    expect(await offer('50')).toMatchObject({ __typename: 'GiftOffered' });
    expect(await offer('11')).toMatchObject({
      giftLimit: 'PER_DAY',
      most: '60',
      usedPoints: '50',
      asked: '11',
    });
  });
});

describe('a donation (s67, s30)', () => {
  it('shows a public running total, and is settled in money with the partner behind the cause', async () => {
    const opened = await act<{ cause: { id: string } }>(
      world.operator,
      'openCause',
      {
        name: 'Warm beds',
        description: 'Beds for a winter.',
        partnerId: brands.hotel.partnerId,
        goalPoints: '500',
      },
      '... on CauseOpened { cause { id } }',
    );
    const causeId = opened.cause.id;
    const donated = await act(
      anna,
      'donatePoints',
      { causeId, points: '200' },
      '... on PointsDonated { points worth { amountMinor currency } wallet { available } }',
    );
    expect(donated).toMatchObject({ points: '200', worth: { amountMinor: '100', currency: 'EUR' } });
    // It runs: the total is there at once after each donation, for whoever looks.
    const running = 'query ($id: ID!) { cause(id: $id) { pointsTotal donorsCount } }';
    expect(await world.anonymous.request(running, { id: causeId })).toEqual({
      cause: { pointsTotal: '200', donorsCount: '1' },
    });
    await act(anna, 'donatePoints', { causeId, points: '40' }, '... on PointsDonated { points }');
    const shown = await world.anonymous.request(
      `query ($id: ID!) { cause(id: $id) { name partner { name } pointsTotal donorsCount goalPoints
        worthTotal { amountMinor currency } } }`,
      { id: causeId },
    );
    expect(shown).toEqual({
      cause: {
        name: 'Warm beds',
        partner: { name: 'The hotel' },
        pointsTotal: '240',
        donorsCount: '1',
        goalPoints: '500',
        worthTotal: [{ amountMinor: '120', currency: 'EUR' }],
      },
    });
    await world.quiet();
    const closed = await act<{
      period: { positions: { net: { amountMinor: string }; partner: { id: string } | null }[] };
    }>(
      world.operator,
      'closeSettlementPeriod',
      { periodId: brands.periodId },
      '... on SettlementPeriodClosed { period { positions { net { amountMinor } partner { id } } } }',
    );
    const { positions } = closed.period;
    // The hotel captured nothing: all that it receives is for this donation, and four for the one of Carla's.
    const hotel = positions.find(({ partner }) => partner?.id === brands.hotel.partnerId);
    expect(hotel?.net.amountMinor).toBe('124');
    expect(positions.reduce((sum, { net }) => sum + BigInt(net.amountMinor), 0n)).toBe(0n);
  });
});

/**
 * A small coalition for tests of the whole platform: a grocer and a hotel that take part, a brand that was only
 * invited, Anna who bought and spent at the grocer and held points at the hotel, Ben who did nothing, and a
 * board where Anna stands.
 */

import { type BetweenPeople, openBetweenPeople } from './people/between-people.js';
import type { PlatformWorld } from './platform-world.js';
import { actDocument } from './public-graph.js';
import { openPooledMembers, type PooledMembers } from './small-coalition/pooled-members.js';

export interface Brand {
  readonly partnerId: string;
  readonly storeId: string;
  readonly apiKeyId: string;
  readonly apiKey: string;
}

export interface Person {
  readonly memberId: string;
  readonly card: string;
  readonly phone: string;
  readonly nickname: string;
}

export interface TwoBrands {
  readonly grocer: Brand;
  readonly hotel: Brand;
  readonly invited: Brand;
  readonly anna: Person;
  readonly ben: Person;
  /** Anna's, of 500.00 EUR at the grocer: an oven and two tins. 500 points. */
  readonly purchaseId: string;
  /** Two small ones of Anna's at the grocer that earned no points, but a stamp each that waits for its delivery. */
  readonly waitingPurchaseId: string;
  readonly doubtfulPurchaseId: string;
  /** Anna's at the hotel: 100 and 20 points held, and 50 that were voided. */
  readonly holdId: string;
  readonly smallHoldId: string;
  readonly voidHoldId: string;
  /** Anna's at the grocer: 30 of the points that the grocer gave. */
  readonly captureId: string;
  /** Questions to Anna about 45 points each at the hotel, that wait for her word. */
  readonly stepUpId: string;
  readonly otherStepUpId: string;
  /** Anna's, that nobody took yet: the stamp of her purchase became it. */
  readonly itemRewardId: string;
  readonly leaderboardId: string;
  readonly periodId: string;
  readonly pooled: PooledMembers;
  /** Carla's gifts to Ben, causes of the hotel, adjustments that wait. */
  readonly between: BetweenPeople;
}

type Input = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;

export async function openTwoBrands(world: PlatformWorld): Promise<TwoBrands> {
  const [grocer, hotel] = await Promise.all([
    openBrand(world, 'grocer', true),
    openBrand(world, 'hotel', true),
  ]);
  const invited = await openBrand(world, 'invited', false);
  const leaderboardId = await openBoard(world);
  const anna = await enrol(world, '+4915123456789', 'Annabellissima');
  const ben = await enrol(world, '+4915198765432', 'Benvenutissimo');
  await configureCard(world, 'card', { by: 'VISIT', units: '1' });
  const bought = await act<{ purchase: { id: string } }>(
    world.anonymous.as(grocer.apiKey),
    'recordPurchase',
    { idempotencyKey: 'bought', ...receiptOf({ grocer, anna }) },
    'PurchaseRecorded { purchase { id } }',
  );
  const holds = await openHolds(world, { hotel, anna });
  const pooled = await openPooledMembers(world, {
    annaId: anna.memberId,
    benId: ben.memberId,
    grocerKey: grocer.apiKey,
  });
  const captureId = await openCapture(world, { grocer, anna });
  const stepUps = await askAnna(world, { hotel, anna });
  const between = await openBetweenPeople(world, {
    grocerId: grocer.partnerId,
    hotelId: hotel.partnerId,
    benId: ben.memberId,
  });
  // Other receipts give no stamps: what a test is about is not stamps.
  await configureCard(world, 'card-full', { by: 'NOTHING' });
  const itemRewardId = await itemOf(world, anna.memberId);
  const waiting = await openWaiting(world, { grocer, anna });
  await world.quiet();
  const { currentSettlementPeriod } = await world.operator.request<{
    currentSettlementPeriod: { id: string };
  }>('{ currentSettlementPeriod { id } }');
  return {
    grocer,
    hotel,
    invited,
    anna,
    ben,
    purchaseId: bought.purchase.id,
    ...waiting,
    ...holds,
    captureId,
    ...stepUps,
    itemRewardId,
    leaderboardId,
    periodId: currentSettlementPeriod.id,
    pooled,
    between,
  };
}

/** A receipt that the grocer may record; another number for each that shall be new. */
export function receiptOf({ grocer, anna }: Pick<TwoBrands, 'grocer' | 'anna'>, receiptNumber = 'A-1') {
  return {
    memberId: anna.memberId,
    storeId: grocer.storeId,
    receiptNumber,
    purchasedAt: new Date().toISOString(),
    currency: 'EUR',
    totalMinor: '50000',
    lines: [
      { sku: 'OVEN', name: 'Bread oven', quantity: 1, amountMinor: '40000' },
      { sku: 'TIN', name: 'Baking tin', quantity: 2, amountMinor: '10000' },
    ],
  };
}

export function termsOf(partnerId: string) {
  return {
    partnerId,
    effectiveFrom: new Date(Date.now() - 120 * DAY_MS).toISOString(),
    currency: 'EUR',
    earnPoints: '1',
    earnPerMinor: '100',
    fundingMinorPerThousand: '800',
    reimbursementMinorPerThousand: '500',
    operatorFeeBasisPoints: '500',
  };
}

async function act<Success>(
  client: PlatformWorld['operator'],
  name: string,
  input: Input,
  success: string,
): Promise<Success> {
  const [wanted = ''] = success.split(' ');
  return client.succeed<Success>(actDocument(name, `... on ${success}`), { input }, wanted);
}

async function openBrand({ operator }: PlatformWorld, name: string, isActive: boolean): Promise<Brand> {
  const brought = await act<{ partner: { id: string } }>(
    operator,
    'bringInPartner',
    { idempotencyKey: name, name: `The ${name}`, trade: name },
    'PartnerBroughtIn { partner { id } }',
  );
  const partnerId = brought.partner.id;
  const key = (of: string) => `${name}-${of}`;
  const place = { name: 'Main Street', city: 'Berlin', countryCode: 'DE', timeZone: 'Europe/Berlin' };
  await act(
    operator,
    'signAgreement',
    { idempotencyKey: key('terms'), ...termsOf(partnerId) },
    'AgreementSigned { replayed }',
  );
  if (isActive) {
    const status = { idempotencyKey: key('active'), partnerId, status: 'ACTIVE' };
    await act(operator, 'setPartnerStatus', status, 'PartnerStatusSet { replayed }');
  }
  const { store } = await act<{ store: { id: string } }>(
    operator,
    'openStore',
    { idempotencyKey: key('store'), partnerId, ...place },
    'StoreOpened { store { id } }',
  );
  const issued = await act<{ secret: string; apiKey: { id: string } }>(
    operator,
    'issueApiKey',
    { idempotencyKey: key('key'), partnerId, label: 'tills' },
    'ApiKeyIssued { secret apiKey { id } }',
  );
  return { partnerId, storeId: store.id, apiKeyId: issued.apiKey.id, apiKey: issued.secret };
}

/** Stamps that a visit gives and that wait for an event; once these are given, no visit gives any. */
async function openWaiting(
  { operator, anonymous }: PlatformWorld,
  { grocer, anna }: Pick<TwoBrands, 'grocer' | 'anna'>,
): Promise<Pick<TwoBrands, 'waitingPurchaseId' | 'doubtfulPurchaseId'>> {
  const stamps = { unit: 'PINS', purpose: 'STAMPS', activation: { by: 'EVENT', cancelAfterDays: 14 } };
  const configure = (idempotencyKey: string, earning: Input) =>
    act(
      operator,
      'configureWalletKind',
      { idempotencyKey, ...stamps, earning },
      'WalletKindConfigured { replayed }',
    );
  const buy = async (receiptNumber: string): Promise<string> => {
    const lines = [{ sku: 'PIN', name: 'Pin', quantity: 1, amountMinor: '50' }];
    const receipt = { ...receiptOf({ grocer, anna }, receiptNumber), totalMinor: '50', lines };
    const bought = await act<{ purchase: { id: string } }>(
      anonymous.as(grocer.apiKey),
      'recordPurchase',
      { idempotencyKey: receiptNumber, ...receipt },
      'PurchaseRecorded { purchase { id } }',
    );
    return bought.purchase.id;
  };
  await configure('pins', { by: 'VISIT', units: '1' });
  const waitingPurchaseId = await buy('W-1');
  const doubtfulPurchaseId = await buy('W-2');
  await configure('no-pins', { by: 'NOTHING' });
  return { waitingPurchaseId, doubtfulPurchaseId };
}

async function openHolds(
  world: PlatformWorld,
  { hotel, anna }: Pick<TwoBrands, 'hotel' | 'anna'>,
): Promise<Pick<TwoBrands, 'holdId' | 'smallHoldId' | 'voidHoldId'>> {
  const client = world.anonymous.as(hotel.apiKey);
  const hold = async (points: string): Promise<string> => {
    const whose = { memberId: anna.memberId, storeId: hotel.storeId };
    const input = { idempotencyKey: `hold-${points}`, ...whose, points };
    const held = await act<{ hold: { id: string } }>(
      client,
      'holdPoints',
      input,
      'PointsHeld { hold { id } }',
    );
    return held.hold.id;
  };
  const holdId = await hold('100');
  const smallHoldId = await hold('20');
  const voidHoldId = await hold('50');
  const voided = { idempotencyKey: 'void', holdId: voidHoldId };
  await act(client, 'voidPoints', voided, 'PointsVoided { replayed }');
  return { holdId, smallHoldId, voidHoldId };
}

/** At the brand that gave the points: nobody else is owed anything for it, or sees it. */
async function openCapture(
  world: PlatformWorld,
  { grocer, anna }: Pick<TwoBrands, 'grocer' | 'anna'>,
): Promise<string> {
  const client = world.anonymous.as(grocer.apiKey);
  const wish = { memberId: anna.memberId, storeId: grocer.storeId, points: '30' };
  const { hold } = await act<{ hold: { id: string } }>(
    client,
    'holdPoints',
    { idempotencyKey: 'hold-to-spend', ...wish },
    'PointsHeld { hold { id } }',
  );
  const { capture } = await act<{ capture: { id: string } }>(
    client,
    'capturePoints',
    { idempotencyKey: 'spend', holdId: hold.id },
    'PointsCaptured { capture { id } }',
  );
  return capture.id;
}

/** Asks for more points than go without a question, and then lets the programme ask none again. */
async function askAnna(
  world: PlatformWorld,
  { hotel, anna }: Pick<TwoBrands, 'hotel' | 'anna'>,
): Promise<Pick<TwoBrands, 'stepUpId' | 'otherStepUpId'>> {
  const configure = (idempotencyKey: string, stepUpAbove: string | null) => {
    const input = { idempotencyKey, stepUpAbove, stepUpMinutes: 60 };
    return act(world.operator, 'configureSafety', input, 'SafetyConfigured { replayed }');
  };
  const ask = async (idempotencyKey: string): Promise<string> => {
    const input = { idempotencyKey, memberId: anna.memberId, storeId: hotel.storeId, points: '45' };
    const client = world.anonymous.as(hotel.apiKey);
    const wanted = 'StepUpRequired { challengeId }';
    return (await act<{ challengeId: string }>(client, 'holdPoints', input, wanted)).challengeId;
  };
  await configure('ask', '40');
  const [stepUpId, otherStepUpId] = [await ask('asked'), await ask('asked-too')];
  await configure('ask-no-more', null);
  return { stepUpId, otherStepUpId };
}

async function openBoard({ operator }: PlatformWorld): Promise<string> {
  const board = { code: 'all', name: 'All', metric: 'POINTS_EARNED', window: 'ALL_TIME', timeZone: 'UTC' };
  const { leaderboard } = await act<{ leaderboard: { id: string } }>(
    operator,
    'openLeaderboard',
    { idempotencyKey: 'board', ...board },
    'LeaderboardOpened { leaderboard { id } }',
  );
  return leaderboard.id;
}

async function enrol({ operator }: PlatformWorld, phone: string, nickname: string): Promise<Person> {
  const { member } = await act<{ member: { id: string } }>(
    operator,
    'enrolMember',
    { idempotencyKey: phone, phone, nickname, isNicknameShown: true },
    'MemberEnrolled { member { id } }',
  );
  const memberId = member.id;
  const { card } = await act<{ card: { number: string } }>(
    operator,
    'issueCard',
    { idempotencyKey: `card-${phone}`, memberId },
    'CardIssued { card { number } }',
  );
  return { memberId, card: card.number, phone, nickname };
}

/** A stamp card on which one stamp is a coffee. */
async function configureCard({ operator }: PlatformWorld, key: string, earning: Input): Promise<void> {
  const card = { unit: 'STAMPS', purpose: 'STAMPS', nameOne: 'stamp', nameMany: 'stamps' };
  const input = { idempotencyKey: key, ...card, earning, itemReward: { every: '1', name: 'Coffee' } };
  await act(operator, 'configureWalletKind', input, 'WalletKindConfigured { replayed }');
}

async function itemOf({ operator }: PlatformWorld, memberId: string): Promise<string> {
  const { member } = await operator.request<{
    member: { itemRewards: { edges: readonly { node: { id: string } }[] } };
  }>('query ($id: ID!) { member(id: $id) { itemRewards { edges { node { id } } } } }', { id: memberId });
  const [edge] = member.itemRewards.edges;
  if (edge === undefined) throw new Error('the stamp became no item');
  return edge.node.id;
}

/**
 * Brings the demo's brands in: partner, agreement, stores, API key, and the boards they share.
 *
 * Every act has a key made of what it is, so that a start that was cut off goes on where it was and a second start
 * does nothing.
 */
import type { GraphClient } from '../graph-client.js';
import { type DemoBrand, demoBrands } from './brands.js';

export interface DemoTill {
  readonly brand: DemoBrand;
  readonly partnerId: string;
  readonly apiKey: string;
  readonly storeIds: readonly string[];
}

export interface DemoCoalition {
  readonly tills: readonly DemoTill[];
  readonly leaderboardIds: readonly string[];
}

const BRING_IN = `mutation ($input: BringInPartnerInput!) {
  bringInPartner(input: $input) {
    __typename ... on PartnerBroughtIn { replayed partner { id } } ... on Problem { message } } }`;
const SIGN = `mutation ($input: SignAgreementInput!) {
  signAgreement(input: $input) { __typename ... on Problem { message } } }`;
const ACTIVATE = `mutation ($input: SetPartnerStatusInput!) {
  setPartnerStatus(input: $input) { __typename ... on Problem { message } } }`;
const OPEN_STORE = `mutation ($input: OpenStoreInput!) {
  openStore(input: $input) { __typename ... on StoreOpened { store { id } } ... on Problem { message } } }`;
const ISSUE_KEY = `mutation ($input: IssueApiKeyInput!) {
  issueApiKey(input: $input) { __typename ... on ApiKeyIssued { secret } ... on Problem { message } } }`;
const OPEN_BOARD = `mutation ($input: OpenLeaderboardInput!) {
  openLeaderboard(input: $input) { __typename
    ... on LeaderboardOpened { leaderboard { id } } ... on Problem { message } } }`;

const boards = [
  { code: 'season', name: 'Most points', metric: 'POINTS_EARNED', window: 'MONTH' },
  { code: 'week', name: 'Most visits', metric: 'PURCHASES', window: 'WEEK' },
  { code: 'all-time', name: 'All-time points', metric: 'POINTS_EARNED', window: 'ALL_TIME' },
];

export const DEMO_CURRENCY = 'EUR';
const TIME_ZONE = 'Europe/Berlin';
const HISTORY_BEGINS_DAYS_AGO = 120;

/** @param keptKeys - API keys of an earlier start by brand code: the graph shows a key only once */
export async function openCoalition(
  operator: GraphClient,
  keptKeys: Readonly<Record<string, string>>,
  startedOn: string,
): Promise<DemoCoalition> {
  const tills = await Promise.all(
    demoBrands.map((brand) => openBrand(operator, brand, { keptKey: keptKeys[brand.code], startedOn })),
  );
  const leaderboardIds: string[] = [];
  for (const board of boards) {
    const input = { idempotencyKey: `demo:board:${board.code}`, ...board, timeZone: TIME_ZONE };
    const opened = await operator.succeed<{ leaderboard: { id: string } }>(
      OPEN_BOARD,
      { input },
      'LeaderboardOpened',
    );
    leaderboardIds.push(opened.leaderboard.id);
  }
  return { tills, leaderboardIds };
}

async function openBrand(
  operator: GraphClient,
  brand: DemoBrand,
  facts: { readonly keptKey: string | undefined; readonly startedOn: string },
): Promise<DemoTill> {
  const key = (act: string) => `demo:${brand.code}:${act}`;
  const brought = await operator.succeed<{ partner: { id: string }; replayed: boolean }>(
    BRING_IN,
    { input: { idempotencyKey: key('partner'), name: brand.name, trade: brand.trade } },
    'PartnerBroughtIn',
  );
  const partnerId = brought.partner.id;
  // A key that is kept from another database is of no use in this one.
  const keptKey = brought.replayed ? facts.keptKey : undefined;
  if (keptKey === undefined)
    await signAndActivate(operator, brand, { partnerId, startedOn: facts.startedOn });
  const storeIds: string[] = [];
  for (const [index, store] of brand.stores.entries()) {
    const input = { idempotencyKey: key(`store:${index}`), partnerId, ...store };
    const opened = await operator.succeed<{ store: { id: string } }>(OPEN_STORE, { input }, 'StoreOpened');
    storeIds.push(opened.store.id);
  }
  const apiKey = keptKey ?? (await issueKey(operator, brand, partnerId));
  return { brand, partnerId, apiKey, storeIds };
}

async function signAndActivate(
  operator: GraphClient,
  brand: DemoBrand,
  { partnerId, startedOn }: { readonly partnerId: string; readonly startedOn: string },
): Promise<void> {
  const from = new Date(new Date(startedOn).getTime() - HISTORY_BEGINS_DAYS_AGO * 86_400_000);
  const terms = {
    idempotencyKey: `demo:${brand.code}:agreement:${startedOn}`,
    partnerId,
    effectiveFrom: from.toISOString(),
    currency: DEMO_CURRENCY,
    earnPoints: String(brand.earnPoints),
    earnPerMinor: String(brand.earnPerMinor),
    fundingMinorPerThousand: String(brand.fundingMinorPerThousand),
    reimbursementMinorPerThousand: String(brand.reimbursementMinorPerThousand),
    operatorFeeBasisPoints: '500',
  };
  await operator.succeed(SIGN, { input: terms }, 'AgreementSigned');
  const status = { idempotencyKey: `demo:${brand.code}:activate`, partnerId, status: 'ACTIVE' };
  await operator.succeed(ACTIVATE, { input: status }, 'PartnerStatusSet');
}

async function issueKey(operator: GraphClient, brand: DemoBrand, partnerId: string): Promise<string> {
  for (const attempt of ['first', 'second']) {
    const input = { idempotencyKey: `demo:${brand.code}:key:${attempt}`, partnerId, label: 'demo tills' };
    const { secret } = await operator.succeed<{ secret: string | null }>(
      ISSUE_KEY,
      { input },
      'ApiKeyIssued',
    );
    // A start that was cut off between issue and writing it down has lost the first key for good.
    if (secret !== null) return secret;
  }
  throw new Error(
    `the API keys of ${brand.name} were issued before and are lost; revoke one and start again`,
  );
}

/** Adjustments by hand through the subgraph's own graph: who funds them, who must approve them, what is refused. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { auditor, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, partnerOf, type TestPartner, walletOf } from '../rewards-kit.js';
import { APPROVE, adjust, CONFIGURE_ADJUSTMENTS, personWith, REJECT } from './between-kit.js';

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;
const second = { kind: 'operator', subject: 'otto' } as const;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world, { fundingMinorPerThousand: 2000n });
  await act(world, operator, CONFIGURE_ADJUSTMENTS, { secondApprovalAbovePoints: '1000' });
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const clearingOf = async (entryId: string) =>
  (await world.told('rewards.clearing-recorded.1'))
    .filter(({ key }) => key === entryId)
    .map(({ data }) => data as Readonly<Record<string, string>>);

async function allow(unit: string, negative: 'ALLOWED' | 'FORBIDDEN') {
  const document = `mutation ($input: ConfigureWalletKindInput!) {
    configureWalletKind(input: $input) { __typename } }`;
  const answered = await act(world, operator, document, { unit, negative });
  expect(answered.__typename).toBe('WalletKindConfigured');
}

describe('an adjustment', () => {
  it('gives points that the named partner funds, usable at once, with the reason in the entry', async () => {
    const { memberId } = await personWith(world, a, 0);
    const adjusted = await adjust(world, { memberId, points: '500', partnerId: a.partnerId });
    expect(adjusted).toMatchObject({
      __typename: 'PointsAdjusted',
      adjustment: {
        state: 'POSTED',
        points: '500',
        unit: 'PTS',
        proposedBy: 'operator:olga',
        decidedBy: null,
      },
      wallet: { available: '500', pending: '0' },
    });
    const { entryId, id } = adjusted.adjustment;
    expect(await clearingOf(entryId)).toMatchObject([
      { kind: 'FUNDING', partnerId: a.partnerId, points: '500', amountMinor: '500' },
      { kind: 'OPERATOR_FEE', partnerId: a.partnerId, amountMinor: '25' },
    ]);
    const [entry] = await world.database.query('select kind, cause_id, reasons from entry where id = $1', [
      entryId,
    ]);
    expect(entry).toMatchObject({ kind: 'ADJUSTMENT', cause_id: id });
    expect(entry.reasons).toMatchObject([
      { rule: 'BY_HAND', facts: { reason: 'goodwill after a fault of ours' } },
    ]);
    const [lot] = await world.database.query('select rule, expires_at from lot where cause_id = $1', [id]);
    expect(lot.rule).toBe('ADJUSTMENT');
    expect(lot.expires_at).toBeInstanceOf(Date);
    expect((await world.told('rewards.points-adjusted.1')).at(-1)).toMatchObject({
      key: id,
      data: { memberId, unit: 'PTS', points: '500', partnerId: a.partnerId },
    });
  });

  it('takes points in burn order and gives each issuer its funding back by the rate at issue', async () => {
    const { memberId } = await personWith(world, a, 300);
    await adjust(world, { memberId, points: '200', partnerId: b.partnerId });
    const taken = await adjust(world, { memberId, points: '-400' });
    expect(taken).toMatchObject({ adjustment: { state: 'POSTED' }, wallet: { available: '100', debt: '0' } });
    const told = await clearingOf(taken.adjustment.entryId);
    const returned = Object.fromEntries(told.map(({ partnerId, amountMinor }) => [partnerId, amountMinor]));
    expect(told.every(({ kind }) => kind === 'FUNDING')).toBe(true);
    expect(returned).toEqual({ [a.partnerId]: '-300', [b.partnerId]: '-200' });
  });

  it('leaves a debt where the kind of wallet allows it, and a credit pays it first', async () => {
    const { memberId } = await personWith(world, a, 100);
    const nobody = await adjust(world, { memberId, points: '-150' });
    expect(nobody).toMatchObject({ __typename: 'FundingPartnerNeeded', unit: 'PTS', points: '50' });
    const taken = await adjust(world, { memberId, points: '-150', partnerId: a.partnerId });
    expect(taken.wallet).toMatchObject({ available: '-50', debt: '50' });
    const back = await adjust(world, { memberId, points: '80', partnerId: a.partnerId });
    expect(back.wallet).toMatchObject({ available: '30', debt: '0' });
  });

  it('refuses what is not there where debt is forbidden', async () => {
    const { memberId } = await personWith(world, a, 100);
    await allow('PTS', 'FORBIDDEN');
    const refused = await adjust(world, { memberId, points: '-101', partnerId: a.partnerId });
    await allow('PTS', 'ALLOWED');
    expect(refused).toMatchObject({ __typename: 'InsufficientPoints', available: '100', asked: '101' });
  });

  it('of another unit moves no money', async () => {
    const { memberId } = await personWith(world, a, 0);
    await allow('MILES', 'ALLOWED');
    const adjusted = await adjust(world, { memberId, unit: 'MILES', points: '70', partnerId: a.partnerId });
    expect(adjusted.adjustment).toMatchObject({ state: 'POSTED', unit: 'MILES' });
    expect(await clearingOf(adjusted.adjustment.entryId)).toEqual([]);
    const taken = await adjust(world, { memberId, unit: 'MILES', points: '-30' });
    expect(await clearingOf(taken.adjustment.entryId)).toEqual([]);
    const [lot] = await world.database.query('select unit, remaining from lot where member_id = $1', [
      memberId,
    ]);
    expect(lot).toEqual({ unit: 'MILES', remaining: 40n });
  });

  it('gives the first answer again for the same key', async () => {
    const { memberId } = await personWith(world, a, 0);
    const input = { memberId, points: '5', partnerId: a.partnerId, idempotencyKey: v7() };
    const first = await adjust(world, input);
    const again = await adjust(world, input);
    expect(again).toMatchObject({ replayed: true, adjustment: { id: first.adjustment.id } });
    expect((await adjust(world, { ...input, points: '6' })).__typename).toBe('KeyReused');
  });
});

describe('an adjustment above the limit', () => {
  it('waits for another operator, and the wallet with it', async () => {
    const { memberId } = await personWith(world, a, 0);
    const proposed = await adjust(world, { memberId, points: '1001', partnerId: a.partnerId });
    expect(proposed).toMatchObject({
      adjustment: { state: 'PROPOSED', entryId: null },
      wallet: { available: '0' },
    });
    const adjustmentId = proposed.adjustment.id;
    const own = await act(world, operator, APPROVE, { adjustmentId });
    expect(own).toMatchObject({ __typename: 'SecondOperatorNeeded', proposedBy: 'operator:olga' });
    const approved = await act(world, second, APPROVE, { adjustmentId });
    expect(approved).toMatchObject({
      __typename: 'AdjustmentApproved',
      adjustment: { state: 'POSTED', decidedBy: 'operator:otto' },
      wallet: { available: '1001' },
    });
    const again = await act(world, second, APPROVE, { adjustmentId });
    expect(again).toMatchObject({ __typename: 'AdjustmentNotOpen', state: 'POSTED' });
  });

  it('is not passed by many small ones of a day, whichever way they go', async () => {
    const { memberId } = await personWith(world, a, 0);
    const give = (points: string) => adjust(world, { memberId, points, partnerId: a.partnerId });
    const answers = await Promise.all(['600', '600'].map(give));
    expect(answers.map(({ adjustment }) => adjustment.state).sort()).toEqual(['POSTED', 'PROPOSED']);
    expect((await give('-400')).adjustment.state).toBe('POSTED');
    expect((await give('-1')).adjustment.state).toBe('PROPOSED');
    world.clock.moveDays(1);
    expect((await give('-1')).adjustment.state).toBe('POSTED');
  });

  it('can be rejected with a reason, and taken back by who proposed it', async () => {
    const { memberId } = await personWith(world, a, 0);
    const propose = async () =>
      (await adjust(world, { memberId, points: '5000', partnerId: a.partnerId })).adjustment.id;
    const adjustmentId = await propose();
    const rejected = await act(world, second, REJECT, { adjustmentId, reason: 'too much' });
    expect(rejected.adjustment).toMatchObject({
      state: 'REJECTED',
      decisionReason: 'too much',
      entryId: null,
    });
    const late = await act(world, second, APPROVE, { adjustmentId });
    expect(late).toMatchObject({ __typename: 'AdjustmentNotOpen', state: 'REJECTED' });
    const own = await act(world, operator, REJECT, { adjustmentId: await propose(), reason: 'a slip' });
    expect(own.__typename).toBe('AdjustmentRejected');
    expect(await walletOf(world, memberId)).toMatchObject({ available: '0' });
  });

  it('is posted once when two approve at once', async () => {
    const { memberId } = await personWith(world, a, 0);
    const { adjustment } = await adjust(world, { memberId, points: '2000', partnerId: a.partnerId });
    const third = { kind: 'operator', subject: 'oda' } as const;
    const both = await Promise.all(
      [second, third].map((by) => act(world, by, APPROVE, { adjustmentId: adjustment.id })),
    );
    expect(both.map(({ __typename }) => __typename).sort()).toEqual([
      'AdjustmentApproved',
      'AdjustmentNotOpen',
    ]);
    expect(await walletOf(world, memberId)).toMatchObject({ available: '2000' });
  });

  it('is decided again when it is approved', async () => {
    const { memberId } = await personWith(world, a, 2000);
    const { adjustment } = await adjust(world, { memberId, points: '-2000' });
    expect(adjustment.state).toBe('PROPOSED');
    await adjust(world, { memberId, points: '-700' });
    const approved = await act(world, second, APPROVE, { adjustmentId: adjustment.id });
    expect(approved).toMatchObject({ __typename: 'FundingPartnerNeeded', points: '700' });
  });
});

describe('refusals of adjustments', () => {
  it('names each with its facts', async () => {
    const { memberId } = await personWith(world, a, 10);
    const nobody = v7();
    const refused = (input: Readonly<Record<string, unknown>>) =>
      adjust(world, { memberId, points: '5', partnerId: a.partnerId, ...input });
    expect((await refused({ points: '0' })).__typename).toBe('AdjustmentOfNothing');
    expect(await refused({ unit: 'COWRIES' })).toMatchObject({
      __typename: 'WalletKindNotFound',
      unit: 'COWRIES',
    });
    expect(await refused({ memberId: nobody })).toMatchObject({
      __typename: 'MemberNotEnrolled',
      memberId: nobody,
    });
    expect(await refused({ partnerId: null })).toMatchObject({
      __typename: 'FundingPartnerNeeded',
      points: '5',
    });
    expect(await refused({ partnerId: nobody })).toMatchObject({
      __typename: 'PartnerNotFound',
      partnerId: nobody,
    });
    const closed = await partnerOf(world, { status: 'EARN_CLOSED' });
    expect(await refused({ partnerId: closed.partnerId })).toMatchObject({ status: 'EARN_CLOSED' });
    const later = await partnerOf(world, { effectiveFrom: new Date('2999-01-01T00:00:00Z') });
    expect((await refused({ partnerId: later.partnerId })).__typename).toBe('AgreementNotInForce');
    const unknown = await act(world, second, APPROVE, { adjustmentId: nobody });
    expect(unknown).toMatchObject({ __typename: 'AdjustmentNotFound', adjustmentId: nobody });
    const notValid = await act(world, operator, CONFIGURE_ADJUSTMENTS, { secondApprovalAbovePoints: '-1' });
    expect(notValid).toMatchObject({ __typename: 'SettingNotValid', field: 'secondApprovalAbovePoints' });
    const input = { idempotencyKey: v7(), memberId, points: '1', reason: ' ' };
    const { errors } = await world.ask(
      operator,
      `mutation ($input: AdjustPointsInput!) {
      adjustPoints(input: $input) { __typename } }`,
      { input },
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});

describe('the adjustments', () => {
  it('are listed by state and page for operators and auditors', async () => {
    const { memberId } = await personWith(world, a, 0);
    const propose = async (): Promise<string> =>
      (await adjust(world, { memberId, points: '9000', partnerId: a.partnerId })).adjustment.id;
    const older = await propose();
    const newer = await propose();
    const query = `query ($state: AdjustmentState, $first: Int, $after: String) {
      adjustments(state: $state, first: $first, after: $after) {
        edges { node { id state reason } } pageInfo { hasNextPage endCursor } } }`;
    const page = async (after?: string) =>
      (await world.ask(auditor, query, { state: 'PROPOSED', first: 1, after })).data.adjustments;
    const first = await page();
    expect(first).toMatchObject({ edges: [{ node: { id: newer } }], pageInfo: { hasNextPage: true } });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({ edges: [{ node: { id: older } }] });
  });
});

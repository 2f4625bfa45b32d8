/** Wallets of several kinds: what a receipt gives of each, the caps that trim it, and what a member sees of them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, memberOf, partnerOf, receipt, statementsDuring, type TestPartner } from '../rewards-kit.js';
import {
  CONFIGURE_KIND,
  kind,
  kindOf,
  PREVIEW_AWARDS,
  RECORD_AWARDS,
  recorded,
  returned,
  walletsOf,
} from './kinds-kit.js';

let world: SubgraphWorld;
let a: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const newcomer = async () => ({ ...(await memberOf(world)), partner: a });

describe('a kind of wallet', () => {
  const rows: readonly [field: string, unit: string, settings: Record<string, unknown>][] = [
    ['unit', 'miles', {}],
    ['unit', 'EUR', {}],
    ['nameOne', 'MILES', { nameOne: '' }],
    ['earning.by', 'MILES', { earning: { by: 'AGREEMENT' } }],
    ['purpose', 'MILES', { purpose: 'SPENDABLE' }],
    ['earning.units', 'MILES', { earning: { by: 'VISIT', units: '0' } }],
    ['earning.perMinor', 'MILES', { earning: { by: 'MONEY', units: '1', perMinor: '0' } }],
    ['balanceCap', 'MILES', { balanceCap: '0' }],
    ['periodCap.units', 'MILES', { periodCap: { period: 'DAY', units: '0' } }],
    ['itemReward', 'MILES', { itemReward: { every: '10', name: 'Coffee' } }],
    ['itemReward.every', 'CARD', { purpose: 'STAMPS', itemReward: { every: '0', name: 'Coffee' } }],
    [
      'negative',
      'CARD',
      { purpose: 'STAMPS', negative: 'FORBIDDEN', itemReward: { every: '10', name: 'Coffee' } },
    ],
  ];

  it.each(rows)('cannot have this %s of %s', async (field, unit, settings) => {
    expect(await kind(world, unit, settings)).toMatchObject({ __typename: 'WalletKindNotValid', field });
  });

  it('is refused under a key of another one, and answered again under its own', async () => {
    const input = { idempotencyKey: 'kind', unit: 'MILES', earning: { by: 'POINTS' } };
    const first = await act(world, operator, CONFIGURE_KIND, input);
    const again = await act(world, operator, CONFIGURE_KIND, input);
    expect(again).toEqual({ ...first, replayed: true });
    const other = await act(world, operator, CONFIGURE_KIND, { ...input, unit: 'STARS' });
    expect(other).toMatchObject({ __typename: 'KeyReused' });
  });
});

describe('a receipt', () => {
  it('gives of every unit by its own rule, and tells it again when it is sent again', async () => {
    await kindOf(world, 'MILES', { nameOne: 'mile', nameMany: 'miles', earning: { by: 'POINTS' } });
    await kindOf(world, 'SPENT', { earning: { by: 'MONEY', units: '1', perMinor: '1000' }, rounding: 'UP' });
    const { memberId } = await memberOf(world);
    const input = receipt({ memberId, storeId: a.storeId }, 1250);
    const first = await act(world, a.till, RECORD_AWARDS, input);
    expect(first.awards).toMatchObject([
      { unit: 'PTS', rule: 'BASE_RATE', asked: '12', granted: '12' },
      { unit: 'MILES', rule: 'BY_POINTS', asked: '12', granted: '12' },
      { unit: 'SPENT', rule: 'BY_MONEY', asked: '2', granted: '2' },
    ]);
    // The kinds of today decide nothing that was decided yesterday.
    await kindOf(world, 'MILES', { earning: { by: 'NOTHING' } });
    expect(await act(world, a.till, RECORD_AWARDS, input)).toEqual({ ...first, replayed: true });
    const wallets = await walletsOf(world, memberId);
    expect(wallets.MILES).toMatchObject({ nameOne: 'mile', nameMany: 'miles', purpose: 'QUALIFYING' });
    expect(wallets.MILES).toMatchObject({ available: '12', room: null, nextItem: null });
    expect(wallets.MILES.lots.edges).toEqual([{ node: { unit: 'MILES', original: '12', remaining: '12' } }]);
    expect(wallets.PTS.lots.edges).toEqual([{ node: { unit: 'PTS', original: '12', remaining: '12' } }]);
    expect(wallets.SPENT.entries.edges).toEqual([{ node: { kind: 'EARN', points: '2' } }]);
  });

  it('shows a wallet by its unit, and none of a unit that the programme has not', async () => {
    const { memberId } = await memberOf(world);
    const of = [{ __typename: 'Member', id: memberId }];
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member {
      wallet { unit } miles: wallet(unit: "MILES") { unit available } other: wallet(unit: "SHELLS") { unit } } } }`;
    const { data } = await world.ask(operator, query, { of });
    expect(data._entities).toEqual([
      { wallet: { unit: 'PTS' }, miles: { unit: 'MILES', available: '0' }, other: null },
    ]);
  });
});

describe('the wallets of twenty members', () => {
  it('cost as many statements as those of one', async () => {
    await kindOf(world, 'CAPPED', { balanceCap: '10' });
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { wallets { unit nameOne
      available room nextItem { missing } upcomingExpiries { points } lots { edges { node { id } } } }
      itemRewards { edges { node { id } } } } } }`;
    const members = await Promise.all(Array.from({ length: 20 }, () => memberOf(world)));
    const counted = async (count: number) => {
      const of = members.slice(0, count).map(({ memberId: id }) => ({ __typename: 'Member', id }));
      const ask = async () => expect((await world.ask(operator, query, { of })).errors).toBeUndefined();
      await ask();
      return (await statementsDuring(ask)).filter(
        ({ text }) => text.includes('wallet') || text.includes('lot'),
      );
    };
    expect((await counted(20)).length).toBe((await counted(1)).length);
  });
});

describe('a cap', () => {
  it('on the balance counts what is pending, and trims what is beyond it', async () => {
    await kindOf(world, 'STARS', {
      earning: { by: 'VISIT', units: '4' },
      balanceCap: '6',
      activation: { by: 'DELAY', days: 3 },
    });
    const member = await newcomer();
    await recorded(world, member, 100);
    const second = await recorded(world, member, 100);
    expect(second.awards).toContainEqual(
      expect.objectContaining({ unit: 'STARS', asked: '4', granted: '2' }),
    );
    const third = await recorded(world, member, 100);
    expect(third.awards).toContainEqual(expect.objectContaining({ unit: 'STARS', asked: '4', granted: '0' }));
    const { STARS } = await walletsOf(world, member.memberId);
    expect(STARS).toMatchObject({ available: '0', pending: '6', room: '0' });
  });

  it('of a period is refilled by the next period, and by a return of what was earned in it', async () => {
    await kindOf(world, 'DAILY', {
      earning: { by: 'VISIT', units: '5' },
      periodCap: { period: 'DAY', units: '8' },
    });
    const member = await newcomer();
    const daily = (answer: { awards: { unit: string; granted: string }[] }) =>
      answer.awards.find(({ unit }) => unit === 'DAILY')?.granted;
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const early = await recorded(world, member, 100, { purchasedAt: yesterday });
    expect(daily(early)).toBe('5');
    const first = await recorded(world, member, 100);
    expect(daily(await recorded(world, member, 100))).toBe('3');
    expect(daily(await recorded(world, member, 100))).toBe('0');
    expect((await walletsOf(world, member.memberId)).DAILY).toMatchObject({ available: '13', room: '0' });
    // What comes back of yesterday frees nothing of today.
    await returned(world, { purchaseId: early.purchase.id, partner: a });
    expect((await walletsOf(world, member.memberId)).DAILY).toMatchObject({ room: '0' });
    await returned(world, { purchaseId: first.purchase.id, partner: a });
    expect((await walletsOf(world, member.memberId)).DAILY).toMatchObject({ room: '5' });
    expect(daily(await recorded(world, member, 100))).toBe('5');
  });

  it('holds however many receipts come at once', async () => {
    await kindOf(world, 'RUSH', { earning: { by: 'VISIT', units: '7' }, balanceCap: '20' });
    const member = await newcomer();
    const answers = await Promise.all(Array.from({ length: 8 }, () => recorded(world, member, 100)));
    const granted = answers.map(({ awards }) =>
      awards.find((award: { unit: string }) => award.unit === 'RUSH'),
    );
    const sum = granted.reduce((total, award) => total + BigInt(award.granted), 0n);
    expect(sum).toBe(20n);
    expect((await walletsOf(world, member.memberId)).RUSH).toMatchObject({ available: '20', room: '0' });
  });

  it('on the shared currency trims what its issuer pays for', async () => {
    await kindOf(world, 'PTS', { balanceCap: '15' });
    const member = await newcomer();
    await recorded(world, member, 1000);
    const input = receipt({ memberId: member.memberId, storeId: a.storeId }, 1000);
    const { idempotencyKey: _key, receiptNumber: _number, ...basket } = input;
    const previewed = await act(world, a.till, PREVIEW_AWARDS, basket);
    const answer = await act(world, a.till, RECORD_AWARDS, input);
    expect(previewed).toMatchObject({ points: '5', awards: [{ asked: '10', granted: '5' }, {}, {}, {}, {}] });
    expect(previewed.reasons).toContainEqual(
      expect.objectContaining({ rule: 'BALANCE_CAP', unit: 'PTS', fired: true, points: '-5' }),
    );
    expect(answer.points).toBe('5');
    const told = await world.told('rewards.clearing-recorded.1');
    expect(told.slice(-2).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ kind: 'FUNDING', points: '5', amountMinor: '5' }),
    );
    await kindOf(world, 'PTS', { balanceCap: null });
  });
});

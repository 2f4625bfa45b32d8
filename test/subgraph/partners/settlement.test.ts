/** Clearing and settlement through the subgraph's own graph: heard once, netted to zero, closed once, walled. */
import 'reflect-metadata';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import { act, activated, CLOSE, CURRENT, cleared, PERIOD, purchaseAndRedemption } from './partners-kit.js';

let world: SubgraphWorld;
let a: string;
let b: string;
beforeEach(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
  [a, b] = [await activated(world), await activated(world)];
});
afterEach(() => world.close());

const money = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });

async function current(caller: Parameters<SubgraphWorld['ask']>[0] = operator) {
  const { data, errors } = await world.ask(caller, CURRENT);
  expect(errors).toBeUndefined();
  return data.currentSettlementPeriod;
}

describe('clearing', () => {
  it('shows at once who owes whom, and positions that sum to zero', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const period = await current();
    expect(period).toMatchObject({ number: 1, state: 'OPEN', closedAt: null, entryCount: '3' });
    const [partnerA, partnerB] = [{ id: a }, { id: b }];
    expect(period.positions).toEqual([
      { partner: null, net: money('690') },
      { partner: partnerA, net: money('-1050') },
      { partner: partnerB, net: money('360') },
    ]);
    const issuer = partnerA;
    expect(period.obligations).toEqual([
      { kind: 'FUNDING', debtor: partnerA, creditor: null, issuer, points: '1000', amount: money('1000') },
      { kind: 'OPERATOR_FEE', debtor: partnerA, creditor: null, issuer, points: '0', amount: money('50') },
      {
        kind: 'REIMBURSEMENT',
        debtor: null,
        creditor: partnerB,
        issuer,
        points: '400',
        amount: money('360'),
      },
    ]);
  });

  it('counts an entry once, however often it is delivered and told', async () => {
    const events = purchaseAndRedemption(a, b);
    await world.hear('rewards', events);
    await world.hear('rewards', events);
    await world.hear(
      'rewards',
      events.map((event) => ({ ...event, id: v7() })),
    );
    expect((await current()).entryCount).toBe('3');
  });

  it('has control totals by kind and currency for whoever reconciles', async () => {
    const events = purchaseAndRedemption(a, b);
    const back = cleared({ kind: 'FUNDING', partnerId: a, points: -100n, amountMinor: -100n });
    await world.hear('rewards', [...events, back]);
    const query = `{ clearingTotals { entryCount highestLedgerSequence
      totals { kind entryCount points amount { amountMinor currency } } } }`;
    const { data } = await world.ask(auditor, query);
    expect(data.clearingTotals).toEqual({
      entryCount: '4',
      highestLedgerSequence: back.data.ledgerSequence.toString(),
      totals: [
        { kind: 'FUNDING', entryCount: '2', points: '900', amount: money('900') },
        { kind: 'OPERATOR_FEE', entryCount: '1', points: '0', amount: money('50') },
        { kind: 'REIMBURSEMENT', entryCount: '1', points: '400', amount: money('-360') },
      ],
    });
    for (const caller of [partnerCaller(a), memberCaller()]) {
      expect((await world.ask(caller, query)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
  });
});

describe('closing a settlement period', () => {
  it('freezes what had run, opens the next and tells the positions', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const running = await current();
    const { __typename, period } = await act(world, CLOSE, { periodId: running.id });
    expect(__typename).toBe('SettlementPeriodClosed');
    const { state, closedAt, ...frozen } = period;
    expect({ ...frozen, state: 'OPEN', closedAt: null }).toEqual(running);
    expect([state, closedAt]).toEqual(['CLOSED', expect.any(String)]);
    expect(await current()).toMatchObject({ number: 2, entryCount: '0', watermark: null, positions: [] });
    const [told] = await world.told('partners.settlement-period-closed.1');
    expect(told?.data).toMatchObject({
      periodId: running.id,
      number: 1,
      watermark: running.watermark,
      positions: [
        { partnerId: null, currency: 'EUR', netMinor: '690' },
        { partnerId: a, currency: 'EUR', netMinor: '-1050' },
        { partnerId: b, currency: 'EUR', netMinor: '360' },
      ],
    });
  });

  it('puts a late entry into the next period and changes nothing that is closed', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const { period } = await act(world, CLOSE, { periodId: (await current()).id });
    const late = cleared({
      kind: 'FUNDING',
      partnerId: b,
      points: 70n,
      amountMinor: 70n,
      ledgerSequence: 1n,
    });
    await world.hear('rewards', [late]);
    expect((await world.ask(operator, PERIOD, { id: period.id })).data.settlementPeriod).toEqual(period);
    expect((await current()).positions).toContainEqual({ partner: { id: b }, net: money('-70') });
  });

  it('from two sides at once closes once', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const { id: periodId } = await current();
    const results = await Promise.all(['x', 'y', 'z'].map(() => act(world, CLOSE, { periodId })));
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'SettlementPeriodAlreadyClosed',
      'SettlementPeriodAlreadyClosed',
      'SettlementPeriodClosed',
    ]);
    expect(await world.told('partners.settlement-period-closed.1')).toHaveLength(1);
  });

  it('sent again, also at the same instant, gives the same close', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const input = { idempotencyKey: v7(), periodId: (await current()).id };
    const results = await Promise.all(['x', 'y'].map(() => act(world, CLOSE, input)));
    expect(results[0].period).toEqual(results[1].period);
    expect(results.map((result) => result.replayed).sort()).toEqual([false, true]);
    const other = await act(world, CLOSE, { ...input, periodId: (await current()).id });
    expect(other).toEqual({ __typename: 'KeyReused', command: 'closeSettlementPeriod' });
  });

  it('while entries arrive loses none and counts none twice', async () => {
    const count = 40;
    const entry = () => cleared({ kind: 'FUNDING', partnerId: a, points: 1n, amountMinor: 1n });
    await world.hear('rewards', [entry()]);
    const hearing = Promise.all(Array.from({ length: count }, () => world.hear('rewards', [entry()])));
    const closings = (async () => {
      for (let closed = 0; closed < 5; closed += 1)
        await act(world, CLOSE, { periodId: (await current()).id });
    })();
    await Promise.all([hearing, closings]);
    const query =
      '{ settlementPeriods(first: 50) { edges { node { state entryCount positions { net { amountMinor } } } } } }';
    const { data } = await world.ask(auditor, query);
    const periods = data.settlementPeriods.edges.map((edge: { node: { entryCount: string } }) => edge.node);
    const total = periods.reduce(
      (sum: bigint, period: { entryCount: string }) => sum + BigInt(period.entryCount),
      0n,
    );
    expect(total).toBe(BigInt(count + 1));
  });

  it('of an empty period is refused and may be tried again later', async () => {
    const { id: periodId, openedAt } = await current();
    const refusal = { __typename: 'SettlementPeriodEmpty', openedAt, retryable: true };
    expect(await act(world, CLOSE, { periodId })).toEqual(refusal);
    expect((await current()).id).toBe(periodId);
  });

  it.each([v7(), 'no-id'])('that does not exist (%s) is refused', async (periodId) => {
    expect(await act(world, CLOSE, { periodId })).toEqual({
      __typename: 'SettlementPeriodNotFound',
      periodId,
    });
  });

  it('can never be undone: the database itself forbids a change', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    await act(world, CLOSE, { periodId: (await current()).id });
    for (const table of ['clearing_entry', 'settlement_obligation', 'settlement_position']) {
      await expect(world.database.query(`delete from ${table}`)).rejects.toThrow('permission denied');
    }
    const reopen = `update settlement_period set state = 'OPEN', closed_at = null where number = 1`;
    await expect(world.database.query(reopen)).rejects.toThrow('can never change');
  });
});

describe('the walls of settlement', () => {
  it('a partner sees its own position and obligations and no other, open or closed', async () => {
    await world.hear('rewards', purchaseAndRedemption(a, b));
    const own = await current(partnerCaller(b));
    expect(own).toMatchObject({ entryCount: null, positions: [{ partner: { id: b }, net: money('360') }] });
    expect(own.obligations).toMatchObject([{ kind: 'REIMBURSEMENT', creditor: { id: b } }]);
    await act(world, CLOSE, { periodId: own.id });
    const { data } = await world.ask(partnerCaller(b), PERIOD, { id: own.id });
    expect(data.settlementPeriod).toMatchObject({ positions: own.positions, obligations: own.obligations });
    const stranger = await world.ask(partnerCaller(), PERIOD, { id: own.id });
    expect(stranger.data.settlementPeriod).toMatchObject({ positions: [], obligations: [] });
  });

  it('members and strangers see nothing, and only the operator closes', async () => {
    const code = async (caller: Parameters<SubgraphWorld['ask']>[0], query: string, variables = {}) =>
      (await world.ask(caller, query, variables)).errors?.[0]?.extensions?.['code'];
    expect(await code(memberCaller(), CURRENT)).toBe('FORBIDDEN');
    expect(await code(anonymous, CURRENT)).toBe('UNAUTHENTICATED');
    expect(await code(memberCaller(), PERIOD, { id: v7() })).toBe('FORBIDDEN');
    const input = { idempotencyKey: v7(), periodId: (await current()).id };
    for (const caller of [auditor, partnerCaller(a), memberCaller()]) {
      expect(await code(caller, CLOSE, { input })).toBe('FORBIDDEN');
    }
  });
});

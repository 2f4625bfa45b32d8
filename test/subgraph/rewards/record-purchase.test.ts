/**
 * Recording purchases through the subgraph's own graph: what is earned, told and refused, and that it happens
 * once.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../world/audit/ledger-audit.js';
import { memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import {
  act,
  bought,
  enrolment,
  memberOf,
  PREVIEW,
  partnerOf,
  RECORD,
  receipt,
  statementsDuring,
  type TestPartner,
  walletOf,
} from './rewards-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;
let member: { memberId: string; cardNumber: string };

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
  member = await memberOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const receiptHere = (totalMinor: number) =>
  receipt({ memberId: member.memberId, storeId: partner.storeId }, totalMinor);
const record = (input: Record<string, unknown>, caller = partner.till) => act(world, caller, RECORD, input);

describe('a purchase', () => {
  it('earns points that lines share, and the issuer owes funding and fee for them', async () => {
    const lines = [
      { sku: 'A', name: 'Bread', quantity: 2, amountMinor: '1050' },
      { lineNumber: 7, sku: 'B', name: 'Milk', quantity: 1, amountMinor: '949' },
    ];
    const { memberId, cardNumber } = await memberOf(world);
    const input = { ...receiptHere(1999), memberId: undefined, cardNumber, lines };
    const recorded = await record(input);
    expect(recorded).toMatchObject({
      __typename: 'PurchaseRecorded',
      replayed: false,
      points: '19',
      wallet: { available: '19', pending: '0', worth: { amountMinor: '9', currency: 'EUR' } },
      purchase: {
        member: { id: memberId },
        total: { amountMinor: '1999' },
        lines: [
          { lineNumber: 1, points: '10' },
          { lineNumber: 7, points: '9' },
        ],
      },
    });
    const told = await world.told('rewards.purchase-recorded.1');
    expect(told.at(-1)).toMatchObject({ key: memberId, data: { points: '19', totalMinor: '1999' } });
    const clearing = await world.told('rewards.clearing-recorded.1');
    expect(clearing.slice(-2).map(({ data }) => data)).toMatchObject([
      { kind: 'FUNDING', points: '19', amountMinor: '19', partnerId: partner.partnerId },
      { kind: 'OPERATOR_FEE', points: '0', amountMinor: '1', partnerId: partner.partnerId },
    ]);
    // Purchases of two members at one partner may overtake each other: a partner is no key of an order.
    const keys = clearing.slice(-2).map(({ key, data }) => [key, (data as { entryId: string }).entryId]);
    for (const [key, entryId] of keys) expect(key).toBe(entryId);
  });

  it('that earns nothing is recorded without an entry', async () => {
    expect(await record(receiptHere(99))).toMatchObject({ __typename: 'PurchaseRecorded', points: '0' });
  });

  it('is previewed by the same decision', async () => {
    const { idempotencyKey: _key, receiptNumber: _number, ...basket } = receiptHere(25_000);
    const before = await walletOf(world, member.memberId);
    const preview = await act(world, partner.till, PREVIEW, basket);
    const recorded = await record(receiptHere(25_000));
    expect(preview.points).toBe(recorded.points);
    expect(preview.walletAfter.available).toBe(recorded.wallet.available);
    expect(preview.payable.limitedBy).toBe(before.available === '0' ? 'BALANCE' : preview.payable.limitedBy);
    expect(preview.reasons[0]).toMatchObject({ rule: 'BASE_RATE', fired: true, points: '250' });
  });

  it('with the same key is recorded once, also when both come at once', async () => {
    const input = receiptHere(10_000);
    const both = await Promise.all([record(input), record(input)]);
    expect(both.map((answer) => answer.replayed).sort()).toEqual([false, true]);
    expect(both[0].purchase.id).toBe(both[1].purchase.id);
    const third = await record(input);
    expect(third).toMatchObject({ replayed: true, points: '100' });
  });

  it('of one receipt number is recorded once, also when two keys come at once', async () => {
    const first = receiptHere(100);
    const answers = await Promise.all([record(first), record({ ...first, idempotencyKey: v7() })]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'PurchaseRecorded',
      'ReceiptAlreadyRecorded',
    ]);
  });

  it('of a member whose enrolment is still on its way waits for it', async () => {
    const memberId = v7();
    const recording = record({ ...receiptHere(500), memberId });
    await world.hear('members', [enrolment(memberId)]);
    expect(await recording).toMatchObject({ __typename: 'PurchaseRecorded', points: '5' });
  });

  it('from before the books began is taken from an operator only', async () => {
    const old = { ...receiptHere(100), purchasedAt: '2021-03-01T10:00:00Z', historical: true };
    const { errors } = await world.ask(partner.till, RECORD, { input: old });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const recorded = await record(old, operator);
    expect(recorded.__typename).toBe('PurchaseRecorded');
  });
});

describe('the way of a purchase', () => {
  it('is begin, one statement that reads, one that writes, and commit', async () => {
    const plain = 'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename } }';
    await record(receiptHere(100));
    const sent = await statementsDuring(() => act(world, partner.till, plain, receiptHere(100)));
    const reading = sent.find(({ text }) => text.includes('wallet_locked'));
    const own = sent.filter(({ connection }) => connection === reading?.connection).map(({ text }) => text);
    const first = own.findIndex((text) => text.includes('wallet_locked'));
    const [begin, , write, commit] = own.slice(first - 1);
    expect(begin).toMatch(/^start transaction/i);
    expect(write).toContain('purchase_made');
    expect(commit).toMatch(/^commit/i);
  });
});

describe('refusals of a purchase', () => {
  const refusals: readonly [string, () => Record<string, unknown>, Record<string, unknown>][] = [
    ['MemberNotEnrolled', () => ({ memberId: v7() }), {}],
    ['StoreNotFound', () => ({ storeId: v7() }), {}],
    ['CurrencyNotAgreed', () => ({ currency: 'USD' }), { currency: 'USD', agreed: 'EUR' }],
    ['AmountNotPositive', () => ({ totalMinor: '0' }), { field: 'totalMinor', amount: '0' }],
    ['AmountNotPositive', () => ({ totalMinor: '-5' }), { amount: '-5' }],
    ['AmountTooLarge', () => ({ totalMinor: '10000000001' }), { maxMinor: '10000000000' }],
    ['LineSumMismatch', () => ({ totalMinor: '101' }), { expectedMinor: '101', gotMinor: '100' }],
    ['PurchaseInTheFuture', () => ({ purchasedAt: '2999-01-01T00:00:00Z' }), { retryable: true }],
    ['PurchaseTooOld', () => ({ purchasedAt: '2022-01-01T00:00:00Z' }), {}],
  ];

  it.each(refusals)('%s is told with its facts, and nothing is written', async (kind, change, facts) => {
    const before = await walletOf(world, member.memberId);
    const input = { ...receiptHere(100), ...change() };
    expect(await record(input)).toMatchObject({ __typename: kind, ...facts });
    expect(await walletOf(world, member.memberId)).toEqual(before);
    const mended = { ...receiptHere(100), idempotencyKey: input.idempotencyKey };
    expect((await record(mended)).__typename).toBe('PurchaseRecorded');
  });

  it('a partner that does not take part, or has no agreement at that instant, is refused', async () => {
    const leaving = await partnerOf(world, { status: 'EARN_CLOSED' });
    const input = { ...receiptHere(100), storeId: leaving.storeId };
    expect(await record(input, leaving.till)).toMatchObject({
      __typename: 'PartnerNotActive',
      status: 'EARN_CLOSED',
    });
    const past = await partnerOf(world, { effectiveUntil: new Date('2021-01-01T00:00:00Z') });
    const later = { ...receiptHere(100), storeId: past.storeId };
    expect((await record(later, past.till)).__typename).toBe('AgreementNotInForce');
  });

  it('the same key with another input is refused', async () => {
    const input = receiptHere(100);
    await record(input);
    const other = { ...receiptHere(200), idempotencyKey: input.idempotencyKey };
    expect((await record(other)).__typename).toBe('KeyReused');
  });

  it('a shape that can never be right is turned away at the door', async () => {
    const wrong = [
      { storeId: 'no id' },
      { cardNumber: '123' },
      { lines: [] },
      { lines: [{ sku: '', name: 'Bread', quantity: 1, amountMinor: '100' }] },
      { receiptNumber: '' },
    ];
    for (const change of wrong) {
      const { errors } = await world.ask(partner.till, RECORD, { input: { ...receiptHere(100), ...change } });
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
    const { errors } = await world.ask(memberCaller(), RECORD, { input: receiptHere(100) });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it("another partner's store is no different from none", async () => {
    const refused = await record(receiptHere(100), partnerCaller());
    expect(refused.__typename).toBe('StoreNotFound');
  });
});

describe('the ledger itself', () => {
  it('refuses postings that do not balance, and any change of what was posted', async () => {
    await bought(world, { memberId: member.memberId, partner }, 1000);
    const [entry] = await world.database.query('select id from entry limit 1');
    const lopsided = `insert into posting (entry_id, line, account, unit, amount)
      values ($1, 99, 'points-fund', 'EUR', 5)`;
    await expect(world.database.query(lopsided, [entry.id])).rejects.toThrow('do not balance');
    await expect(world.database.query('update posting set amount = 1')).rejects.toThrow('permission denied');
    await expect(world.database.query('delete from entry')).rejects.toThrow('permission denied');
  });
});

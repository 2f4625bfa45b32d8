/**
 * Purchases that come at once and share a commit: each has an outcome of its own, a key and a receipt count once
 * whoever else is in the batch or in another process, and the books are right afterwards.
 */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  HOLD,
  memberOf,
  partnerOf,
  RECORD,
  receipt,
  statementsDuring,
  type TestPartner,
  walletOf,
} from '../rewards-kit.js';

let world: SubgraphWorld;
let partner: TestPartner;
let members: readonly { memberId: string; cardNumber: string }[];

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
  members = await Promise.all(Array.from({ length: 50 }, () => memberOf(world)));
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const memberAt = (number: number) => members[number % members.length] as (typeof members)[number];
const receiptOf = (number: number, totalMinor = 1_000) =>
  receipt({ memberId: memberAt(number).memberId, storeId: partner.storeId }, totalMinor);
const record = (input: Record<string, unknown>, through: Pick<SubgraphWorld, 'ask'> = world) =>
  act({ ...world, ask: through.ask }, partner.till, RECORD, input);
const kindsOf = (answers: readonly { __typename: string }[]) => answers.map(({ __typename }) => __typename);

/** Keeps the writers busy, so that what follows gathers. */
const busy = () => [record(receiptOf(40)), record(receiptOf(41)), record(receiptOf(42))];

describe('purchases that come at once', () => {
  it('share commits: fewer transactions than purchases', async () => {
    const sent = await statementsDuring(() =>
      Promise.all(Array.from({ length: 40 }, (_, number) => record(receiptOf(number)))),
    );
    const writes = sent.filter(({ text }) => text.includes('purchase_made'));
    expect(writes.length).toBeLessThan(20);
    expect(new Set(writes.map(({ text }) => text)).size).toBe(1);
  });

  it('are refused one by one: the others are recorded, and the key of the refused one is free', async () => {
    const wrong = { ...receiptOf(1), totalMinor: '999' };
    const answers = await Promise.all([
      ...busy(),
      record(receiptOf(0)),
      record(wrong),
      record(receiptOf(2)),
      record({ ...receiptOf(3), currency: 'USD' }),
    ]);
    const recorded = 'PurchaseRecorded';
    const kinds = kindsOf(answers).slice(3);
    expect(kinds).toEqual([recorded, 'LineSumMismatch', recorded, 'CurrencyNotAgreed']);
    const mended = { ...wrong, totalMinor: '1000' };
    expect(await record(mended)).toMatchObject({ __typename: recorded, replayed: false });
  });

  it('with one key are one purchase with one answer', async () => {
    const input = receiptOf(5);
    const answers = await Promise.all([...busy(), ...Array.from({ length: 6 }, () => record(input))]);
    const twins = answers.slice(3);
    expect(new Set(twins.map(({ purchase }) => purchase.id)).size).toBe(1);
    expect(twins.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  it('with one key and different inputs: the first is recorded, the other is told so', async () => {
    const input = receiptOf(6);
    const other = { ...receiptOf(7), idempotencyKey: input.idempotencyKey };
    const answers = await Promise.all([...busy(), record(input), record(other)]);
    expect(kindsOf(answers).slice(3)).toEqual(['PurchaseRecorded', 'KeyReused']);
  });

  it('of one receipt are one purchase, whoever brings it', async () => {
    const input = receiptOf(8);
    const twin = { ...receiptOf(9), receiptNumber: input.receiptNumber };
    const answers = await Promise.all([...busy(), record(input), record(twin)]);
    expect(kindsOf(answers).slice(3)).toEqual(['PurchaseRecorded', 'ReceiptAlreadyRecorded']);
  });

  it('of one member, by card and by id, are all recorded', async () => {
    const { memberId, cardNumber } = await memberOf(world);
    const byId = () => ({ ...receiptOf(0), memberId });
    const byCard = () => ({ ...receiptOf(0), memberId: undefined, cardNumber });
    const inputs = Array.from({ length: 12 }, (_, number) => (number % 2 === 0 ? byId() : byCard()));
    const answers = await Promise.all([...busy(), ...inputs.map((input) => record(input))]);
    expect(new Set(kindsOf(answers))).toEqual(new Set(['PurchaseRecorded']));
    expect(await walletOf(world, memberId)).toMatchObject({ available: '120' });
  });

  it('do not wait for one whose member is still on the way', async () => {
    const unknown = { ...receiptOf(0), memberId: v7() };
    const waiting = record(unknown);
    const from = performance.now();
    await Promise.all(Array.from({ length: 10 }, (_, number) => record(receiptOf(number))));
    const others = performance.now() - from;
    expect((await waiting).__typename).toBe('MemberNotEnrolled');
    expect(performance.now() - from).toBeGreaterThan(others);
  });

  it('are five hundred over fifty members, and every point is there', async () => {
    const before = await Promise.all(members.map(({ memberId }) => walletOf(world, memberId)));
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, number) => record(receiptOf(number, 300))),
    );
    expect(new Set(kindsOf(answers))).toEqual(new Set(['PurchaseRecorded']));
    const after = await Promise.all(members.map(({ memberId }) => walletOf(world, memberId)));
    const gained = after.map(({ available }, at) => BigInt(available) - BigInt(before[at].available));
    expect(new Set(gained)).toEqual(new Set([30n]));
  }, 60_000);
});

describe('two processes over one database', () => {
  it('record one key once, and both tell the same', async () => {
    const second = await world.another();
    try {
      const inputs = Array.from({ length: 30 }, (_, number) => receiptOf(number));
      const answers = await Promise.all(
        inputs.map((input) => Promise.all([record(input), record(input, second)])),
      );
      for (const [here, there] of answers) {
        expect(here.purchase.id).toBe(there.purchase.id);
        expect([here.replayed, there.replayed].sort()).toEqual([false, true]);
      }
    } finally {
      await second.stop();
    }
  });

  it('record one receipt once', async () => {
    const second = await world.another();
    try {
      const inputs = Array.from({ length: 30 }, (_, number) => receiptOf(number));
      const twins = inputs.map((input) => ({ ...input, idempotencyKey: v7() })).reverse();
      const [here, there] = await Promise.all([
        Promise.all(inputs.map((input) => record(input))),
        Promise.all(twins.map((input) => record(input, second))),
      ]);
      const kinds = kindsOf([...here, ...there]);
      expect(kinds.filter((kind) => kind === 'PurchaseRecorded')).toHaveLength(30);
      expect(kinds.filter((kind) => kind === 'ReceiptAlreadyRecorded')).toHaveLength(30);
    } finally {
      await second.stop();
    }
  });
});

describe('one key of two different acts on one wallet at once', () => {
  it('ends with answers, never with a fault', async () => {
    for (let round = 0; round < 5; round += 1) {
      const input = receiptOf(round);
      const { idempotencyKey, memberId, storeId } = input;
      const hold = { idempotencyKey, memberId, storeId, points: '1' };
      const answers = await Promise.all([record(input), act(world, partner.till, HOLD, hold)]);
      const kinds = kindsOf(answers).sort();
      expect([
        'KeyReused,PointsHeld',
        'KeyReused,PurchaseRecorded',
        'InsufficientPoints,PurchaseRecorded',
      ]).toContain(kinds.join(','));
    }
  });
});

describe('a process that stops', () => {
  it('finishes what was asked of it', async () => {
    const second = await world.another();
    // What a till asks back of the purchase is read afterwards, when nobody may be there to read it.
    const plain = 'mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename } }';
    const through = { ...world, ask: second.ask };
    const asked = Array.from({ length: 100 }, (_, number) =>
      act(through, partner.till, plain, receiptOf(number)),
    );
    await Promise.race(asked);
    await second.stop();
    expect(new Set(kindsOf(await Promise.all(asked)))).toEqual(new Set(['PurchaseRecorded']));
  });
});

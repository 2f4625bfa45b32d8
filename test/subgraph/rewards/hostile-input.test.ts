/** Input of the right type that can never be right: each is told what to change, and none becomes a fault of ours. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../world/audit/ledger-audit.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import {
  act,
  bought,
  memberOf,
  partnerOf,
  RECORD,
  RETURN,
  receipt,
  type TestPartner,
} from './rewards-kit.js';

let world: SubgraphWorld;
let a: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const codeOf = async (document: string, input: Record<string, unknown>) => {
  const answer = await world.ask(a.till, document, { input: { idempotencyKey: v7(), ...input } });
  return answer.errors?.[0]?.extensions?.['code'] ?? 'answered';
};

describe('a receipt that can never be right', () => {
  it('is refused for a line beyond any receipt, however many digits the lines sum to', async () => {
    const { memberId } = await memberOf(world);
    const line = { sku: 'A', name: 'Bread', quantity: 1, amountMinor: '9'.repeat(30) };
    const input = { ...receipt({ memberId, storeId: a.storeId }, 1000), lines: [line, line] };
    expect(await act(world, a.till, RECORD, input)).toMatchObject({
      __typename: 'AmountTooLarge',
      amountMinor: '9'.repeat(30),
    });
  });

  it.each(['\ud800', 'half \udc00 a letter', '\0'])(
    'is turned away for text that is none: %j',
    async (sku) => {
      const { memberId } = await memberOf(world);
      const sent = receipt({ memberId, storeId: a.storeId }, 1000);
      expect(await codeOf(RECORD, { ...sent, lines: [{ ...sent.lines[0], sku }] })).toBe('BAD_USER_INPUT');
      expect(await codeOf(RECORD, { ...sent, receiptNumber: `R${sku}` })).toBe('BAD_USER_INPUT');
    },
  );

  it('is not found by a number that no receipt can have', async () => {
    const query = `query ($storeId: ID!, $receiptNumber: String!) {
      purchaseByReceipt(storeId: $storeId, receiptNumber: $receiptNumber) { id } }`;
    const answer = await world.ask(a.till, query, { storeId: a.storeId, receiptNumber: '1\0' });
    expect(answer).toEqual({ data: { purchaseByReceipt: null } });
  });
});

describe('a return that can never be right', () => {
  it('is turned away for more pieces than can be counted, also over several lines', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 1000);
    const line = { lineNumber: 1, quantity: 2_147_483_647 };
    expect(await act(world, a.till, RETURN, { purchaseId: purchase.id, lines: [line] })).toMatchObject({
      __typename: 'ReturnExceedsPurchase',
      asked: line.quantity,
    });
    expect(await codeOf(RETURN, { purchaseId: purchase.id, lines: [line, line] })).toBe('BAD_USER_INPUT');
  });
});

/** What the ledger tells afterwards: what a wallet held at any instant, why an entry is there, and its legs. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { auditor, memberCaller, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import {
  act,
  bought,
  CAPTURE,
  HOLD,
  memberOf,
  partnerOf,
  RETURN,
  type TestPartner,
  VOID,
  walletOf,
} from '../rewards-kit.js';
import { sealAll } from './ledger-kit.js';

const AS_OF = `query ($representations: [_Any!]!, $at: DateTime!) { _entities(representations: $representations) {
  ... on Member { wallet { balanceAsOf(at: $at) { available pending held debt } } } } }`;
const WHY = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Member {
  wallet { entries(first: 20) { edges { node { kind postings { line account unit amount lotId }
    explanation { termsVersion agreementVersion reasons { rule explanation facts { name value } } } } } } } } } }`;

let world: SubgraphWorld;
let a: TestPartner;
let b: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
  b = await partnerOf(world);
});
afterEach(async () => {
  await sealAll(world);
  await auditLedger(world.database);
});
afterAll(() => world.close());

const of = (memberId: string) => ({ representations: [{ __typename: 'Member', id: memberId }] });

async function asOf(memberId: string, at: string, caller: Caller = operator) {
  const { data, errors } = await world.ask(caller, AS_OF, { ...of(memberId), at });
  expect(errors).toBeUndefined();
  return data._entities[0].wallet.balanceAsOf;
}

const figures = ({ available, pending, held, debt }: Record<string, string>) => ({
  available,
  pending,
  held,
  debt,
});

/** One of everything that changes a wallet; after each act its balance and the instant are written down. */
async function eventfulLife(memberId: string) {
  const written: { at: string; balance: Record<string, string | undefined> }[] = [];
  const note = async () => {
    const balance = figures(await walletOf(world, memberId));
    written.push({ at: world.clock.now().toISOString(), balance });
    // A minute later, so that no act shares the instant of the one before.
    world.clock.moveMinutes(1);
  };
  const hold = async (points: number) => {
    const held = await act(world, b.till, HOLD, { memberId, storeId: b.storeId, points: String(points) });
    await note();
    return held.hold.id as string;
  };
  const takeBack = async (purchaseId: string) => {
    const lines = [{ lineNumber: 1, quantity: 1 }];
    const returnedAt = world.clock.now().toISOString();
    await act(world, a.till, RETURN, { purchaseId, returnedAt, lines });
    await note();
  };
  await note();
  const first = await bought(world, { memberId, partner: a }, 10_000);
  await note();
  await act(world, b.till, CAPTURE, { holdId: await hold(70), points: '60' });
  await note();
  const second = await bought(world, { memberId, partner: a }, 5_000);
  await note();
  await act(world, b.till, VOID, { holdId: await hold(20) });
  await note();
  await hold(30);
  await takeBack(first.purchase.id);
  await takeBack(second.purchase.id);
  world.clock.moveMinutes(30);
  await note();
  await bought(world, { memberId, partner: b }, 30_000);
  await note();
  return { written, note };
}

describe('a balance as of an instant', () => {
  it('is what the wallet said then, after every kind of act and every lapse', async () => {
    const { memberId } = await memberOf(world);
    const { written, note } = await eventfulLife(memberId);
    world.clock.moveDays(800);
    await note();
    expect(new Set(written.map(({ balance }) => JSON.stringify(balance))).size).toBeGreaterThan(7);
    expect(written.some(({ balance }) => balance['debt'] !== '0')).toBe(true);
    for (const { at, balance } of written)
      expect({ at, ...(await asOf(memberId, at)) }).toEqual({ at, ...balance });
    world.clock.moveDays(-800);
  });

  it('is nothing before the first entry, and is not asked of the future', async () => {
    const { memberId } = await memberOf(world);
    await bought(world, { memberId, partner: a }, 1_000);
    const nothing = { available: '0', pending: '0', held: '0', debt: '0' };
    expect(await asOf(memberId, '2001-01-01T00:00:00Z')).toEqual(nothing);
    const { errors } = await world.ask(operator, AS_OF, { ...of(memberId), at: '2999-01-01T00:00:00Z' });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('is for the member, operators and auditors, not for a till', async () => {
    const { memberId } = await memberOf(world);
    const at = world.clock.now().toISOString();
    for (const caller of [memberCaller(memberId), operator, auditor]) {
      expect(await asOf(memberId, at, caller)).toMatchObject({ available: '0' });
    }
    expect(await asOf(memberId, at, a.till)).toBeNull();
  });
});

describe('an entry', () => {
  async function entriesAs(caller: Caller, memberId: string) {
    const { data, errors } = await world.ask(caller, WHY, of(memberId));
    expect(errors).toBeUndefined();
    return data._entities[0].wallet.entries.edges.map(({ node }: { node: object }) => node);
  }

  it('says why it is there: its cause, the rules with their figures, terms and agreement', async () => {
    const { memberId } = await memberOf(world);
    const { purchase } = await bought(world, { memberId, partner: a }, 4_250);
    const [entry] = await entriesAs(memberCaller(memberId), memberId);
    const { reasons, ...versions } = entry.explanation;
    expect(versions).toEqual({ termsVersion: 1, agreementVersion: 1 });
    expect(reasons.map(({ rule }: { rule: string }) => rule)).toEqual(['EARN', 'BASE_RATE']);
    expect(reasons[0].explanation).toBe(
      `Receipt ${purchase.receiptNumber} of 4250 minor units of EUR was recorded.`,
    );
    expect(reasons[1].explanation).toBe(
      'The agreement gives 1 points for each 100 of 4250 minor units of EUR: 42.',
    );
    expect(reasons[1].facts).toContainEqual({ name: 'points', value: '42' });
  });

  it('of a return says what came back, and what of it became a debt', async () => {
    const { memberId } = await memberOf(world);
    await eventfulLife(memberId);
    const entries = await entriesAs(auditor, memberId);
    const rules = entries.map((entry: { explanation: { reasons: { rule: string }[] } }) =>
      entry.explanation.reasons.map(({ rule }) => rule).join(' '),
    );
    expect(rules).toContain('CAPTURE POINTS_CAPTURED');
    expect(rules).toContain('RETURN GOODS_RETURNED DEBT');
    expect(rules.some((text: string) => text.endsWith('DEBT_PAID'))).toBe(true);
  });

  it('shows its legs to the member and to auditors, and to no partner', async () => {
    const { memberId } = await memberOf(world);
    await bought(world, { memberId, partner: a }, 1_000);
    for (const caller of [memberCaller(memberId), auditor]) {
      const [entry] = await entriesAs(caller, memberId);
      expect(entry.postings).toHaveLength(5);
      expect(entry.postings[0]).toMatchObject({
        line: 1,
        account: `member:${memberId}`,
        unit: 'PTS',
        amount: '10',
      });
    }
    const [entry] = await entriesAs(a.till, memberId);
    expect(entry.postings).toBeNull();
    expect(entry.explanation.reasons).toHaveLength(2);
  });
});

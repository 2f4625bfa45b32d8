/**
 * A part of the graph that hangs costs its own fields and nothing else. Five processes, one of them frozen by
 * SIGSTOP: it keeps its sockets open and says nothing, which is worse than being dead.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askDoor, codesOf } from '../world/asking.js';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';

const BOARD = `query ($id: ID!) { leaderboard(id: $id) {
  standings(first: 5) { edges { node { rank score member { id publicName { text } } } } } } }`;

describe('while members hangs', () => {
  let world: PlatformWorld;
  let brands: TwoBrands;
  const signalMembers = (signal: NodeJS.Signals) =>
    process.kill(world.parts.get('members')?.pid ?? 0, signal);
  const askForBoard = () => askDoor(world.url, { query: BOARD, variables: { id: brands.leaderboardId } });

  beforeAll(async () => {
    world = await openPlatformWorld({ processes: 'five processes' });
    brands = await openTwoBrands(world);
    signalMembers('SIGSTOP');
  });
  afterAll(async () => {
    // A frozen process cannot hear that it should stop.
    signalMembers('SIGCONT');
    await world.stop();
  });

  it('a board is shown with its standings, and only the names are missing, with a code that says so', async () => {
    const answer = await askForBoard();
    expect(answer.data.leaderboard.standings.edges[0].node).toEqual({
      rank: 1,
      score: '500',
      member: { id: brands.anna.memberId, publicName: null },
    });
    expect(new Set(codesOf(answer))).toEqual(new Set(['DEADLINE_EXCEEDED']));
  });

  it('a purchase is recorded as ever: no till waits for it', async () => {
    const { recordPurchase } = await world.anonymous.as(brands.grocer.apiKey).request<{
      recordPurchase: { __typename: string; points: string };
    }>(
      `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
        ... on PurchaseRecorded { points } ... on Problem { message } } }`,
      { input: { idempotencyKey: 'while-away', ...purchase(brands) } },
    );
    expect(recordPurchase).toEqual({ __typename: 'PurchaseRecorded', points: '10' });
  });

  it('readiness says which part is missing', async () => {
    const answer = await fetch(`${world.url}/health/ready`);
    expect(answer.status).toBe(503);
    expect(JSON.stringify(await answer.json())).toContain('members');
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });

  it('and all is whole again as soon as it answers, with nothing restarted', async () => {
    signalMembers('SIGCONT');
    await eventually(async () => codesOf(await askForBoard()).length === 0);
    const answer = await askForBoard();
    expect(answer.text).toContain('Annabellissima');
  });
});

function purchase({ anna, grocer }: TwoBrands) {
  const line = { sku: 'TIN', name: 'Baking tin', quantity: 1, amountMinor: '1000' };
  return {
    cardNumber: anna.card,
    storeId: grocer.storeId,
    receiptNumber: 'A-away',
    purchasedAt: new Date().toISOString(),
    currency: 'EUR',
    totalMinor: '1000',
    lines: [line],
  };
}

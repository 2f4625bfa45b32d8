/**
 * The tour of the documentation, run as printed through the gateway, with a screen that follows the board
 * meanwhile: in one process and in five, on whichever bus the run asks for.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphClient } from '../../gateway/clients/graph-client.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';
import { type Follower, follow } from '../world/follower.js';
import { openPlatformWorld, type PlatformWorld, type Processes } from '../world/platform-world.js';
import { type TestRedis, testRedis } from '../world/redis-world.js';
import { fill, readTour, type TourStep, valueAt } from '../world/tour.js';

const steps = readTour(join(packageRoot, 'docs/tour/README.md'));

interface BoardFrame {
  readonly leaderboardChanged: {
    readonly version: string;
    readonly standings: readonly {
      readonly score: string;
      readonly member: { readonly publicName: { readonly text: string } };
    }[];
  };
}

/** Standings are of gamification, names of members: one frame holds fields of two subgraphs. */
const FOLLOW_BOARD = `subscription ($id: ID!) { leaderboardChanged(leaderboardId: $id, first: 10) {
  version standings { rank score member { publicName { text } } } } }`;

interface Position {
  readonly partner: { readonly name: string } | null;
  readonly net: { readonly amountMinor: string; readonly currency: string };
}

describe.each<Processes>(['one process', 'five processes'])('the tour in %s', (processes) => {
  let world: PlatformWorld;
  let redis: TestRedis;
  let screen: Follower<BoardFrame> | undefined;
  const remembered = new Map<string, string>([
    ['now', new Date().toISOString()],
    ['lastMonth', new Date(Date.now() - 30 * 86_400_000).toISOString()],
  ]);
  const answers = new Map<string, unknown>();

  const clientOf = async (who: string): Promise<GraphClient> => {
    if (who === 'operator') return world.operator;
    if (who === 'auditor') return world.auditor;
    const key = remembered.get(`${who}Key`);
    return key === undefined ? world.asMember(remembered.get(who) ?? who) : world.anonymous.as(key);
  };
  const scoreOf = (frame: BoardFrame, name: string) =>
    frame.leaderboardChanged.standings.find(({ member }) => member.publicName.text === name)?.score;

  beforeAll(async () => {
    redis = await testRedis();
    world = await openPlatformWorld({ processes, redisUrl: redis.url });
  });
  afterAll(async () => {
    await screen?.leave();
    await world?.stop();
    await redis?.stop();
  });

  it.each(steps.map((step): [string, TourStep] => [step.title, step]))('%s', async (title, step) => {
    // What a step reads may be of another subgraph than what the step before wrote.
    if (/wallet|owes|closed/i.test(title)) await world.quiet();
    const client = await clientOf(step.who);
    const answer = await client.request<Record<string, unknown>>(
      step.query,
      fill(step.variables, remembered) as never,
    );
    expect(answer).toMatchObject(fill(step.answer, remembered) as object);
    answers.set(title, answer);
    for (const [name, path] of Object.entries(step.keep)) remembered.set(name, valueAt(answer, path));
    if (remembered.has('board') && screen === undefined) {
      screen = follow<BoardFrame>(world.url, {
        query: FOLLOW_BOARD,
        variables: { id: remembered.get('board') },
      });
      await screen.frame((frame) => frame.leaderboardChanged.standings.length === 0);
    }
  });

  it('showed Anna on the screen that followed the board, and took the return back there too', async () => {
    await screen?.frame((frame) => scoreOf(frame, 'Anna') === '500');
    await screen?.frame((frame) => scoreOf(frame, 'Anna') === '450');
    expect(screen?.faults).toEqual([]);
  });

  it('ended with net positions that sum to zero, to the cent', () => {
    const closed = answers.get('15. The period is closed') as {
      closeSettlementPeriod: { period: { positions: readonly Position[] } };
    };
    const { positions } = closed.closeSettlementPeriod.period;
    const net = Object.fromEntries(
      positions.map(({ partner, net: { amountMinor } }) => [partner?.name ?? 'operator', amountMinor]),
    );
    expect(net).toEqual({ 'Grocer A': '-378', 'Hotel B': '156', operator: '222' });
    expect(positions.reduce((sum, position) => sum + BigInt(position.net.amountMinor), 0n)).toBe(0n);
  });

  it('can be run again with the same keys and changes nothing', async () => {
    const purchase = steps.find((step) => step.title.startsWith('9.')) as TourStep;
    const client = await clientOf(purchase.who);
    const again = await client.request<{ recordPurchase: { replayed: boolean; points: string } }>(
      purchase.query,
      fill(purchase.variables, remembered) as never,
    );
    expect(again.recordPurchase).toMatchObject({ replayed: true, points: '500' });
    await world.quiet();
    const { ledgerProof } = await world.auditor.request<{ ledgerProof: { holds: boolean } }>(
      '{ ledgerProof { holds } }',
    );
    expect(ledgerProof.holds).toBe(true);
  });
});

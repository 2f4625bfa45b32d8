/** The coalition that every measured platform holds: the demo's brands, people with cards, and a few visits of each. */

import { openCoalition } from '../../gateway/clients/demo/open-coalition.js';
import { developmentToken } from '../../gateway/clients/demo/run-demo.js';
import { join, visit } from '../../gateway/clients/demo/shopping.js';
import { GraphClient } from '../../gateway/clients/graph-client.js';
import { SeededRandom } from '../../gateway/clients/seeded-random.js';
import type { Till } from './load/job.js';

export interface BenchCoalition {
  readonly leaderboardId: string;
  readonly till: Till;
}

const SEED = 20_261_122n;
const AT_ONCE = 6;

export async function fillCoalition(url: string, people: number): Promise<BenchCoalition> {
  const client = new GraphClient(url);
  const operator = client.as(await developmentToken(url, 'operator'));
  const { tills, leaderboardIds } = await openCoalition(operator, {}, new Date().toISOString());
  const [home] = tills;
  const leaderboardId = leaderboardIds.at(-1);
  const storeId = home?.storeIds[0];
  if (home === undefined || storeId === undefined || leaderboardId === undefined)
    throw new Error('nothing was opened');
  const members = new Array<{ memberId: string; cardNumber: string }>(people);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < people; number = next++) {
      const random = new SeededRandom(SEED + BigInt(number));
      const member = await join(client.as(home.apiKey), random, number);
      await visit(client, random, { number, member, till: home, at: new Date() });
      members[number] = member;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const cards = members.map(({ cardNumber }) => cardNumber);
  const memberIds = members.map(({ memberId }) => memberId);
  const { apiKey, partnerId } = home;
  return { leaderboardId, till: { apiKey, partnerId, storeId, cards, memberIds } };
}

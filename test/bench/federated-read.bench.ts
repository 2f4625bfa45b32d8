/**
 * A federated read against its floors: the standings of a board with the names of its members (two subgraphs)
 * through the gateway; the standings alone at the subgraph's own door; and bare `node:http` giving the gateway's
 * bytes.
 */

import type { Bench } from './bench.js';
import { contest, type Measured } from './contest.js';
import { GATEWAY_SECRET } from './platforms.js';
import { endProgram, nextMessage, startProgram } from './program.js';
import { contestTable } from './report.js';

const head =
  'query ($id: ID!) { leaderboard(id: $id) { name standings(first: 20) { edges { node { rank score';
const THROUGH_GATEWAY = `${head} member { id publicName { text } } } } } } }`;
const AT_SUBGRAPH = `${head} member { id } } } } } }`;

const FLOOR = 'node:http, same bytes';
const DIRECT = 'the subgraph itself';

export const federatedRead: Bench = async ({ platforms, loader, isShort }) => {
  const { one, five, door, postgres } = platforms;
  const asked = (query: string, leaderboardId: string) =>
    JSON.stringify({ query, variables: { id: leaderboardId } });
  const read = ({ url, coalition }: typeof one) => ({
    kind: 'read' as const,
    url: `${url}/graphql`,
    body: asked(THROUGH_GATEWAY, coalition.leaderboardId),
  });
  const floor = startProgram('test/bench/floor/main.js');
  try {
    const { listening } = await nextMessage<{ listening: number }>(floor);
    floor.send(await answerTo(read(one)));
    const direct = asked(AT_SUBGRAPH, five.coalition.leaderboardId);
    const pace = { callers: 16, milliseconds: isShort ? 1_200 : 5_000, warmUpMs: isShort ? 500 : 1_000 };
    const measured = await contest({ loader, rounds: isShort ? 3 : 5, pace, databasePid: postgres.pid }, [
      {
        name: FLOOR,
        load: { ...read(one), url: `http://127.0.0.1:${listening}/graphql` },
        pids: [floor.pid ?? 0],
      },
      {
        name: DIRECT,
        load: {
          kind: 'read',
          url: door.url,
          body: direct,
          signedWith: { secret: GATEWAY_SECRET, to: 'gamification' },
        },
        pids: [door.pid],
      },
      ...[one, five].map((platform) => ({
        name: `gateway, ${platform.name}`,
        load: read(platform),
        pids: platform.pids,
      })),
    ]);
    return tables(measured);
  } finally {
    await endProgram(floor);
  }
};

async function answerTo({ url, body }: { readonly url: string; readonly body: string }): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return answer.text();
}

function tables(measured: readonly Measured[]): string {
  return contestTable('federated-read: a board of 20 with names, 16 callers', measured, [
    { name: DIRECT, as: 'the subgraph' },
    { name: FLOOR, as: 'node:http' },
  ]);
}

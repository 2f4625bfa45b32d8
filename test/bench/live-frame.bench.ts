/**
 * How soon a subscriber sees a purchase: from the answer of the mutation to the frame with names, for one
 * subscriber and for many.
 */
import type { Bench } from './bench.js';
import { table } from './report.js';

export const liveFrame: Bench = async ({ platforms, loader, isShort }) => {
  const purchases = isShort ? 12 : 200;
  const lines: string[][] = [];
  for (const platform of [platforms.one, platforms.five]) {
    await platform.caughtUp();
    for (const subscribers of [1, 500]) {
      const { url, coalition } = platform;
      const graph = { url: `${url}/graphql`, till: coalition.till, leaderboardId: coalition.leaderboardId };
      const { count, p50, p99 } = await loader.run({ kind: 'live', ...graph, subscribers, purchases });
      lines.push([platform.name, String(subscribers), String(count), p50.toFixed(1), p99.toFixed(1)]);
    }
  }
  const head = ['', 'subscribers', 'frames', 'p50 ms', 'p99 ms'];
  return table(`live-frame: from answer to frame, ${purchases} purchases at a gentle rate`, head, lines);
};

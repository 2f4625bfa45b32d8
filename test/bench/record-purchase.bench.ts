/**
 * Recording purchases through the gateway, sixteen tills at once, against the floor: the same rows by one prepared
 * statement each over sixteen connections, in the same database and the same run.
 *
 * The platform carries the events of its purchases to the other subgraphs meanwhile, and is given the time to
 * finish before the next contender's turn; how long that took is printed too.
 */
import type { Bench } from './bench.js';
import { contest } from './contest.js';
import { contestTable } from './report.js';

const FLOOR = 'one SQL statement';

export const recordPurchase: Bench = async ({ platforms, loader, isShort }) => {
  const { one, five, postgres } = platforms;
  const pace = { callers: 16, milliseconds: isShort ? 1_500 : 6_000, warmUpMs: isShort ? 500 : 1_500 };
  const { till } = one.coalition;
  const measured = await contest({ loader, rounds: isShort ? 3 : 5, pace, databasePid: postgres.pid }, [
    { name: FLOOR, load: { kind: 'postings', databaseUrl: one.databaseUrl('rewards'), till }, pids: [] },
    ...[one, five].map((platform) => ({
      name: `gateway, ${platform.name}`,
      load: { kind: 'purchases' as const, url: `${platform.url}/graphql`, till: platform.coalition.till },
      pids: platform.pids,
      settle: platform.caughtUp,
    })),
  ]);
  const settled = measured
    .filter(({ name }) => name !== FLOOR)
    .map(
      ({ name, settleMs }) =>
        `${name}: events of a round heard by all ${(settleMs / 1_000).toFixed(1)} s after it`,
    );
  const title = 'record-purchase: three lines each, 16 callers';
  return `${contestTable(title, measured, [{ name: FLOOR, as: 'the statement' }])}\n${settled.join('\n')}\n`;
};

/**
 * Contenders measured in turns: a round of each, and again, so that what else the machine does falls on all of them
 * alike. The median round counts.
 */
import type { JobResult, Pace, PacedLoad } from './load/job.js';
import { median } from './load/percentiles.js';
import type { Loader } from './loader.js';
import { cpuMicros, serverCpuMicros } from './measured-process.js';

type Unpaced<Load> = Load extends PacedLoad ? Omit<Load, 'pace'> : never;

export interface Contender {
  readonly name: string;
  readonly load: Unpaced<PacedLoad>;
  /** Where it is not that of the contest: one that gathers its callers is shown with many of them. */
  readonly callers?: number;
  /** Processes whose time is the contender's cost, its database apart. */
  readonly pids: readonly number[];
  /** Waits until what a round left behind is done, so that the next contender does not pay for it. */
  readonly settle?: () => Promise<void>;
}

export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /**
   * Processor time for each request in microseconds, of the contender and of PostgreSQL; null where it is not
   * known.
   */
  readonly cpu: number | null;
  readonly databaseCpu: number | null;
  /** How long it took to settle after a round. */
  readonly settleMs: number;
}

export interface Contest {
  readonly loader: Loader;
  readonly rounds: number;
  readonly pace: Pace;
  readonly databasePid: number;
}

export async function contest(rules: Contest, contenders: readonly Contender[]): Promise<Measured[]> {
  const rounds = contenders.map((): Measured[] => []);
  for (let round = 0; round < rules.rounds; round += 1) {
    for (const [index, contender] of contenders.entries())
      rounds[index]?.push(await oneRound(rules, contender));
  }
  return rounds.map(medianRound);
}

async function oneRound({ loader, databasePid, ...rules }: Contest, contender: Contender): Promise<Measured> {
  const pace = { ...rules.pace, callers: contender.callers ?? rules.pace.callers };
  const costs = () => ({ own: cpuMicros(contender.pids), database: serverCpuMicros(databasePid) });
  let before = costs();
  const result: JobResult = await loader.run({ ...contender.load, pace }, () => {
    before = costs();
  });
  const after = costs();
  const settleFrom = performance.now();
  await contender.settle?.();
  const each = (from: number | null, to: number | null) =>
    from === null || to === null || contender.pids.length === 0 ? null : (to - from) / result.count;
  return {
    name: contender.name,
    perSecond: (result.count * 1_000) / result.milliseconds,
    p50: result.p50,
    p99: result.p99,
    cpu: each(before.own, after.own),
    databaseCpu:
      before.database === null || after.database === null
        ? null
        : (after.database - before.database) / result.count,
    settleMs: performance.now() - settleFrom,
  };
}

function medianRound(rounds: readonly Measured[]): Measured {
  const of = (figure: (round: Measured) => number) => median(rounds.map(figure));
  const [first] = rounds;
  if (first === undefined) throw new Error('no round was run');
  return {
    name: first.name,
    perSecond: of((round) => round.perSecond),
    p50: of((round) => round.p50),
    p99: of((round) => round.p99),
    cpu: first.cpu === null ? null : of((round) => round.cpu ?? 0),
    databaseCpu: first.databaseCpu === null ? null : of((round) => round.databaseCpu ?? 0),
    settleMs: of((round) => round.settleMs),
  };
}

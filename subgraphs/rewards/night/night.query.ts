/** Reads runs of the night with their steps: one statement for the runs, one for the steps of all of them. */
import type { DataSource } from 'typeorm';
import type { Day } from '../wallet-kinds/calendar-days.js';
import { NightStore } from './night.store.js';
import type { NightRun, StepTally } from './night-run.js';

export type NightRecord = NightRun & { readonly steps: readonly StepTally[] };

async function withSteps(database: DataSource, runs: readonly NightRun[]): Promise<NightRecord[]> {
  if (runs.length === 0) return [];
  const steps = await new NightStore(database).stepsOf(runs.map(({ id }) => id));
  return runs.map((run) => ({ ...run, steps: steps.filter(({ runId }) => runId === run.id) }));
}

/** Gives the run that does, or did, what was due by a day; null when there is none yet. */
export async function nightOf(database: DataSource, day: Day): Promise<NightRecord | null> {
  const run = await new NightStore(database).covering(day);
  const [found] = await withSteps(database, run === null ? [] : [run]);
  return found ?? null;
}

/** A page of runs, the newest day first. */
export async function nightsPage(
  database: DataSource,
  page: { readonly before: Day | null; readonly limit: number },
): Promise<NightRecord[]> {
  return withSteps(database, await new NightStore(database).page(page.before, page.limit));
}

/** Reads and writes the runs of the night and their steps. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Tally } from '../lot-events/lapsing.js';
import type { Day } from '../wallet-kinds/calendar-days.js';
import { type NightRun, type NightStep, nightSteps, type StepTally } from './night-run.js';

const COLUMNS = `id, day::text as day, time_zone as "timeZone", as_of as "asOf", since, started_by as "startedBy",
  started_at as "startedAt", step, last_member_id as "lastMemberId", finished_at as "finishedAt"`;

export class NightStore {
  constructor(private readonly runner: SqlRunner) {}

  /** One at a time opens runs, so that days follow one another. */
  async lockOpening(): Promise<void> {
    await rows(this.runner, `select pg_advisory_xact_lock(hashtext('rewards.night_run'))`);
  }

  private async one(where: string, values: readonly unknown[]): Promise<NightRun | null> {
    const [found] = await rows<NightRun>(this.runner, `select ${COLUMNS} from night_run ${where}`, values);
    return found ?? null;
  }

  /** The run that does what was due by a day: its own, or the first later one. */
  covering(day: Day): Promise<NightRun | null> {
    return this.one('where day >= $1 order by day limit 1', [day]);
  }

  last(): Promise<NightRun | null> {
    return this.one('order by day desc limit 1', []);
  }

  withId(id: string): Promise<NightRun | null> {
    return this.one('where id = $1', [id]);
  }

  /** Runs that are not finished, up to a day, the oldest first. */
  unfinished(day: Day): Promise<NightRun[]> {
    return rows<NightRun>(
      this.runner,
      `select ${COLUMNS} from night_run where finished_at is null and day <= $1 order by day`,
      [day],
    );
  }

  page(before: Day | null, limit: number): Promise<NightRun[]> {
    return rows<NightRun>(
      this.runner,
      `select ${COLUMNS} from night_run where ($1::date is null or day < $1) order by day desc limit $2`,
      [before, limit],
    );
  }

  /** The steps of runs in their order. */
  stepsOf(runIds: readonly string[]): Promise<(StepTally & { readonly runId: string })[]> {
    return rows(
      this.runner,
      `select run_id as "runId", step, members, lots, points, finished_at as "finishedAt" from night_step
       where run_id = any($1::uuid[]) order by run_id, position`,
      [runIds],
    );
  }

  async open(run: NightRun): Promise<void> {
    await rows(
      this.runner,
      `with opened as (
         insert into night_run (id, day, time_zone, as_of, since, started_by, started_at, step)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id)
       insert into night_step (run_id, step, position)
       select opened.id, each.step, each.position from opened,
         unnest($9::text[]) with ordinality as each (step, position)`,
      [
        run.id,
        run.day,
        run.timeZone,
        run.asOf,
        run.since,
        run.startedBy,
        run.startedAt,
        run.step,
        [...nightSteps],
      ],
    );
  }

  /** The place where a run stands, held for the rest of the transaction: of two processes one goes on at a time. */
  locked(id: string): Promise<NightRun | null> {
    return this.one('where id = $1 for update', [id]);
  }

  async add(runId: string, tallies: readonly (readonly [NightStep, Tally])[]): Promise<void> {
    await rows(
      this.runner,
      `update night_step set members = night_step.members + done.members, lots = night_step.lots + done.lots,
         points = night_step.points + done.points
       from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) as done (step, members, lots, points)
       where night_step.run_id = $1 and night_step.step = done.step`,
      [
        runId,
        tallies.map(([step]) => step),
        tallies.map(([, { members }]) => members),
        tallies.map(([, { lots }]) => lots),
        tallies.map(([, { points }]) => points),
      ],
    );
  }

  async moveTo(runId: string, lastMemberId: string): Promise<void> {
    await rows(this.runner, 'update night_run set last_member_id = $2 where id = $1', [runId, lastMemberId]);
  }

  /** Ends a step, and with the last one the run. */
  async endStep(
    run: { readonly id: string; readonly step: NightStep },
    next: NightStep | null,
    now: Date,
  ): Promise<void> {
    await rows(
      this.runner,
      `with ended as (update night_step set finished_at = $4 where run_id = $1 and step = $2)
       update night_run set step = $3, last_member_id = null,
         finished_at = case when $3::text is null then $4::timestamptz end
       where id = $1`,
      [run.id, run.step, next, now],
    );
  }
}

/** Reads of settlement periods and what they come to: running for the open one, frozen for the closed ones. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type SettlementPeriodId } from '../../../shared/values/ids.js';
import { clearedIn } from '../clearing/clearing.query.js';
import { FrozenFiguresStore } from './frozen-figures.store.js';
import { SettlementStore } from './settlement.store.js';
import { figuresOf, type PeriodFigures, type SettlementPeriod } from './settlement-period.js';

const FIGURES = Symbol('figures of settlement periods');

export async function periodById(database: DataSource, id: string): Promise<SettlementPeriod | null> {
  return isId(id) ? new SettlementStore(database).withId(id as SettlementPeriodId) : null;
}

export async function openPeriod(database: DataSource): Promise<SettlementPeriod> {
  const open = await new SettlementStore(database).open();
  if (open === null) throw new Error('no settlement period is open: one always is');
  return open;
}

export function periodsPage(
  database: DataSource,
  before: number | null,
  limit: number,
): Promise<SettlementPeriod[]> {
  return new SettlementStore(database).page(before, limit);
}

/** Gives what a period comes to; periods asked for together are read together. */
export function figuresOfPeriod(
  database: DataSource,
  context: RequestContext,
  period: Pick<SettlementPeriod, 'id' | 'state'>,
): Promise<PeriodFigures> {
  const loader = context.perRequest(
    FIGURES,
    () =>
      new DataLoader<typeof period, PeriodFigures, string>((periods) => figuresOfAll(database, periods), {
        cacheKeyFn: ({ id }) => id,
      }),
  );
  return loader.load(period);
}

async function figuresOfAll(
  database: DataSource,
  periods: readonly Pick<SettlementPeriod, 'id' | 'state'>[],
): Promise<PeriodFigures[]> {
  const closed = periods.filter(({ state }) => state === 'CLOSED').map(({ id }) => id);
  const frozen = closed.length === 0 ? [] : await new FrozenFiguresStore(database).ofPeriods(closed);
  const byId = new Map(closed.map((id, index) => [id, frozen[index]]));
  return Promise.all(periods.map(async ({ id }) => byId.get(id) ?? figuresOf(await clearedIn(database, id))));
}

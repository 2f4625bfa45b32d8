/**
 * Closes a settlement period: cut, net, freeze, open the next, tell; all of it or nothing.
 *
 * The period is locked first. Entries on their way wait for the next period, and a second close finds the first one
 * done.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { isId, type SettlementPeriodId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { clearedIn } from '../clearing/clearing.query.js';
import { SettlementStore } from './settlement.store.js';
import {
  cut,
  type FrozenFigures,
  type SettlementPeriod,
  type SettlementPeriodAlreadyClosed,
  type SettlementPeriodEmpty,
  type SettlementPeriodNotFound,
  stillOpen,
} from './settlement-period.js';

type Refusal = SettlementPeriodNotFound | SettlementPeriodAlreadyClosed | SettlementPeriodEmpty;

export type CloseSettlementPeriodRefusal = Refusal | KeyReused;

/** Closes follow one another: one key keeps their order for whoever listens. */
const EVENT_KEY = 'settlement-period';

export async function closeSettlementPeriod(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly periodId: string },
): Promise<Result<Replayable<{ periodId: SettlementPeriodId }>, CloseSettlementPeriodRefusal>> {
  const { caller, key, periodId } = request;
  const command = { caller, key, command: 'closeSettlementPeriod', input: { periodId } };
  return once<{ periodId: SettlementPeriodId }, Refusal>(database, command, async (transaction) => {
    const periods = new SettlementStore(transaction);
    const period = isId(periodId) ? await periods.locked(periodId as SettlementPeriodId) : null;
    if (period === null) return refused({ kind: 'SettlementPeriodNotFound', periodId });
    const open = stillOpen(period);
    if (!open.ok) return open;
    const figures = cut(period, await clearedIn(transaction, period.id));
    if (!figures.ok) return figures;
    const closedAt = clock.now();
    await periods.close(period, figures.value, closedAt);
    await periods.openNext({ id: newId(), number: period.number + 1, openedAt: closedAt });
    await tellClosed(transaction, { period, closedAt, figures: figures.value });
    return ok({ periodId: period.id });
  });
}

async function tellClosed(
  transaction: Transaction,
  close: { readonly period: SettlementPeriod; readonly closedAt: Date; readonly figures: FrozenFigures },
): Promise<void> {
  const { period, closedAt, figures } = close;
  const positions = figures.positions.map(({ party, currency, netMinor }) => ({
    partnerId: party,
    currency,
    netMinor,
  }));
  await tell(transaction, [
    {
      id: newId(),
      type: 'partners.settlement-period-closed.1',
      key: EVENT_KEY,
      occurredAt: closedAt,
      data: { periodId: period.id, number: period.number, closedAt, watermark: figures.watermark, positions },
    },
  ]);
}

/**
 * What each step of the night does for some members whose wallets are locked.
 *
 * A step finds its members anew after the lock and acts on what it finds then, so one that is done again does nothing.
 */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { LotId, MemberId } from '../../../shared/values/ids.js';
import { convertStamps } from '../item-rewards/convert-stamps.command.js';
import { cancelOverdue } from '../lot-events/cancel-lots.command.js';
import { expireDue } from '../lot-events/expire-lots.command.js';
import { activatedEvents, type Tally, tallyOf } from '../lot-events/lapsing.js';
import { resetBalances } from '../lot-events/move-expiries.command.js';
import { postEntries } from '../lot-events/post-entries.command.js';
import type { ExpiryPolicy } from '../wallet-kinds/expiry.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { kindsInForce } from '../wallet-kinds/wallet-kinds.query.js';
import { type ActivatedLot, activatedLots, DueMembersStore, type Place } from './due-members.store.js';
import type { NightRun, NightStep } from './night-run.js';

/** What was done, by the step whose doing it is. */
export type Tallies = readonly (readonly [NightStep, Tally])[];

interface StepWork {
  due(transaction: Transaction, run: NightRun, place: Place & { readonly now: Date }): Promise<MemberId[]>;
  work(
    transaction: Transaction,
    run: NightRun,
    chunk: { readonly memberIds: readonly MemberId[]; readonly now: Date },
  ): Promise<Tallies>;
}

type Chunk = Parameters<StepWork['work']>[2];

const causeOf = ({ id, asOf }: NightRun, { now }: Chunk) => ({ causeId: id, asOf, now });

async function activate(transaction: Transaction, run: NightRun, chunk: Chunk): Promise<Tallies> {
  const lots = await activatedLots<ActivatedLot & { readonly id: LotId }>(transaction, chunk.memberIds, run);
  await postEntries(transaction, [], activatedEvents(lots, { at: run.asOf, newId }));
  await makeItems(transaction, lots, chunk.now);
  return [['ACTIVATE', tallyOf(lots)]];
}

/** Stamps that became usable may complete a card. */
async function makeItems(transaction: Transaction, lots: readonly ActivatedLot[], now: Date): Promise<void> {
  const { inForce } = await kindsInForce(transaction);
  const kinds = inForce.filter(({ itemReward }) => itemReward !== null);
  const units = new Set(kinds.map(({ unit }) => unit));
  const memberIds = new Set(lots.filter(({ unit }) => units.has(unit)).map(({ memberId }) => memberId));
  for (const memberId of memberIds) await convertStamps(transaction, memberId, { kinds, now });
}

async function cancel(transaction: Transaction, run: NightRun, chunk: Chunk): Promise<Tallies> {
  return [['CANCEL', await cancelOverdue(transaction, chunk.memberIds, causeOf(run, chunk))]];
}

async function expire(transaction: Transaction, run: NightRun, chunk: Chunk): Promise<Tallies> {
  return [['EXPIRE', await expireDue(transaction, chunk.memberIds, causeOf(run, chunk))]];
}

type Reset = Extract<ExpiryPolicy, { by: 'BALANCE_RESET' }>;

async function kindsThatReset(transaction: Transaction): Promise<(WalletKind & { expiry: Reset })[]> {
  const { inForce } = await kindsInForce(transaction);
  return inForce.filter(
    (kind): kind is WalletKind & { expiry: Reset } => kind.expiry?.by === 'BALANCE_RESET',
  );
}

async function reset(transaction: Transaction, run: NightRun, { memberIds, now }: Chunk): Promise<Tallies> {
  const members = new Map(memberIds.map((id) => [id, []]));
  for (const kind of await kindsThatReset(transaction)) {
    await resetBalances(transaction, kind.expiry, members, { kind, timeZone: run.timeZone, now });
  }
  return [['RESET_BALANCES', { members: memberIds.length, lots: 0, points: 0n }]];
}

export const nightWork: Readonly<Record<NightStep, StepWork>> = {
  ACTIVATE: {
    due: (transaction, run, place) => new DueMembersStore(transaction).activated(run, place),
    work: activate,
  },
  CANCEL: {
    due: (transaction, run, place) => new DueMembersStore(transaction).overdue(run, place),
    work: cancel,
  },
  RESET_BALANCES: {
    async due(transaction, _run, place) {
      const kinds = await kindsThatReset(transaction);
      return kinds.length === 0 ? [] : new DueMembersStore(transaction).unaligned(kinds, place.now, place);
    },
    work: reset,
  },
  EXPIRE: {
    due: (transaction, run, place) => new DueMembersStore(transaction).expired(run, place),
    work: expire,
  },
  RECHECK: {
    due: (transaction, run, place) => new DueMembersStore(transaction).left(run, place),
    async work(transaction, run, chunk) {
      const cancelled = await cancel(transaction, run, chunk);
      const expired = await expire(transaction, run, chunk);
      return [
        ...cancelled,
        ...expired,
        ['RECHECK', { members: chunk.memberIds.length, lots: 0, points: 0n }],
      ];
    },
  },
};

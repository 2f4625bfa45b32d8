/** Holds points for a redemption. Holds of the member whose time is over are let go first, under the same lock. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { HoldId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsInForce } from '../programme/terms.query.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { namesOf } from '../reference/standing.js';
import { findStanding } from '../reference/standing.query.js';
import { type Hold, holdChanged, setAside } from './hold.js';
import { HoldStore, holdParts } from './hold.store.js';
import {
  decideHold,
  type Holding,
  type HoldRefusal,
  type HoldRequest,
  type ReceiptFacts,
} from './holding.js';
import { releaseLapsedOf } from './release-lapsed-holds.command.js';

export interface RedemptionDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

export type HoldPointsRefusal = HoldRefusal | KeyReused;

export async function holdPoints(
  { database, clock, arrivals }: RedemptionDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: HoldRequest },
): Promise<Result<Replayable<{ holdId: HoldId }>, HoldPointsRefusal>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'holdPoints', input: wish };
  return arrivals.orArrived<Replayable<{ holdId: HoldId }>, HoldPointsRefusal>(() =>
    once(database, command, async (transaction) => {
      const now = clock.now();
      const search = { ...namesOf(wish.member), storeId: wish.storeId, at: now };
      const standing = await findStanding(transaction, search);
      const wallet = await walletWithoutLapsed(transaction, standing.memberId, now);
      const terms = await termsInForce(transaction);
      const { lots, debt } = wallet ?? { lots: [], debt: 0n };
      const receipt = await onReceipt(transaction, wish, now);
      const decided = decideHold(wish, { ...standing, ...receipt, lots, debt, terms, now });
      if (!decided.ok) return decided;
      const hold = openedHold(wish, decided.value, { terms, now });
      await write(transaction, hold, decided.value);
      return ok({ holdId: hold.id });
    }),
  );
}

async function walletWithoutLapsed(
  transaction: Transaction,
  memberId: MemberId | null,
  now: Date,
): Promise<LockedWallet | null> {
  if (memberId === null) return null;
  await releaseLapsedOf(transaction, memberId, now);
  return lockWallet(transaction, memberId);
}

async function onReceipt(
  transaction: Transaction,
  { storeId, receiptNumber }: HoldRequest,
  now: Date,
): Promise<ReceiptFacts> {
  if (receiptNumber === null) return { receiptLots: [], paidOnReceipt: 0n };
  return new HoldStore(transaction).onReceipt(storeId, receiptNumber, now);
}

function openedHold(
  { storeId, receiptNumber, points }: HoldRequest,
  { standing, expiresAt }: Holding,
  { terms, now }: { readonly terms: ProgrammeTerms; readonly now: Date },
): Hold {
  return {
    id: newId<HoldId>(),
    memberId: standing.memberId,
    partnerId: standing.store.partnerId,
    storeId,
    receiptNumber,
    points,
    capturedPoints: 0n,
    state: 'HELD',
    heldAt: now,
    expiresAt,
    changedAt: now,
    termsVersion: terms.version,
    agreementId: standing.agreement.id,
  };
}

async function write(transaction: Transaction, hold: Hold, { slices }: Holding): Promise<void> {
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...holdParts(bind, hold, slices),
    lotChangesPart(bind, setAside(slices)),
    outboxPart(bind, [holdChanged(hold, newId())]),
  ]);
}

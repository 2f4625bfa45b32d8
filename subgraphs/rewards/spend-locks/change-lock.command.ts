/**
 * Locks a member's spending and unlocks it.
 *
 * It takes the lock of the wallet: what was being held meanwhile is done before the answer, and whoever comes after it
 * finds the spending locked.
 */
import type { DataSource } from 'typeorm';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type CallerOf, callerId } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { writeNotice } from '../notices/write-notice.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import type { MemberNotEnrolled } from '../reference/standing.js';
import { decideLock, type LockedByOperator, type SpendLock, spendLockChanged } from './spend-lock.js';
import { spendLocks } from './spend-lock.query.js';

export interface LockRequest {
  readonly caller: CallerOf<'member' | 'operator'>;
  readonly key: string;
  readonly memberId: MemberId;
  readonly isLocked: boolean;
  readonly reason: string | null;
}

export type LockRefusal = MemberNotEnrolled | LockedByOperator | KeyReused;

export interface LockDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

export async function changeLock(
  { database, clock, arrivals }: LockDependencies,
  { caller, key, memberId, isLocked, reason }: LockRequest,
): Promise<Result<Replayable<{ memberId: MemberId }>, LockRefusal>> {
  const name = isLocked ? 'lockSpending' : 'unlockSpending';
  const command = { caller, key, command: name, input: { memberId, reason } };
  // Another member is no different from none.
  const isForeign = caller.kind === 'member' && caller.memberId !== memberId;
  const unknown = { kind: 'MemberNotEnrolled', memberId, cardNumber: null } as const;
  if (isForeign) return refused(unknown);
  return arrivals.orArrived<Replayable<{ memberId: MemberId }>, LockRefusal>(() =>
    once<{ memberId: MemberId }, MemberNotEnrolled | LockedByOperator>(
      database,
      command,
      async (transaction) => {
        if ((await lockWallet(transaction, memberId)) === null) return refused(unknown);
        const by = caller.kind === 'member' ? 'MEMBER' : 'OPERATOR';
        const [known = null] = await spendLocks(transaction, [memberId]);
        const decided = decideLock({ isLocked, by, reason }, known);
        if (!decided.ok) return decided;
        const lock: SpendLock = { memberId, isLocked, since: clock.now(), by, reason };
        if (decided.value) await write(transaction, lock, callerId(caller));
        return ok({ memberId });
      },
    ),
  );
}

async function write(transaction: Transaction, lock: SpendLock, subject: string): Promise<void> {
  const { memberId, isLocked, since, by, reason } = lock;
  await rows(
    transaction,
    `insert into spend_lock (member_id, is_locked, laid_at, laid_by, subject, reason)
     values ($1, $2, $3, $4, $5, $6)`,
    [memberId, isLocked, since, by, subject, reason],
  );
  await writeNotice(transaction, {
    kind: isLocked ? 'SPENDING_LOCKED' : 'SPENDING_UNLOCKED',
    memberId,
    points: null,
    partnerId: null,
    facts: { by, ...(reason === null ? {} : { reason }) },
    at: since,
  });
  await tell(transaction, [spendLockChanged(lock, newId())]);
}

/**
 * The lock on a member's spending: while it is laid nothing of hers is held, spent, given or donated. What was held
 * before may still be captured: the till has handed over the goods by then.
 *
 * A lock that an operator laid only an operator lifts: whoever stole the member's phone could lift hers.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';

export type LaidBy = 'MEMBER' | 'OPERATOR';

export interface SpendLock {
  readonly memberId: MemberId;
  readonly isLocked: boolean;
  readonly since: Date;
  readonly by: LaidBy;
  readonly reason: string | null;
}

export interface LockedByOperator {
  readonly kind: 'LockedByOperator';
  readonly since: Date;
}

export interface LockWish {
  readonly isLocked: boolean;
  readonly by: LaidBy;
  readonly reason: string | null;
}

/**
 * Decides whether a wish changes the lock; what stands already is no refusal, for haste must not end in one.
 *
 * @returns whether there is something to write
 */
export function decideLock(wish: LockWish, lock: SpendLock | null): Result<boolean, LockedByOperator> {
  const isOperators = lock?.isLocked === true && lock.by === 'OPERATOR';
  if (wish.isLocked) return ok(lock?.isLocked !== true || (wish.by === 'OPERATOR' && !isOperators));
  if (isOperators && wish.by === 'MEMBER') return refused({ kind: 'LockedByOperator', since: lock.since });
  return ok(lock?.isLocked === true);
}

export function spendLockChanged(
  lock: SpendLock,
  eventId: string,
): DomainEvent<'rewards.spend-lock-changed.1'> {
  const { memberId, isLocked, by, since } = lock;
  return {
    id: eventId,
    type: 'rewards.spend-lock-changed.1',
    key: memberId,
    occurredAt: since,
    data: { memberId, isLocked, by, changedAt: since },
  };
}

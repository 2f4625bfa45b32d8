/** The doors of the lock on spending: the member's own, or an operator's with a reason. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { checkedId, checkedText } from '../checked-input.type.js';
import { MemberType, memberType } from '../entities.type.js';
import { KeyReusedType, MemberNotEnrolledType, sharedProblem } from '../refusals.type.js';
import { seesWhole } from '../wallets/visibility.query.js';
import { changeLock, type LockDependencies } from './change-lock.command.js';
import { spendLockOf } from './spend-lock.query.js';
import {
  type ChangeLockInput,
  LockedByOperatorType,
  LockSpendingInput,
  SpendLockChangedType,
  SpendLockType,
  spendLockType,
  UnlockSpendingInput,
} from './spend-lock.type.js';

const LockSpendingResult = createUnionType({
  name: 'LockSpendingResult',
  description: 'The lock, or why there is none.',
  types: () => [SpendLockChangedType, MemberNotEnrolledType, KeyReusedType] as const,
});

const UnlockSpendingResult = createUnionType({
  name: 'UnlockSpendingResult',
  description: 'The lock as it stands, or why it stays.',
  types: () => [SpendLockChangedType, MemberNotEnrolledType, LockedByOperatorType, KeyReusedType] as const,
});

@Resolver(() => MemberType)
export class SpendLockResolver {
  constructor(private readonly dependencies: LockDependencies) {}

  @FieldResolver(() => SpendLockType, {
    nullable: true,
    description: 'Whether her points can be spent. For the member, operators and auditors; none for others.',
  })
  async spendLock(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<SpendLockType | null> {
    if (!seesWhole(context.caller, member.id)) return null;
    return spendLockType(await spendLockOf(this.dependencies.database, context, member.id));
  }

  @Mutation(() => LockSpendingResult, {
    description:
      'Locks spending at once: no hold, no spend, no gift, no donation; open holds may be captured. For members, operators.',
  })
  async lockSpending(
    @Arg('input', () => LockSpendingInput, { description: 'Whose spending.' }) input: LockSpendingInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof LockSpendingResult> {
    const answer = await this.change(input, context, true);
    // To lock is never refused because of a lock.
    return answer as typeof LockSpendingResult;
  }

  @Mutation(() => UnlockSpendingResult, {
    description:
      'Unlocks spending. What an operator locked only an operator unlocks. For members and operators.',
  })
  async unlockSpending(
    @Arg('input', () => UnlockSpendingInput, { description: 'Whose spending.' }) input: UnlockSpendingInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof UnlockSpendingResult> {
    return this.change(input, context, false);
  }

  private async change(input: ChangeLockInput, context: RequestContext, isLocked: boolean) {
    const caller = allow(context.caller, ['member', 'operator']);
    const memberId = whose(input, caller);
    const reason = reasonOf(input, caller);
    const { idempotencyKey: key } = input;
    const result = await changeLock(this.dependencies, { caller, key, memberId, isLocked, reason });
    if (result.ok) {
      const lock = await spendLockOf(this.dependencies.database, context, memberId);
      return Object.assign(new SpendLockChangedType(), {
        member: memberType(memberId),
        spendLock: spendLockType(lock),
        replayed: result.value.replayed,
      });
    }
    const { refusal } = result;
    if (refusal.kind !== 'LockedByOperator') return sharedProblem(refusal);
    const message = 'An operator locked this spending; ask the operator to unlock it.';
    return problem(LockedByOperatorType, { ...refusal, message });
  }
}

/** @throws DoorError BAD_USER_INPUT when an operator names nobody */
function whose({ memberId }: ChangeLockInput, caller: CallerOf<'member' | 'operator'>): MemberId {
  if (memberId !== undefined && memberId !== null) return checkedId<MemberId>('memberId', memberId);
  if (caller.kind === 'member') return caller.memberId;
  throw new DoorError('BAD_USER_INPUT', 'memberId must name the member whose spending it is');
}

/** @throws DoorError BAD_USER_INPUT when an operator gives no reason */
function reasonOf({ reason }: ChangeLockInput, caller: CallerOf<'member' | 'operator'>): string | null {
  if (reason !== undefined && reason !== null) return checkedText('reason', reason);
  if (caller.kind === 'member') return null;
  throw new DoorError('BAD_USER_INPUT', 'reason must say why an operator does this');
}

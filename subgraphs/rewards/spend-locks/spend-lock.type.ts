/** The lock on a member's spending as the graph takes and shows it. */
import 'reflect-metadata';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType } from '../entities.type.js';
import { Problem } from '../problem.js';
import { SafetyActor } from '../step-ups/step-up.type.js';
import type { LaidBy, SpendLock } from './spend-lock.js';

@ObjectType('SpendLock', { description: "Whether a member's points can be spent at all." })
export class SpendLockType {
  @Field(() => Boolean, { description: 'Whether spending is locked.' })
  isLocked!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when; none when it never was locked.' })
  since!: Date | null;

  @Field(() => SafetyActor, {
    nullable: true,
    description: 'Who locked or unlocked it last; none when it never was locked.',
  })
  by!: LaidBy | null;

  @Field(() => String, { nullable: true, description: 'Why; none where no reason was given.' })
  reason!: string | null;
}

export function spendLockType(lock: SpendLock | null): SpendLockType {
  const { isLocked = false, since = null, by = null, reason = null } = lock ?? {};
  return Object.assign(new SpendLockType(), { isLocked, since, by, reason });
}

@InputType({ description: 'Whose spending.' })
export class ChangeLockInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'The member; a member who leaves it out means herself.' })
  memberId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why. An operator has to say it.' })
  reason?: string | null;
}

@InputType({ description: 'Whose spending to lock.' })
export class LockSpendingInput extends ChangeLockInput {}

@InputType({ description: 'Whose spending to unlock.' })
export class UnlockSpendingInput extends ChangeLockInput {}

@ObjectType('SpendLockChanged', { description: 'The lock is as it was asked for.' })
export class SpendLockChangedType extends ActDone {
  @Field(() => MemberType, { description: 'The member.' })
  member!: MemberType;

  @Field(() => SpendLockType, { description: 'The lock as it stands now.' })
  spendLock!: SpendLockType;
}

@ObjectType('LockedByOperator', {
  implements: Problem,
  description: 'An operator locked the spending, and only an operator unlocks it.',
})
export class LockedByOperatorType extends Problem {
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  since!: Date;
}

/** The refusals of safe spending as the graph tells them, the same at every door through which points go. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { Problem } from '../problem.js';
import type { StepUpCause } from '../step-ups/step-up.js';
import { StepUpCauseEnum } from '../step-ups/step-up.type.js';
import type { OwnSpendRefusal, SpendingLocked, StepUpDenied, StepUpRequired } from './spend-safety.js';
import type { VelocityExceeded, VelocityLimit } from './velocity.js';

export enum VelocityLimitEnum {
  POINTS_PER_REDEMPTION = 'POINTS_PER_REDEMPTION',
  POINTS_PER_HOUR = 'POINTS_PER_HOUR',
  POINTS_PER_DAY = 'POINTS_PER_DAY',
  REDEMPTIONS_PER_DAY = 'REDEMPTIONS_PER_DAY',
  PARTNERS_PER_DAY = 'PARTNERS_PER_DAY',
}
registerEnumType(VelocityLimitEnum, {
  name: 'VelocityLimit',
  description: "A limit of how fast a member's points may go. Hours and days roll.",
  valuesConfig: {
    POINTS_PER_REDEMPTION: { description: 'Points in one redemption.' },
    POINTS_PER_HOUR: { description: 'Points in the last hour, held ones included.' },
    POINTS_PER_DAY: { description: 'Points in the last 24 hours, held ones included.' },
    REDEMPTIONS_PER_DAY: { description: 'Redemptions in the last 24 hours, held ones included.' },
    PARTNERS_PER_DAY: { description: 'Different partners in the last 24 hours.' },
  },
});

@ObjectType('SpendingLocked', {
  implements: Problem,
  description: "The member's spending is locked: nothing of hers is held, spent, given or donated.",
})
export class SpendingLockedType extends Problem {
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  since!: Date;
}

@ObjectType('VelocityExceeded', {
  implements: Problem,
  description: 'So many points, redemptions or partners in so short a time are not let through.',
})
export class VelocityExceededType extends Problem {
  @Field(() => VelocityLimitEnum, { description: 'The limit.' })
  limit!: VelocityLimit;

  @Field(() => PointsScalar, {
    description: 'The most that it allows: points, or a count of redemptions or partners.',
  })
  most!: bigint;

  @Field(() => PointsScalar, { description: 'How much of it is used.' })
  used!: bigint;

  @Field(() => PointsScalar, { description: 'How much more was asked.' })
  asked!: bigint;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'After when the same may go through; none when it never will.',
  })
  retryAfter!: Date | null;
}

@ObjectType('StepUpRequired', {
  implements: Problem,
  description: 'The member was asked whether this is hers. Send the same request again once she confirmed.',
})
export class StepUpRequiredType extends Problem {
  @Field(() => ID, { description: 'The question; the member finds it in `stepUps`.' })
  challengeId!: string;

  @Field(() => DateTimeScalar, {
    description: 'Until when it can be answered and the redemption go through.',
  })
  expiresAt!: Date;

  @Field(() => StepUpCauseEnum, { description: 'Why she is asked.' })
  because!: StepUpCause;
}

@ObjectType('StepUpDenied', {
  implements: Problem,
  description: 'The member said that this is not hers. The same request stays refused.',
})
export class StepUpDeniedType extends Problem {
  @Field(() => ID, { description: 'The question that she answered.' })
  challengeId!: string;
}

/** For the union of every mutation by which points go. */
export const spendProblems = [
  SpendingLockedType,
  VelocityExceededType,
  StepUpRequiredType,
  StepUpDeniedType,
] as const;

type ToldRefusal = SpendingLocked | VelocityExceeded | StepUpDenied | StepUpRequired;
const KINDS: Readonly<Record<ToldRefusal['kind'], true>> = {
  SpendingLocked: true,
  VelocityExceeded: true,
  StepUpRequired: true,
  StepUpDenied: true,
};

/** Narrows to the refusals that `spendProblem` tells, so that each door's own switch holds its own alone. */
export function isSpendRefusal<Refusal extends { readonly kind: string }>(
  refusal: Refusal,
): refusal is Extract<Refusal, { readonly kind: ToldRefusal['kind'] }> {
  return Object.hasOwn(KINDS, refusal.kind);
}

export function spendProblem(refusal: ToldRefusal) {
  switch (refusal.kind) {
    case 'SpendingLocked': {
      const message = "The member's spending is locked; only she or an operator unlocks it.";
      return problem(SpendingLockedType, { ...refusal, message }, { retryable: true });
    }
    case 'VelocityExceeded': {
      const { limit, most, used, asked, retryAfter } = refusal;
      const message = `${limit} is at most ${most}: ${used} are used, ${asked} were asked.`;
      return problem(VelocityExceededType, { ...refusal, message }, { retryable: retryAfter !== null });
    }
    case 'StepUpRequired': {
      const message = 'The member was asked; send the same request again once she confirmed.';
      return problem(StepUpRequiredType, { ...refusal, message }, { retryable: true });
    }
    case 'StepUpDenied':
      return problem(StepUpDeniedType, { ...refusal, message: 'The member said that this is not hers.' });
  }
}

/** Tells what keeps a member from giving points away herself. */
export function ownSpendProblem(refusal: OwnSpendRefusal): SpendingLockedType | VelocityExceededType {
  return spendProblem(refusal) as SpendingLockedType | VelocityExceededType;
}

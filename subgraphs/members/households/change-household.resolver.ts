/** The doors of what changes in a household: how much a member may draw, and who leaves. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { KeyReusedType, keyReused, LimitNotValidType, limitNotValid } from '../refusals.type.js';
import { HouseholdType, householdType } from './household.type.js';
import {
  HouseholdMemberNotFoundType,
  HouseholdNotFoundType,
  householdProblem,
  NotHouseholdOwnerType,
} from './household-problems.type.js';
import { visibleHousehold } from './households.query.js';
import { type LeaveHouseholdRefusal, leaveHousehold } from './leave-household.command.js';
import {
  type SetHouseholdDrawLimitRefusal,
  setHouseholdDrawLimit,
} from './set-household-draw-limit.command.js';

@InputType({ description: 'What a member may draw from the points of the others.' })
class SetHouseholdDrawLimitInput extends ActInput {
  @Field(() => ID, { description: 'The household.' })
  householdId!: string;

  @Field(() => ID, { description: 'The member who draws.' })
  memberId!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'The most in a calendar month; null or left out for no limit, "0" for nothing.',
  })
  monthlyDrawLimit?: bigint | null;
}

@ObjectType({ description: 'The limit holds from the next draw on.' })
class HouseholdDrawLimitSet extends ActDone {
  @Field(() => HouseholdType, {
    nullable: true,
    description: 'The household as it is now; null in a repeated answer when it is no longer yours to see.',
  })
  household!: HouseholdType | null;
}

const SetHouseholdDrawLimitResult = createUnionType({
  name: 'SetHouseholdDrawLimitResult',
  description: 'The household with the new limit, or why it did not change.',
  types: () =>
    [
      HouseholdDrawLimitSet,
      LimitNotValidType,
      HouseholdNotFoundType,
      NotHouseholdOwnerType,
      HouseholdMemberNotFoundType,
      KeyReusedType,
    ] as const,
});

@InputType({ description: 'Who leaves which household.' })
class LeaveHouseholdInput extends ActInput {
  @Field(() => ID, { description: 'The household.' })
  householdId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The member who leaves; the owner and operators may name another, a member may leave it out.',
  })
  memberId?: string | null;
}

@ObjectType({ description: 'The member is out of the household; what they earned stays theirs.' })
class HouseholdLeft extends ActDone {
  @Field(() => ID, { description: 'The household that was left.' })
  householdId!: string;

  @Field(() => Boolean, { description: 'Whether the last one left, which closed the household.' })
  isClosed!: boolean;
}

const LeaveHouseholdResult = createUnionType({
  name: 'LeaveHouseholdResult',
  description: 'That the member is out, or why not.',
  types: () =>
    [
      HouseholdLeft,
      HouseholdNotFoundType,
      NotHouseholdOwnerType,
      HouseholdMemberNotFoundType,
      KeyReusedType,
    ] as const,
});

function limitProblem(refusal: SetHouseholdDrawLimitRefusal): typeof SetHouseholdDrawLimitResult {
  return refusal.kind === 'LimitNotValid' ? limitNotValid(refusal) : leaveProblem(refusal);
}

function leaveProblem(refusal: LeaveHouseholdRefusal) {
  switch (refusal.kind) {
    case 'HouseholdNotFound':
      return householdProblem<'HouseholdNotFound'>(refusal);
    case 'NotHouseholdOwner':
      return householdProblem<'NotHouseholdOwner'>(refusal);
    case 'HouseholdMemberNotFound':
      return householdProblem<'HouseholdMemberNotFound'>(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class ChangeHouseholdResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => SetHouseholdDrawLimitResult, {
    description:
      'Sets how much a member may draw in a month. For the owner of the household and for operators.',
  })
  async setHouseholdDrawLimit(
    @Arg('input', () => SetHouseholdDrawLimitInput, { description: 'Whose limit, and how much.' })
    input: SetHouseholdDrawLimitInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetHouseholdDrawLimitResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const { idempotencyKey: key, householdId, memberId, monthlyDrawLimit = null } = input;
    const facts = { caller, key, householdId, memberId, monthlyDrawLimit };
    const result = await setHouseholdDrawLimit(this.dependencies, facts);
    if (!result.ok) return limitProblem(result.refusal);
    const household = await visibleHousehold(this.dependencies.database, context, householdId);
    return Object.assign(new HouseholdDrawLimitSet(), {
      household: household === null ? null : householdType(household),
      replayed: result.value.replayed,
    });
  }

  @Mutation(() => LeaveHouseholdResult, {
    description:
      'Takes a member out of a household. For the member herself, the owner of the household and operators.',
  })
  async leaveHousehold(
    @Arg('input', () => LeaveHouseholdInput, { description: 'Who leaves what.' }) input: LeaveHouseholdInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof LeaveHouseholdResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const { idempotencyKey: key, householdId } = input;
    const memberId = input.memberId ?? (caller.kind === 'member' ? caller.memberId : '');
    if (!isId(memberId)) return leaveProblem({ kind: 'HouseholdMemberNotFound', memberId });
    const result = await leaveHousehold(this.dependencies, { caller, key, householdId, memberId });
    return result.ok ? Object.assign(new HouseholdLeft(), result.value) : leaveProblem(result.refusal);
  }
}

/** The door of opening a household. */
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
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { plainText } from '../checked-input.type.js';
import {
  KeyReusedType,
  keyReused,
  MemberIsOrganisationType,
  MemberMergedType,
  MemberNotFoundType,
  memberIsOrganisation,
  memberMerged,
  memberNotFound,
} from '../refusals.type.js';
import { HouseholdType, householdType } from './household.type.js';
import { AlreadyInHouseholdType, householdProblem } from './household-problems.type.js';
import { visibleHousehold } from './households.query.js';
import { type OpenHouseholdRefusal, openHousehold } from './open-household.command.js';

const NAME_LENGTH_MAX = 60;

@InputType({ description: 'A household to open.' })
class OpenHouseholdInput extends ActInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The member who will own it; operators name one, a member may leave it out.',
  })
  memberId?: string | null;

  @Field(() => String, { description: 'A name for its members to know it by.' })
  name!: string;
}

@ObjectType({ description: 'The household is open, with its owner in it.' })
class HouseholdOpened extends ActDone {
  @Field(() => HouseholdType, {
    nullable: true,
    description: 'The new household; null in a repeated answer when it is no longer yours to see.',
  })
  household!: HouseholdType | null;
}

const OpenHouseholdResult = createUnionType({
  name: 'OpenHouseholdResult',
  description: 'The new household, or why there is none.',
  types: () =>
    [
      HouseholdOpened,
      MemberNotFoundType,
      MemberMergedType,
      MemberIsOrganisationType,
      AlreadyInHouseholdType,
      KeyReusedType,
    ] as const,
});

function openProblem(refusal: OpenHouseholdRefusal): typeof OpenHouseholdResult {
  switch (refusal.kind) {
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'MemberIsOrganisation':
      return memberIsOrganisation(refusal);
    case 'AlreadyInHousehold':
      return householdProblem<'AlreadyInHousehold'>(refusal);
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class OpenHouseholdResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => OpenHouseholdResult, {
    description: 'Opens a household in which members pool points. For a member herself and for operators.',
  })
  async openHousehold(
    @Arg('input', () => OpenHouseholdInput, { description: 'Whose it is and its name.' })
    input: OpenHouseholdInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof OpenHouseholdResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const name = plainText('name', input.name, NAME_LENGTH_MAX);
    const own = caller.kind === 'member' ? caller.memberId : undefined;
    const memberId = input.memberId ?? own ?? '';
    if (!isId(memberId) || (own !== undefined && own !== memberId)) {
      return memberNotFound({ kind: 'MemberNotFound', memberId });
    }
    const result = await openHousehold(this.dependencies, {
      caller,
      key: input.idempotencyKey,
      memberId,
      name,
    });
    if (!result.ok) return openProblem(result.refusal);
    const { householdId, replayed } = result.value;
    const household = await visibleHousehold(this.dependencies.database, context, householdId);
    return Object.assign(new HouseholdOpened(), {
      household: household === null ? null : householdType(household),
      replayed,
    });
  }
}

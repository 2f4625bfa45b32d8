/** The doors of causes: everyone may read them and their running totals, an operator opens and closes them. */
import 'reflect-metadata';
import {
  Arg,
  Args,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { CauseId, PartnerId } from '../../../shared/values/ids.js';
import { checkedId, checkedPoints, checkedText } from '../checked-input.type.js';
import {
  AgreementNotInForceType,
  KeyReusedType,
  PartnerNotActiveType,
  PartnerNotFoundType,
  PointsNotPositiveType,
  sharedProblem,
} from '../refusals.type.js';
import { type CauseRecord, causeById, causeKey, causesPage } from './cause.query.js';
import {
  CauseClosedType,
  CauseConnection,
  CauseNotFoundType,
  CauseType,
  causeProblem,
  causeType,
} from './cause.type.js';
import { type CauseDependencies, closeCause, openCause } from './open-cause.command.js';

@InputType({ description: 'A cause to open.' })
class OpenCauseInput extends ActInput {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  description!: string;

  @Field(() => ID, { description: 'The partner that receives the money, by its agreement.' })
  partnerId!: string;

  @Field(() => PointsScalar, { nullable: true, description: 'How many points it hopes for.' })
  goalPoints?: bigint | null;
}

@InputType({ description: 'A cause to close.' })
class CloseCauseInput extends ActInput {
  @Field(() => ID, { description: 'The cause.' })
  causeId!: string;
}

@ObjectType('CauseOpened', { description: 'The cause takes donations.' })
class CauseOpenedType extends ActDone {
  @Field(() => CauseType, { description: 'The cause.' })
  cause!: CauseType;
}

@ObjectType('CauseEnded', { description: 'The cause takes no more donations and keeps its total.' })
class CauseEndedType extends ActDone {
  @Field(() => CauseType, { description: 'The cause.' })
  cause!: CauseType;
}

const OpenCauseResult = createUnionType({
  name: 'OpenCauseResult',
  description: 'The cause, or the first reason why there is none.',
  types: () =>
    [
      CauseOpenedType,
      PointsNotPositiveType,
      PartnerNotFoundType,
      PartnerNotActiveType,
      AgreementNotInForceType,
      KeyReusedType,
    ] as const,
});

const CloseCauseResult = createUnionType({
  name: 'CloseCauseResult',
  description: 'The closed cause, or the first reason why it is not.',
  types: () => [CauseEndedType, CauseNotFoundType, CauseClosedType, KeyReusedType] as const,
});

@Resolver()
export class CauseResolver {
  constructor(private readonly dependencies: CauseDependencies) {}

  @Query(() => CauseType, { nullable: true, description: 'A cause with its running total. For everyone.' })
  async cause(
    @Arg('id', () => ID, { description: 'The id of the cause.' }) id: string,
  ): Promise<CauseType | null> {
    const found = await causeById(this.dependencies.database, id);
    return found === null ? null : causeType(found);
  }

  @Query(() => CauseConnection, {
    description: 'The causes with their running totals, newest first. For everyone.',
  })
  async causes(
    @Arg('isOpen', () => Boolean, { defaultValue: false, description: 'Whether to give open ones alone.' })
    isOpen: boolean,
    @Args() page: PageArguments,
  ) {
    const asked = pageOf(page, causeKey);
    const found = await causesPage(this.dependencies.database, { ...asked, isOpen });
    return toConnection(found, asked.first, { keyOf: (cause) => [cause.id], nodeOf: causeType });
  }

  @Mutation(() => OpenCauseResult, {
    description: 'Opens a cause that members can give points to. For operators.',
  })
  async openCause(
    @Arg('input', () => OpenCauseInput, { description: 'The cause.' }) input: OpenCauseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof OpenCauseResult> {
    const caller = allow(context.caller, ['operator']);
    const { goalPoints } = input;
    const wish = {
      name: checkedText('name', input.name),
      description: checkedText('description', input.description),
      partnerId: checkedId<PartnerId>('partnerId', input.partnerId),
      goalPoints:
        goalPoints === undefined || goalPoints === null ? null : checkedPoints('goalPoints', goalPoints),
    };
    const result = await openCause(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return sharedProblem(result.refusal);
    const { causeId, replayed } = result.value;
    return Object.assign(new CauseOpenedType(), { cause: await this.read(causeId), replayed });
  }

  @Mutation(() => CloseCauseResult, { description: 'Closes a cause; its total stays. For operators.' })
  async closeCause(
    @Arg('input', () => CloseCauseInput, { description: 'What to close.' }) input: CloseCauseInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CloseCauseResult> {
    const caller = allow(context.caller, ['operator']);
    const wish = { causeId: checkedId<CauseId>('causeId', input.causeId) };
    const result = await closeCause(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : causeProblem(refusal);
    }
    const { causeId, replayed } = result.value;
    return Object.assign(new CauseEndedType(), { cause: await this.read(causeId), replayed });
  }

  private async read(causeId: CauseId): Promise<CauseType> {
    return causeType((await causeById(this.dependencies.database, causeId)) as CauseRecord);
  }
}

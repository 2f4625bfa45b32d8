/** The doors of the terms of adjustments: operators and auditors read them, an operator puts new ones in force. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, SettingNotValidType, sharedProblem } from '../refusals.type.js';
import { adjustmentTerms } from './adjustment.query.js';
import { configureAdjustments } from './configure-adjustments.command.js';

const ABOVE =
  'The most that one member may get and lose of one unit in a calendar day without another operator; zero for nothing.';

@ObjectType('AdjustmentTerms', { description: 'When an adjustment needs another operator.' })
class AdjustmentTermsType {
  @Field(() => Int, { description: 'The version.' })
  version!: number;

  @Field(() => PointsScalar, { description: ABOVE })
  secondApprovalAbovePoints!: bigint;

  @Field(() => DateTimeScalar, { description: 'When this version came into force.' })
  configuredAt!: Date;
}

@InputType({ description: 'Terms of adjustments to put in force.' })
class ConfigureAdjustmentsInput extends ActInput {
  @Field(() => PointsScalar, { description: ABOVE })
  secondApprovalAbovePoints!: bigint;
}

@ObjectType('AdjustmentsConfigured', { description: 'The new terms of adjustments are in force.' })
class AdjustmentsConfiguredType extends ActDone {
  @Field(() => AdjustmentTermsType, { description: 'The new terms.' })
  adjustmentTerms!: AdjustmentTermsType;
}

const ConfigureAdjustmentsResult = createUnionType({
  name: 'ConfigureAdjustmentsResult',
  description: 'The new terms of adjustments, or why there are none.',
  types: () => [AdjustmentsConfiguredType, SettingNotValidType, KeyReusedType] as const,
});

@Resolver()
export class AdjustmentTermsResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => AdjustmentTermsType, {
    description: 'The terms of adjustments in force. For operators and auditors.',
  })
  async adjustmentTerms(@Ctx() context: RequestContext): Promise<AdjustmentTermsType> {
    allow(context.caller, ['operator', 'auditor']);
    return adjustmentTerms(this.dependencies.database, null);
  }

  @Mutation(() => ConfigureAdjustmentsResult, {
    description: 'Puts new terms of adjustments in force, for later ones. For operators.',
  })
  async configureAdjustments(
    @Arg('input', () => ConfigureAdjustmentsInput, { description: 'The new terms.' })
    input: ConfigureAdjustmentsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureAdjustmentsResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, secondApprovalAbovePoints } = input;
    const result = await configureAdjustments(this.dependencies, {
      caller,
      key,
      wish: { secondApprovalAbovePoints },
    });
    if (!result.ok) return sharedProblem(result.refusal);
    const { version, replayed } = result.value;
    const terms = await adjustmentTerms(this.dependencies.database, version);
    return Object.assign(new AdjustmentsConfiguredType(), { adjustmentTerms: terms, replayed });
  }
}

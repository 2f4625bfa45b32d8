/** The doors of bonuses: anyone may read them, an operator configures them. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import {
  BonusConfiguredType,
  BonusNotValidType,
  BonusType,
  bonusChangesFrom,
  bonusType,
  ConfigureBonusInput,
} from './bonus.type.js';
import { bonusesNow, bonusOfVersion } from './bonuses.query.js';
import { configureBonus } from './configure-bonus.command.js';

const ConfigureBonusResult = createUnionType({
  name: 'ConfigureBonusResult',
  description: 'The bonus as it is configured, or why it is not.',
  types: () => [BonusConfiguredType, BonusNotValidType, KeyReusedType] as const,
});

@Resolver()
export class BonusResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => [BonusType], {
    description: 'The bonuses by their codes, also those that are over or not active. For everyone.',
  })
  async bonuses(): Promise<BonusType[]> {
    return (await bonusesNow(this.dependencies.database)).map(bonusType);
  }

  @Mutation(() => ConfigureBonusResult, {
    description: 'Makes or changes a bonus, for purchases in its window recorded from now on. For operators.',
  })
  async configureBonus(
    @Arg('input', () => ConfigureBonusInput, { description: 'What to make or change.' })
    input: ConfigureBonusInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureBonusResult> {
    const caller = allow(context.caller, ['operator']);
    const asked = { caller, key: input.idempotencyKey, code: input.code, changes: bonusChangesFrom(input) };
    const result = await configureBonus(this.dependencies, asked);
    if (result.ok) {
      const bonus = bonusType(await bonusOfVersion(this.dependencies.database, result.value));
      return Object.assign(new BonusConfiguredType(), { bonus, replayed: result.value.replayed });
    }
    const { refusal } = result;
    if (refusal.kind === 'KeyReused') return sharedProblem(refusal);
    return problem(BonusNotValidType, { ...refusal, message: `${refusal.field} must be ${refusal.rule}.` });
  }
}

/**
 * The doors of the terms of safe spending. They are for those who run the programme: whoever knows a limit knows how
 * to stay below it.
 */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { configureSafety } from './configure-safety.command.js';
import { safetyTermsOf } from './safety-terms.query.js';
import {
  ConfigureSafetyInput,
  SafetyConfiguredType,
  SafetyTermsNotValidType,
  SafetyTermsType,
  safetyChanges,
} from './safety-terms.type.js';

const ConfigureSafetyResult = createUnionType({
  name: 'ConfigureSafetyResult',
  description: 'The new terms, or why there are none.',
  types: () => [SafetyConfiguredType, SafetyTermsNotValidType, KeyReusedType] as const,
});

@Resolver()
export class SafetyResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => SafetyTermsType, {
    description: 'The terms of safe spending in force. For operators and auditors.',
  })
  async safetyTerms(@Ctx() context: RequestContext): Promise<SafetyTermsType> {
    allow(context.caller, ['operator', 'auditor']);
    return safetyTermsOf(this.dependencies.database);
  }

  @Mutation(() => ConfigureSafetyResult, {
    description: 'Puts limits and questions before spending in force, from now on. For operators.',
  })
  async configureSafety(
    @Arg('input', () => ConfigureSafetyInput, { description: 'What to change.' })
    input: ConfigureSafetyInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureSafetyResult> {
    const caller = allow(context.caller, ['operator']);
    const asked = { caller, key: input.idempotencyKey, changes: safetyChanges(input) };
    const result = await configureSafety(this.dependencies, asked);
    if (result.ok) {
      const { version, replayed } = result.value;
      const safetyTerms = await safetyTermsOf(this.dependencies.database, version);
      return Object.assign(new SafetyConfiguredType(), { safetyTerms, replayed });
    }
    const { refusal } = result;
    if (refusal.kind === 'KeyReused') return sharedProblem(refusal);
    const message = `${refusal.field} must be ${refusal.rule}.`;
    return problem(SafetyTermsNotValidType, { ...refusal, message });
  }
}

/** The door through which a partner is taken one step further. */
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
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused, PartnerNotFoundType, partnerNotFound } from '../refusals.type.js';
import { PartnerStatusEnum, PartnerType, partnerType } from '../registry/partner.type.js';
import type { PartnerStatus } from '../registry/partner-status.js';
import { type SetPartnerStatusRefusal, setPartnerStatus } from './set-partner-status.command.js';

@InputType({ description: 'A step of a partner.' })
class SetPartnerStatusInput extends ActInput {
  @Field(() => ID, { description: 'Which partner.' })
  partnerId!: string;

  @Field(() => PartnerStatusEnum, { description: 'The status that follows the present one.' })
  status!: PartnerStatus;
}

@ObjectType({ description: 'The partner took the step.' })
class PartnerStatusSet extends ActDone {
  @Field(() => PartnerType, { description: 'The partner with its new status.' })
  partner!: PartnerType;
}

@ObjectType('PartnerStatusNotReachable', {
  implements: Problem,
  description: 'The partner cannot get there from where it stands.',
})
class PartnerStatusNotReachableType extends Problem {
  @Field(() => PartnerStatusEnum, { description: 'Where the partner stands.' })
  from!: PartnerStatus;

  @Field(() => PartnerStatusEnum, { description: 'Where it was to go.' })
  to!: PartnerStatus;

  @Field(() => PartnerStatusEnum, {
    nullable: true,
    description: 'The one step it can take; null at the end.',
  })
  reachable!: PartnerStatus | null;
}

@ObjectType('AgreementMissing', {
  implements: Problem,
  description: 'The partner has no terms in force or to come.',
})
class AgreementMissingType extends Problem {
  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;
}

const SetPartnerStatusResult = createUnionType({
  name: 'SetPartnerStatusResult',
  description: 'The partner with its new status, or why it stays where it is.',
  types: () =>
    [
      PartnerStatusSet,
      PartnerNotFoundType,
      PartnerStatusNotReachableType,
      AgreementMissingType,
      KeyReusedType,
    ] as const,
});

function statusProblem(refusal: SetPartnerStatusRefusal): typeof SetPartnerStatusResult {
  switch (refusal.kind) {
    case 'PartnerNotFound':
      return partnerNotFound(refusal);
    case 'PartnerStatusNotReachable': {
      const { from, to, reachable } = refusal;
      const way = reachable === null ? 'nowhere' : `to ${reachable}`;
      const message = `From ${from} a partner goes ${way}, not to ${to}.`;
      return problem(PartnerStatusNotReachableType, { ...refusal, message });
    }
    case 'AgreementMissing':
      return problem(AgreementMissingType, {
        ...refusal,
        message: 'Sign an agreement first: a partner without terms in force or to come cannot be active.',
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class SetPartnerStatusResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => SetPartnerStatusResult, { description: 'Takes a partner one step further. For operators.' })
  async setPartnerStatus(
    @Arg('input', () => SetPartnerStatusInput, { description: 'Who goes where.' })
    input: SetPartnerStatusInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SetPartnerStatusResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, partnerId, status } = input;
    const result = await setPartnerStatus(this.dependencies, { caller, key, partnerId, status });
    if (!result.ok) return statusProblem(result.refusal);
    const { partner, replayed } = result.value;
    return Object.assign(new PartnerStatusSet(), { partner: partnerType(partner), replayed });
  }
}

/** The door through which a settlement period is closed. */
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
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused } from '../refusals.type.js';
import {
  type CloseSettlementPeriodRefusal,
  closeSettlementPeriod,
} from './close-settlement-period.command.js';
import { periodById } from './settlement.query.js';
import { SettlementPeriodType, settlementPeriodType } from './settlement.type.js';
import type { SettlementPeriod } from './settlement-period.js';

@InputType({ description: 'A settlement period to close.' })
class CloseSettlementPeriodInput extends ActInput {
  @Field(() => ID, { description: 'The open period, as `currentSettlementPeriod` names it.' })
  periodId!: string;
}

@ObjectType({ description: 'The period is cut and netted, and the next one is open.' })
class SettlementPeriodClosed extends ActDone {
  @Field(() => SettlementPeriodType, { description: 'The closed period with its frozen figures.' })
  period!: SettlementPeriodType;
}

@ObjectType('SettlementPeriodNotFound', { implements: Problem, description: 'There is no such period.' })
class SettlementPeriodNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  periodId!: string;
}

@ObjectType('SettlementPeriodAlreadyClosed', {
  implements: Problem,
  description: 'The period was closed before.',
})
class SettlementPeriodAlreadyClosedType extends Problem {
  @Field(() => ID, { description: 'The period.' })
  periodId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was closed.' })
  closedAt!: Date;
}

@ObjectType('SettlementPeriodEmpty', {
  implements: Problem,
  description: 'Nothing was cleared in the period yet.',
})
class SettlementPeriodEmptyType extends Problem {
  @Field(() => ID, { description: 'The period.' })
  periodId!: string;

  @Field(() => DateTimeScalar, { description: 'Since when it has been open.' })
  openedAt!: Date;
}

const CloseSettlementPeriodResult = createUnionType({
  name: 'CloseSettlementPeriodResult',
  description: 'The closed period, or why it was not closed by this request.',
  types: () =>
    [
      SettlementPeriodClosed,
      SettlementPeriodNotFoundType,
      SettlementPeriodAlreadyClosedType,
      SettlementPeriodEmptyType,
      KeyReusedType,
    ] as const,
});

function closeProblem(refusal: CloseSettlementPeriodRefusal): typeof CloseSettlementPeriodResult {
  switch (refusal.kind) {
    case 'SettlementPeriodNotFound': {
      const message = 'There is no settlement period with this id.';
      return problem(SettlementPeriodNotFoundType, { ...refusal, message });
    }
    case 'SettlementPeriodAlreadyClosed': {
      const message = `The period was closed at ${refusal.closedAt.toISOString()}; what came later is in the next one.`;
      return problem(SettlementPeriodAlreadyClosedType, { ...refusal, message });
    }
    case 'SettlementPeriodEmpty': {
      const message = 'Nothing was cleared in this period yet, so there is nothing to settle.';
      return problem(SettlementPeriodEmptyType, { ...refusal, message }, { retryable: true });
    }
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class CloseSettlementPeriodResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => CloseSettlementPeriodResult, {
    description: 'Cuts the open period at what has arrived, nets it and opens the next. For operators.',
  })
  async closeSettlementPeriod(
    @Arg('input', () => CloseSettlementPeriodInput, { description: 'Which period.' })
    input: CloseSettlementPeriodInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof CloseSettlementPeriodResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, periodId } = input;
    const result = await closeSettlementPeriod(this.dependencies, { caller, key, periodId });
    if (!result.ok) return closeProblem(result.refusal);
    const closed = (await periodById(this.dependencies.database, result.value.periodId)) as SettlementPeriod;
    const { replayed } = result.value;
    return Object.assign(new SettlementPeriodClosed(), { period: settlementPeriodType(closed), replayed });
  }
}

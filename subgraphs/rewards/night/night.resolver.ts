/** The doors of the night: operators and auditors see its runs, an operator may ask for one. */
import 'reflect-metadata';
import {
  Arg,
  Args,
  Ctx,
  createUnionType,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { z } from 'zod';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import {
  type Connection,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type Role } from '../../../shared/platform/identity/caller.js';
import type { RequestContext, SubgraphDependencies } from '../../../shared/platform/runtime/subgraph.js';
import { Problem } from '../problem.js';
import { isShared, KeyReusedType, sharedProblem } from '../refusals.type.js';
import type { Day } from '../wallet-kinds/calendar-days.js';
import { type NightRecord, nightOf, nightsPage } from './night.query.js';
import { NightRunConnection, NightRunType, nightRunType } from './night.type.js';
import { type RunNightRefusal, runNight } from './run-night.command.js';

@InputType({ description: 'A run of the night to do.' })
class RunNightInput extends ActInput {
  @Field(() => String, {
    nullable: true,
    description: 'The business day, such as "2027-03-01"; today when left out.',
  })
  day?: string | null;
}

@ObjectType('NightStarted', { description: 'The run is done or under way.' })
class NightStartedType extends ActDone {
  @Field(() => NightRunType, { description: 'How far it is. A later run has done the work of earlier days.' })
  run!: NightRunType;
}

@ObjectType('NightNotDue', { implements: Problem, description: 'The day has not begun.' })
class NightNotDueType extends Problem {
  @Field(() => String, { description: 'The day that was asked for.' })
  day!: string;

  @Field(() => DateTimeScalar, { description: "When it begins in the programme's zone." })
  dueAt!: Date;
}

const RunNightResult = createUnionType({
  name: 'RunNightResult',
  description: 'The run, or why there is none.',
  types: () => [NightStartedType, NightNotDueType, KeyReusedType] as const,
});

const READERS: readonly Role[] = ['operator', 'auditor'];

const dayShape = z.iso.date().refine((day) => day >= '2000-01-01' && day <= '2199-12-31');

/** @throws DoorError BAD_USER_INPUT when the text is no day */
function checkedDay(day: string): Day {
  const checked = dayShape.safeParse(day);
  if (checked.success) return checked.data;
  throw new DoorError('BAD_USER_INPUT', 'day must be a day from 2000 to 2199 such as "2027-03-01"');
}

@Resolver()
export class NightResolver {
  constructor(private readonly dependencies: Pick<SubgraphDependencies, 'database' | 'clock' | 'log'>) {}

  @Query(() => NightRunType, {
    nullable: true,
    description:
      'The run that does what was due by a day; none when it has not begun. For operators and auditors.',
  })
  async nightRun(
    @Arg('day', () => String, { description: 'The business day, such as "2027-03-01".' }) day: string,
    @Ctx() context: RequestContext,
  ): Promise<NightRunType | null> {
    allow(context.caller, READERS);
    const run = await nightOf(this.dependencies.database, checkedDay(day));
    return run === null ? null : nightRunType(run);
  }

  @Query(() => NightRunConnection, {
    description: 'Runs of the night, the newest first. For operators and auditors.',
  })
  async nightRuns(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection<NightRunType>> {
    allow(context.caller, READERS);
    const { first, after } = pageOf(page, z.tuple([dayShape]));
    const asked = { before: after?.[0] ?? null, limit: first + 1 };
    const found = await nightsPage(this.dependencies.database, asked);
    return toConnection(found, first, { keyOf: (run) => [run.day], nodeOf: nightRunType });
  }

  @Mutation(() => RunNightResult, {
    description:
      'Runs the night of a day, or goes on with it; what was done is not done again. For operators.',
  })
  async runNight(
    @Arg('input', () => RunNightInput, { description: 'Which day.' }) input: RunNightInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RunNightResult> {
    const caller = allow(context.caller, ['operator']);
    const day = input.day === undefined || input.day === null ? null : checkedDay(input.day);
    const result = await runNight(this.dependencies, { caller, key: input.idempotencyKey, day });
    if (!result.ok) return nightProblem(result.refusal);
    const run = (await nightOf(this.dependencies.database, result.value.day)) as NightRecord;
    const { replayed } = result.value;
    return Object.assign(new NightStartedType(), { run: nightRunType(run), replayed });
  }
}

function nightProblem(refusal: RunNightRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  const message = `${refusal.day} begins at ${refusal.dueAt.toISOString()}; its night is run from then on.`;
  return problem(NightNotDueType, { ...refusal, message }, { retryable: true });
}

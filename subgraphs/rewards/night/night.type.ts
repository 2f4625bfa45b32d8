/** A run of the night as the graph shows it. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, PointsScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { NightRecord } from './night.query.js';
import type { NightStep } from './night-run.js';

export enum NightStepEnum {
  ACTIVATE = 'ACTIVATE',
  CANCEL = 'CANCEL',
  RESET_BALANCES = 'RESET_BALANCES',
  EXPIRE = 'EXPIRE',
  RECHECK = 'RECHECK',
}
registerEnumType(NightStepEnum, {
  name: 'NightStepName',
  description: 'A step of the night; they follow one another in this order.',
  valuesConfig: {
    ACTIVATE: { description: 'Members are told of points that became usable.' },
    CANCEL: { description: 'Points whose event did not come in time are cancelled.' },
    RESET_BALANCES: { description: 'Balances come under the inactivity that a kind of wallet now asks for.' },
    EXPIRE: { description: 'Points whose time is over lapse.' },
    RECHECK: { description: 'What became due behind the steps, such as points that a hold let go, is done.' },
  },
});

export enum NightState {
  RUNNING = 'RUNNING',
  FINISHED = 'FINISHED',
}
registerEnumType(NightState, {
  name: 'NightState',
  description: 'Whether a run of the night is done.',
  valuesConfig: {
    RUNNING: { description: 'It is under way, or will be gone on with after a stop.' },
    FINISHED: { description: 'It is done.' },
  },
});

@ObjectType('NightStep', { description: 'What a step of a run did.' })
export class NightStepType {
  @Field(() => NightStepEnum, { description: 'The step.' })
  step!: NightStep;

  @Field(() => WholeNumberScalar, { description: 'For how many members it did something so far.' })
  members!: bigint;

  @Field(() => WholeNumberScalar, { description: 'How many lots it concerned, of all kinds of wallet.' })
  lots!: bigint;

  @Field(() => PointsScalar, { description: 'How many points of the shared currency.' })
  points!: bigint;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done; none while it is not.' })
  finishedAt!: Date | null;
}

@ObjectType('NightRun', { description: 'The run of the night of a business day.' })
export class NightRunType {
  @Field(() => ID, { description: 'Its id; entries that it wrote name it as their cause.' })
  id!: string;

  @Field(() => String, { description: 'The business day, such as "2027-03-01".' })
  day!: string;

  @Field(() => NightState, { description: 'Whether it is done.' })
  state!: NightState;

  @Field(() => NightStepEnum, { nullable: true, description: 'The step under way; none when it is done.' })
  step!: NightStep | null;

  @Field(() => DateTimeScalar, { description: 'The start of the day: what was due by then is done.' })
  asOf!: Date;

  @Field(() => String, { description: 'Who started it: "clock", or an operator.' })
  startedBy!: string;

  @Field(() => DateTimeScalar, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was done; none while it is not.' })
  finishedAt!: Date | null;

  @Field(() => WholeNumberScalar, {
    description: 'How many members its steps dealt with, each step counted.',
  })
  membersDone!: bigint;

  @Field(() => WholeNumberScalar, { description: 'Lots whose becoming usable was told.' })
  lotsActivated!: bigint;

  @Field(() => WholeNumberScalar, { description: 'Lots that were cancelled.' })
  lotsCancelled!: bigint;

  @Field(() => WholeNumberScalar, { description: 'Lots that lapsed.' })
  lotsExpired!: bigint;

  @Field(() => [NightStepType], { description: 'What each step did, in their order.' })
  steps!: NightStepType[];
}

export const NightRunConnection = connectionType('NightRun', () => NightRunType);

export function nightRunType(run: NightRecord): NightRunType {
  const lotsOf = (name: NightStep): bigint => run.steps.find(({ step }) => step === name)?.lots ?? 0n;
  return Object.assign(new NightRunType(), run, {
    state: run.finishedAt === null ? NightState.RUNNING : NightState.FINISHED,
    membersDone: run.steps.reduce((sum, { members }) => sum + members, 0n),
    lotsActivated: lotsOf('ACTIVATE'),
    lotsCancelled: lotsOf('CANCEL'),
    lotsExpired: lotsOf('EXPIRE'),
    steps: [...run.steps],
  });
}

/** What time will do to points, as the graph shows it. */
import 'reflect-metadata';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { UpcomingKind } from './upcoming.query.js';

export enum UpcomingKindEnum {
  ACTIVATION = 'ACTIVATION',
  CANCELLATION = 'CANCELLATION',
  EXPIRY = 'EXPIRY',
}
registerEnumType(UpcomingKindEnum, {
  name: 'UpcomingKind',
  description: 'What will happen to points by itself.',
  valuesConfig: {
    ACTIVATION: { description: 'They become usable.' },
    CANCELLATION: { description: 'They are cancelled unless the event comes that they wait for.' },
    EXPIRY: { description: 'They are gone unless they are spent before.' },
  },
});

@ObjectType('UpcomingChange', { description: 'What will happen to points at an instant by itself.' })
export class UpcomingChangeType {
  @Field(() => DateTimeScalar, { description: 'The first instant at which it is so.' })
  at!: Date;

  @Field(() => UpcomingKindEnum, { description: 'What happens.' })
  what!: UpcomingKind;

  @Field(() => PointsScalar, { description: 'To how many points, without those that are held.' })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What they are worth by the terms in force.' })
  worth!: MoneyType;
}

export const UpcomingChangeConnection = connectionType('UpcomingChange', () => UpcomingChangeType);

/** Settlement as the graph shows it. Parties are partners; where a party is null, it is the operator. */
import 'reflect-metadata';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { SettlementPeriodId } from '../../../shared/values/ids.js';
import type { ClearingKind } from '../clearing/clearing.js';
import { ClearingKindEnum } from '../clearing/clearing.type.js';
import type { NetPosition, Obligation, Party } from './netting.js';
import type { SettlementPeriod } from './settlement-period.js';

export enum SettlementPeriodStateEnum {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}

registerEnumType(SettlementPeriodStateEnum, {
  name: 'SettlementPeriodState',
  description: 'Whether a settlement period still gathers.',
  valuesConfig: {
    OPEN: { description: 'Gathers clearing entries; its figures run.' },
    CLOSED: { description: 'Cut and netted; its figures never change again.' },
  },
});

@ObjectType('SettlementPeriod', { description: 'A span of clearing that is settled in one go.' })
export class SettlementPeriodType {
  @Field(() => ID, { description: 'The id of the period.' })
  id!: SettlementPeriodId;

  @Field(() => Int, { description: '1 for the first, counting on without gaps.' })
  number!: number;

  @Field(() => SettlementPeriodStateEnum, { description: 'Whether it still gathers.' })
  state!: SettlementPeriod['state'];

  @Field(() => DateTimeScalar, { description: 'When it began to gather.' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was cut; null while open.' })
  closedAt!: Date | null;
}

@ObjectType('Obligation', {
  description: 'What one party owes another for one thing. One of the two is the operator.',
})
export class ObligationType {
  @Field(() => ClearingKindEnum, { description: 'What it is for.' })
  kind!: ClearingKind;

  @Field(() => PointsScalar, {
    description: 'The points behind it, positive when they go with the debt; zero for a fee.',
  })
  points!: bigint;

  @Field(() => MoneyType, { description: 'What is owed, never negative.' })
  amount!: MoneyType;

  /** What the resolvers work with; not fields of the graph. */
  debtorId!: Party;
  creditorId!: Party;
  issuerId!: string;
}

@ObjectType('NetPosition', {
  description: 'What a party receives or pays when all its obligations are netted.',
})
export class NetPositionType {
  @Field(() => MoneyType, { description: 'Positive: the party receives. Negative: it pays.' })
  net!: MoneyType;

  /** What the resolvers work with; not a field of the graph. */
  partyId!: Party;
}

export const SettlementPeriodConnection = connectionType('SettlementPeriod', () => SettlementPeriodType);

export function settlementPeriodType(period: SettlementPeriod): SettlementPeriodType {
  return Object.assign(new SettlementPeriodType(), period);
}

export function obligationType(obligation: Obligation): ObligationType {
  const {
    kind,
    points,
    amountMinor,
    currency,
    debtor: debtorId,
    creditor: creditorId,
    issuer: issuerId,
  } = obligation;
  const amount = { amountMinor, currency };
  return Object.assign(new ObligationType(), { kind, points, amount, debtorId, creditorId, issuerId });
}

export function netPositionType({
  party: partyId,
  netMinor: amountMinor,
  currency,
}: NetPosition): NetPositionType {
  return Object.assign(new NetPositionType(), { partyId, net: { amountMinor, currency } });
}

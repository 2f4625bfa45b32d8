/** The partner as the graph shows it: name, trade and status to everybody. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { Partner } from './partner.js';
import type { PartnerStatus } from './partner-status.js';

export enum PartnerStatusEnum {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  EARN_CLOSED = 'EARN_CLOSED',
  BURN_CLOSED = 'BURN_CLOSED',
  SETTLED = 'SETTLED',
}

registerEnumType(PartnerStatusEnum, {
  name: 'PartnerStatus',
  description: 'Where a partner stands on its way through the coalition: in this order, one step at a time.',
  valuesConfig: {
    INVITED: { description: 'Known, but neither gives nor takes points yet.' },
    ACTIVE: { description: 'Gives points for purchases and takes them as payment.' },
    EARN_CLOSED: { description: 'Leaving: gives no points any more, still takes them.' },
    BURN_CLOSED: { description: 'Leaving: neither gives nor takes points; returns and settlement go on.' },
    SETTLED: { description: 'Gone, with everything paid. Its points live on at the others.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Partner', { description: 'A brand in the coalition.' })
export class PartnerType {
  @Field(() => ID, { description: 'The id of the partner, the same in every part of the graph.' })
  id!: string;

  @Field(() => String, { description: 'The name of the brand.' })
  name!: string;

  @Field(() => String, { description: 'What it sells, for example "grocery".' })
  trade!: string;

  @Field(() => PartnerStatusEnum, { description: 'Where the partner stands.' })
  status!: PartnerStatus;

  @Field(() => DateTimeScalar, { description: 'When the partner came in.' })
  joinedAt!: Date;
}

/** Gives the graph's partner. */
export function partnerType(partner: Partner): PartnerType {
  const { id, name, trade, status, joinedAt } = partner;
  return Object.assign(new PartnerType(), { id, name, trade, status, joinedAt });
}

export const PartnerConnection = connectionType('Partner', () => PartnerType);

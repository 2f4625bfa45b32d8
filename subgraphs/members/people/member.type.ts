/**
 * The member as the graph shows one. Fields that say who a person is are given only to those who may know (see the
 * resolver).
 */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import type { MemberRow } from './member.row.js';

export enum MemberKindEnum {
  PERSON = 'PERSON',
  ORGANISATION = 'ORGANISATION',
}

registerEnumType(MemberKindEnum, {
  name: 'MemberKind',
  description: 'What a member is.',
  valuesConfig: {
    PERSON: { description: 'Somebody, known by a phone.' },
    ORGANISATION: { description: 'A firm: one balance, several buyers.' },
  },
});

@ObjectType('PublicName', { description: 'The name of a member that others see.' })
export class PublicNameType {
  @Field(() => String, {
    description: 'The nickname if the member shows it, else a name that tells nothing.',
  })
  text!: string;

  @Field(() => Boolean, { description: 'Whether the member chose not to show a nickname.' })
  isAnonymous!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('Member', { description: 'A person or a firm in the programme.' })
export class MemberType {
  @Field(() => ID, { description: 'The id of the member, the same in every part of the graph.' })
  id!: string;

  /** What the resolvers work with; not a field of the graph. */
  row!: MemberRow;
}

/** Gives the graph's member for a row. */
export function memberType(row: MemberRow): MemberType {
  return Object.assign(new MemberType(), { id: row.id, row });
}

/** The same where there may be none. */
export function memberTypeOrNull(row: MemberRow | null): MemberType | null {
  return row === null ? null : memberType(row);
}

export const MemberConnection = connectionType('Member', () => MemberType);

/**
 * The entities of other subgraphs as this one sees them: a member whom it extends, partners and stores that it
 * only points at.
 */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Member', { description: 'A person in the programme.' })
export class MemberType {
  @Field(() => ID, { description: 'The id of the member, the same in every part of the graph.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Partner', { description: 'A brand in the coalition.' })
export class PartnerType {
  @Field(() => ID, { description: 'The id of the partner, the same in every part of the graph.' })
  id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Store', { description: "A partner's outlet." })
export class StoreType {
  @Field(() => ID, { description: 'The id of the store, the same in every part of the graph.' })
  id!: string;
}

export function memberType(id: string): MemberType {
  return Object.assign(new MemberType(), { id });
}

export function partnerType(id: string): PartnerType {
  return Object.assign(new PartnerType(), { id });
}

export function storeType(id: string): StoreType {
  return Object.assign(new StoreType(), { id });
}

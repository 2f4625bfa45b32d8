/** The store as the graph shows it, to everybody. Its partner is a field of `store.resolver.ts`. */
import 'reflect-metadata';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { Store } from './store.js';

@Directive('@key(fields: "id")')
@ObjectType('Store', { description: 'An outlet of a partner.' })
export class StoreType {
  @Field(() => ID, { description: 'The id of the store, the same in every part of the graph.' })
  id!: string;

  @Field(() => String, { description: 'The name over the door.' })
  name!: string;

  @Field(() => String, { description: 'The city it stands in.' })
  city!: string;

  @Field(() => String, { description: 'The country by its ISO 3166-1 code of two letters.' })
  countryCode!: string;

  @Field(() => String, { description: 'The time zone of its business days, for example "Europe/Warsaw".' })
  timeZone!: string;

  @Field(() => Boolean, { description: 'Whether it takes part at present.' })
  isOpen!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it opened in the coalition.' })
  openedAt!: Date;

  /** What the resolvers work with; not a field of the graph. */
  partnerId!: string;
}

/** Gives the graph's store. */
export function storeType(store: Store): StoreType {
  return Object.assign(new StoreType(), store);
}

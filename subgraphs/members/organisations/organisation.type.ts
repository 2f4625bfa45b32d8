/** The firm and its buyers as the graph shows them, to those whose business they are. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { Buyer, Organisation } from './organisation.js';

@ObjectType('BuyerCard', { description: 'The card by which a buyer is known at a till.' })
export class BuyerCardType {
  @Field(() => ID, { description: 'The id of the card.' })
  id!: string;

  @Field(() => String, { description: 'The number on the card.' })
  number!: string;
}

@ObjectType('Buyer', { description: 'A person who buys for an organisation member.' })
export class BuyerType {
  @Field(() => ID, { description: 'The id of the buyer.' })
  id!: string;

  @Field(() => String, { description: 'What the firm calls the buyer.' })
  label!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description:
      "The most of the firm's points that the buyer may spend in a calendar month; null for no limit.",
  })
  monthlySpendLimit!: bigint | null;

  @Field(() => BuyerCardType, {
    description: "The buyer's card; it identifies nobody once the buyer is removed.",
  })
  card!: BuyerCardType;

  @Field(() => Boolean, { description: 'Whether the buyer buys for the firm; false once removed.' })
  isActive!: boolean;

  @Field(() => DateTimeScalar, { description: 'When the buyer was added.' })
  addedAt!: Date;
}

export function buyerType(buyer: Buyer): BuyerType {
  const card = Object.assign(new BuyerCardType(), { id: buyer.cardId, number: buyer.cardNumber });
  return Object.assign(new BuyerType(), { ...buyer, card });
}

@ObjectType('Organisation', { description: 'What a member is that is a firm.' })
export class OrganisationType {
  /** What the resolvers work with; not a field of the graph. */
  memberId!: string;

  @Field(() => String, { description: 'The name of the firm.' })
  name!: string;

  @Field(() => String, {
    description: 'The reference by which the firm is known once, for example its company number.',
  })
  reference!: string;
}

export function organisationType(organisation: Organisation): OrganisationType {
  return Object.assign(new OrganisationType(), organisation);
}

/** The card as the graph shows it. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { CardKind } from './card.row.js';

export enum CardKindEnum {
  VIRTUAL = 'VIRTUAL',
  PLASTIC = 'PLASTIC',
}

registerEnumType(CardKindEnum, {
  name: 'CardKind',
  description: 'How a card exists.',
  valuesConfig: {
    VIRTUAL: { description: "On the member's telephone." },
    PLASTIC: { description: 'In the hand.' },
  },
});

@ObjectType('Card', { description: 'What identifies a member at a till.' })
export class CardType {
  @Field(() => ID, { description: 'The id of the card.' })
  id!: string;

  @Field(() => String, { description: 'The number on the card: 13 digits, printable as EAN-13 or QR.' })
  number!: string;

  @Field(() => CardKindEnum, { description: 'How the card exists.' })
  kind!: CardKind;

  @Field(() => DateTimeScalar, { description: 'When the card was issued.' })
  issuedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the card stopped identifying anybody; null while it does.',
  })
  stoppedAt!: Date | null;
}

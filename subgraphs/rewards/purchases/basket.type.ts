/** How a till sends a basket, and how it becomes the values that the domain decides on. */
import 'reflect-metadata';
import { Field, ID, InputType, Int } from 'type-graphql';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { CurrencyCodeScalar, MinorUnitsScalar } from '../../../shared/platform/graph/scalars.js';
import type { CallerOf } from '../../../shared/platform/identity/caller.js';
import type { StoreId } from '../../../shared/values/ids.js';
import { ChannelEnum } from '../bonuses/bonus.type.js';
import { checkedId, checkedText, memberRef } from '../checked-input.type.js';
import type { Basket, ReceiptLine } from './receipt.js';

@InputType({ description: 'One line of a receipt.' })
export class ReceiptLineInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Its number on the receipt; its place in the list when left out.',
  })
  lineNumber?: number | null;

  @Field(() => String, { description: 'Your code of the article.' })
  sku!: string;

  @Field(() => String, { description: 'The article in words.' })
  name!: string;

  @Field(() => Int, { description: 'How many pieces.' })
  quantity!: number;

  @Field(() => MinorUnitsScalar, { description: 'What the line cost, all pieces together.' })
  amountMinor!: bigint;
}

@InputType({ description: 'What is paid, line by line.' })
export class PaidBasketInput {
  @Field(() => CurrencyCodeScalar, { description: 'The currency of the receipt.' })
  currency!: string;

  @Field(() => MinorUnitsScalar, { description: 'The total. The lines must sum to it.' })
  totalMinor!: bigint;

  @Field(() => [ReceiptLineInput], { description: 'What was bought: at least one line.' })
  lines!: ReceiptLineInput[];
}

@InputType({ description: 'A basket at a till.' })
export class BasketInput extends PaidBasketInput {
  @Field(() => ID, { nullable: true, description: 'The member. Send this or cardNumber.' })
  memberId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The number of the member's card. Send this or memberId.",
  })
  cardNumber?: string | null;

  @Field(() => ID, { description: 'The store where the till stands.' })
  storeId!: string;

  @Field(() => ChannelEnum, {
    nullable: true,
    description: 'How the goods reach the member; bonuses of a channel need it.',
  })
  channel?: ChannelEnum | null;
}

export function receiptLines(inputs: readonly ReceiptLineInput[]): ReceiptLine[] {
  if (inputs.length === 0) throw new DoorError('BAD_USER_INPUT', 'lines must have at least one line');
  const numbers = new Set<number>();
  return inputs.map((line, index) => {
    const lineNumber = line.lineNumber ?? index + 1;
    if (lineNumber < 1 || numbers.has(lineNumber)) {
      throw new DoorError('BAD_USER_INPUT', `lines[${index}].lineNumber must be above zero and used once`);
    }
    numbers.add(lineNumber);
    const sku = checkedText(`lines[${index}].sku`, line.sku);
    const name = checkedText(`lines[${index}].name`, line.name);
    return { lineNumber, sku, name, quantity: line.quantity, amountMinor: line.amountMinor };
  });
}

export function basketFrom(
  input: BasketInput,
  caller: CallerOf<'partner' | 'operator'>,
  { purchasedAt, isHistorical = false }: { readonly purchasedAt: Date; readonly isHistorical?: boolean },
): Basket {
  const { currency, totalMinor } = input;
  return {
    member: memberRef(input),
    storeId: checkedId<StoreId>('storeId', input.storeId),
    purchasedAt,
    currency,
    totalMinor,
    lines: receiptLines(input.lines),
    channel: input.channel ?? undefined,
    isHistorical,
    sentBy: caller.kind === 'partner' ? caller.partnerId : null,
  };
}

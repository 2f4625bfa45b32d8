/** The door by which buyers of a firm come. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import type { CardKind } from '../cards/card.row.js';
import { CardKindEnum } from '../cards/card.type.js';
import { plainText } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import {
  KeyReusedType,
  keyReused,
  LimitNotValidType,
  limitNotValid,
  MemberMergedType,
  memberMerged,
} from '../refusals.type.js';
import { type AddBuyerRefusal, addBuyer } from './add-buyer.command.js';
import type { OrganisationNotFound } from './organisation.js';
import { BuyerType, buyerType } from './organisation.type.js';
import { buyerById } from './organisations.query.js';

const LABEL_LENGTH_MAX = 60;

@InputType({ description: 'Somebody who will buy for a firm.' })
class AddBuyerInput extends ActInput {
  @Field(() => ID, { description: 'The organisation member.' })
  memberId!: string;

  @Field(() => String, {
    description: 'What the firm calls the buyer; it never leaves this part of the graph.',
  })
  label!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description:
      "The most of the firm's points that the buyer may spend in a calendar month; null for no limit.",
  })
  monthlySpendLimit?: bigint | null;

  @Field(() => CardKindEnum, {
    defaultValue: CardKindEnum.PLASTIC,
    description: "How the buyer's card exists.",
  })
  cardKind!: CardKind;
}

@ObjectType({ description: "The buyer's card works at every till of the coalition." })
class BuyerAdded extends ActDone {
  @Field(() => BuyerType, { description: 'The new buyer.' })
  buyer!: BuyerType;
}

@ObjectType('OrganisationNotFound', {
  implements: Problem,
  description: 'You have no such organisation member.',
})
class OrganisationNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  memberId!: string;
}

@ObjectType('BuyerLimitReached', {
  implements: Problem,
  description: 'The firm has as many buyers as one may have.',
})
class BuyerLimitReachedType extends Problem {
  @Field(() => Int, { description: 'How many buyers a firm may have at once.' })
  limit!: number;
}

const AddBuyerResult = createUnionType({
  name: 'AddBuyerResult',
  description: 'The new buyer, or why there is none.',
  types: () =>
    [
      BuyerAdded,
      LimitNotValidType,
      OrganisationNotFoundType,
      MemberMergedType,
      BuyerLimitReachedType,
      KeyReusedType,
    ] as const,
});

function organisationNotFound(refusal: OrganisationNotFound): OrganisationNotFoundType {
  return problem(OrganisationNotFoundType, {
    ...refusal,
    message: 'You have no organisation member with this id.',
  });
}

function addProblem(refusal: AddBuyerRefusal): typeof AddBuyerResult {
  switch (refusal.kind) {
    case 'LimitNotValid':
      return limitNotValid(refusal);
    case 'OrganisationNotFound':
      return organisationNotFound(refusal);
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'BuyerLimitReached':
      return problem(BuyerLimitReachedType, {
        ...refusal,
        message: `A firm has ${refusal.limit} buyers at most; remove one first.`,
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class AddBuyerResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => AddBuyerResult, {
    description:
      'Adds a buyer to a firm and issues the card that names the buyer. For operators and the partner that enrolled the firm.',
  })
  async addBuyer(
    @Arg('input', () => AddBuyerInput, { description: 'Who buys for which firm.' }) input: AddBuyerInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AddBuyerResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const { idempotencyKey: key, memberId, monthlySpendLimit = null, cardKind } = input;
    const label = plainText('label', input.label, LABEL_LENGTH_MAX);
    if (!isId(memberId)) return organisationNotFound({ kind: 'OrganisationNotFound', memberId });
    const request = { caller, key, memberId, label, cardKind, monthlySpendLimit };
    const result = await addBuyer(this.dependencies, request);
    if (!result.ok) return addProblem(result.refusal);
    const buyer = await buyerById(this.dependencies.database, result.value.buyerId);
    if (buyer === null) throw new Error('a buyer was just added and is gone');
    return Object.assign(new BuyerAdded(), { buyer: buyerType(buyer), replayed: result.value.replayed });
  }
}

/** The door of card issue. */
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
import { allow, type Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import { type Result, refused } from '../../../shared/values/result.js';
import { Problem } from '../problem.js';
import {
  KeyReusedType,
  keyReused,
  MemberIsOrganisationType,
  MemberMergedType,
  MemberNotFoundType,
  memberIsOrganisation,
  memberMerged,
  memberNotFound,
} from '../refusals.type.js';
import type { CardKind } from './card.row.js';
import { CardKindEnum, CardType } from './card.type.js';
import { type IssueCardRefusal, issueCard } from './issue-card.command.js';

@InputType({ description: 'A card for a member.' })
class IssueCardInput extends ActInput {
  @Field(() => ID, { description: 'The member who gets the card.' })
  memberId!: string;

  @Field(() => CardKindEnum, { defaultValue: CardKindEnum.VIRTUAL, description: 'How the card exists.' })
  kind!: CardKind;
}

@ObjectType({ description: 'The card works at every till of the coalition.' })
class CardIssued extends ActDone {
  @Field(() => CardType, { description: 'The new card.' })
  card!: CardType;
}

@ObjectType('CardLimitReached', {
  implements: Problem,
  description: 'The member has as many cards as one may have.',
})
class CardLimitReachedType extends Problem {
  @Field(() => Int, { description: 'How many cards a member may have.' })
  limit!: number;
}

const IssueCardResult = createUnionType({
  name: 'IssueCardResult',
  description: 'The new card, or why there is none.',
  types: () =>
    [
      CardIssued,
      MemberNotFoundType,
      MemberMergedType,
      MemberIsOrganisationType,
      CardLimitReachedType,
      KeyReusedType,
    ] as const,
});

function issueProblem(refusal: IssueCardRefusal): typeof IssueCardResult {
  switch (refusal.kind) {
    case 'MemberNotFound':
      return memberNotFound(refusal);
    case 'MemberMerged':
      return memberMerged(refusal);
    case 'MemberIsOrganisation':
      return memberIsOrganisation(refusal);
    case 'CardLimitReached':
      return problem(CardLimitReachedType, {
        ...refusal,
        message: `A member may have ${refusal.limit} cards.`,
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class IssueCardResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => IssueCardResult, {
    description:
      'Issues a card to a person. For partners and operators, and for a member to themselves. A firm gets its cards by addBuyer.',
  })
  async issueCard(
    @Arg('input', () => IssueCardInput, { description: 'Which card for whom.' }) input: IssueCardInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof IssueCardResult> {
    const caller = allow(context.caller, ['member', 'partner', 'operator']);
    const result = await this.issue(caller, input);
    return result.ok ? Object.assign(new CardIssued(), result.value) : issueProblem(result.refusal);
  }

  private async issue(caller: Caller, input: IssueCardInput): ReturnType<typeof issueCard> {
    const { idempotencyKey: key, memberId, kind: cardKind } = input;
    const isForeign = caller.kind === 'member' && caller.memberId !== memberId;
    if (isForeign || !isId(memberId))
      return refused({ kind: 'MemberNotFound', memberId }) satisfies Result<never, IssueCardRefusal>;
    return issueCard(this.dependencies, { caller, key, memberId, cardKind });
  }
}

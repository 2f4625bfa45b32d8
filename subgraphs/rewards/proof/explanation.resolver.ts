/** The door of an entry's reasons. Whoever got the entry may see why it is there. */
import 'reflect-metadata';
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { EntryType } from '../wallets/wallet.type.js';
import { explanationOf } from './explanation.query.js';

@ObjectType('EntryFact', { description: 'A figure or a name that a rule was applied to.' })
class EntryFactType {
  @Field(() => String, { description: 'What it is, such as "points" or "receiptNumber".' })
  name!: string;

  @Field(() => String, { description: 'Its value; whole numbers as decimal text.' })
  value!: string;
}

@ObjectType('EntryReason', { description: 'One reason for an entry.' })
class EntryReasonType {
  @Field(() => String, {
    description: 'The rule, such as BASE_RATE, or what happened, such as EARN. More come with time.',
  })
  rule!: string;

  @Field(() => String, { description: 'The reason in a sentence.' })
  explanation!: string;

  @Field(() => [EntryFactType], { description: 'What the rule was applied to.' })
  facts!: EntryFactType[];
}

@ObjectType('EntryExplanation', { description: 'Why an entry is there and has its figures.' })
class EntryExplanationType {
  @Field(() => [EntryReasonType], {
    description: 'What caused it, then the rules in the order in which they applied.',
  })
  reasons!: EntryReasonType[];

  @Field(() => Int, { description: 'The version of the programme terms that decided it.' })
  termsVersion!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The version of the agreement that decided it; none where none did.',
  })
  agreementVersion!: number | null;
}

@Resolver(() => EntryType)
export class ExplanationResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => EntryExplanationType, { description: 'Why it is there, in sentences and figures.' })
  async explanation(@Root() entry: EntryType, @Ctx() context: RequestContext): Promise<EntryExplanationType> {
    const found = await explanationOf(this.database, context, entry.id);
    return Object.assign(new EntryExplanationType(), found);
  }
}

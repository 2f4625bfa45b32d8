/** The merge as the graph shows it: who became whom, by whose decision, when, why, and whether it was undone. */
import 'reflect-metadata';
import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import type { Merge } from './merge.js';

@ObjectType('MemberMerge', { description: 'Two members who became one.' })
export class MemberMergeType {
  @Field(() => ID, { description: 'The id of the merge.' })
  id!: string;

  /** What the resolvers work with; not fields of the graph. */
  sourceMemberId!: string;
  targetMemberId!: string;

  @Field(() => String, { description: 'Why they were merged.' })
  reason!: string;

  @Field(() => DateTimeScalar, { description: 'When they were merged.' })
  mergedAt!: Date;

  @Field(() => String, { description: 'Who merged them, by role and name.' })
  mergedBy!: string;

  @Field(() => [String], { description: 'The numbers of the cards that came to the target by it.' })
  cardNumbers!: string[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was undone; null while it holds.' })
  undoneAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who undid it, by role and name.' })
  undoneBy!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was undone.' })
  undoReason!: string | null;
}

export function mergeType(merge: Merge): MemberMergeType {
  return Object.assign(new MemberMergeType(), merge);
}

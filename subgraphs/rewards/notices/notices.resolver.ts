/** The doors of notices: a member reads hers and marks them as read. */
import 'reflect-metadata';
import { Arg, Args, Ctx, createUnionType, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { NoticeId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { MemberType, memberType } from '../entities.type.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { seesWhole } from '../wallets/visibility.query.js';
import { markNoticesRead } from './mark-notices-read.command.js';
import {
  MarkNoticesReadInput,
  NoticeConnection,
  NoticeNotFoundType,
  NoticesMarkedReadType,
  noticeType,
} from './notice.type.js';
import { noticeKey, noticesOf, unreadCountOf } from './notices.query.js';

const MarkNoticesReadResult = createUnionType({
  name: 'MarkNoticesReadResult',
  description: 'How many were marked, or why none.',
  types: () => [NoticesMarkedReadType, NoticeNotFoundType, KeyReusedType] as const,
});

/** As many as two pages: whoever read more marks all. */
const IDS_MAX = 200;

@Resolver(() => MemberType)
export class NoticesResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @FieldResolver(() => NoticeConnection, {
    nullable: true,
    description: 'What the member was told, newest first. For the member, operators and auditors.',
  })
  async notices(
    @Root() member: MemberType,
    @Args() page: PageArguments,
    @Arg('unread', () => Boolean, { defaultValue: false, description: 'Only those that are unread.' })
    isUnreadOnly: boolean,
    @Ctx() context: RequestContext,
  ) {
    if (!seesWhole(context.caller, member.id)) return null;
    const asked = pageOf(page, noticeKey);
    const of = { memberId: member.id, page: { ...asked, partnerId: null }, isUnreadOnly };
    const found = await noticesOf(this.dependencies.database, context, of);
    return toConnection(found, asked.first, {
      keyOf: (notice) => [notice.number.toString()],
      nodeOf: noticeType,
    });
  }

  @FieldResolver(() => WholeNumberScalar, {
    nullable: true,
    description: 'How many notices are unread. For the member, operators and auditors.',
  })
  async unreadNoticeCount(
    @Root() member: MemberType,
    @Ctx() context: RequestContext,
  ): Promise<bigint | null> {
    if (!seesWhole(context.caller, member.id)) return null;
    return unreadCountOf(this.dependencies.database, context, member.id);
  }

  @Mutation(() => MarkNoticesReadResult, {
    description: 'Marks notices of the member as read. For members.',
  })
  async markNoticesRead(
    @Arg('input', () => MarkNoticesReadInput, { description: 'Which.' }) input: MarkNoticesReadInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof MarkNoticesReadResult> {
    const caller = allow(context.caller, ['member']);
    const { idempotencyKey: key, noticeIds: sent = null } = input;
    if (sent !== null && (sent.length === 0 || sent.length > IDS_MAX)) {
      throw new DoorError('BAD_USER_INPUT', `noticeIds must be 1 to ${IDS_MAX}, got ${sent.length}`);
    }
    const noticeIds = sent?.map((id, at) => checkedId<NoticeId>(`noticeIds[${at}]`, id)) ?? null;
    const result = await markNoticesRead(this.dependencies, { caller, key, noticeIds });
    if (!result.ok) {
      const { refusal } = result;
      if (refusal.kind === 'KeyReused') return sharedProblem(refusal);
      return problem(NoticeNotFoundType, { ...refusal, message: 'You have no notice with this id.' });
    }
    const { count, replayed } = result.value;
    return Object.assign(new NoticesMarkedReadType(), {
      count: BigInt(count),
      member: memberType(caller.memberId),
      replayed,
    });
  }
}

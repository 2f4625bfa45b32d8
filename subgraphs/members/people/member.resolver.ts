/**
 * Reads of members and the fields of one.
 *
 * Who sees what: the public name is for everybody; the phone in full for the member and operators, masked for
 * partners; cards and the day of enrolment for the member, partners, operators and auditors. For all others these
 * fields are null.
 */
import 'reflect-metadata';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  type Connection,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { DateTimeScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { CardRow } from '../cards/card.row.js';
import { CardType } from '../cards/card.type.js';
import { cardsOf } from '../cards/cards.query.js';
import { mayKnow } from '../standing/member-privacy.query.js';
import type { MemberKind } from '../standing/member-standing.js';
import {
  MemberConnection,
  MemberKindEnum,
  MemberType,
  memberType,
  memberTypeOrNull,
  PublicNameType,
} from './member.type.js';
import { memberByCard, memberById, memberByPhone, membersPage } from './members.query.js';
import { maskedPhone } from './phone.js';
import type { PhoneVault } from './phone-vault.secret.js';
import { publicNameOf } from './public-name.js';

@Resolver(() => MemberType)
export class MemberResolver {
  constructor(
    private readonly database: DataSource,
    private readonly vault: PhoneVault,
  ) {}

  @Query(() => MemberType, { nullable: true, description: 'The signed-in member.' })
  me(@Ctx() context: RequestContext): Promise<MemberType | null> {
    const { memberId } = allow(context.caller, ['member']);
    return this.memberOf({ id: memberId }, context);
  }

  @Query(() => MemberType, {
    nullable: true,
    description: 'The member of an id; null when there is none for you.',
  })
  async member(
    @Arg('id', () => ID, { description: 'The id of the member.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MemberType | null> {
    const caller = allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    if (caller.kind === 'member' && caller.memberId !== id) return null;
    return this.memberOf({ id }, context);
  }

  @Query(() => MemberType, {
    nullable: true,
    description:
      'Finds a member at a till, by card or by phone. Exactly one of the two. For partners and operators.',
  })
  async findMember(
    @Arg('cardNumber', () => String, { nullable: true, description: 'The number on the card.' })
    cardNumber: string | null | undefined,
    @Arg('phone', () => String, { nullable: true, description: 'The phone with its country code.' })
    phone: string | null | undefined,
    @Ctx() context: RequestContext,
  ): Promise<MemberType | null> {
    allow(context.caller, ['partner', 'operator']);
    if (typeof cardNumber === 'string' && typeof phone !== 'string') {
      return memberTypeOrNull(await memberByCard(this.database, cardNumber));
    }
    if (typeof phone === 'string' && typeof cardNumber !== 'string') {
      return memberTypeOrNull(await memberByPhone(this.database, this.vault, phone));
    }
    throw new DoorError('BAD_USER_INPUT', 'Send exactly one of cardNumber and phone.');
  }

  @Query(() => MemberConnection, {
    description: 'All members in order of enrolment. For operators and auditors.',
  })
  async members(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection<MemberType>> {
    allow(context.caller, ['operator', 'auditor']);
    const { first, after } = pageOf(page, z.tuple([z.uuid()]));
    const found = await membersPage(this.database, after?.[0] ?? null, first + 1);
    return toConnection(found, first, { keyOf: (row) => [row.id], nodeOf: memberType });
  }

  @FieldResolver(() => PublicNameType, {
    nullable: true,
    description:
      'The name that others see. Null only while the part of the graph that knows it does not answer.',
  })
  publicName(@Root() member: MemberType): PublicNameType {
    return publicNameOf(member.row);
  }

  @FieldResolver(() => MemberKindEnum, {
    nullable: true,
    description: 'Whether the member is a person or a firm; null for strangers.',
  })
  kind(@Root() member: MemberType, @Ctx() { caller }: RequestContext): MemberKind | null {
    return mayKnow(caller, member) ? member.row.kind : null;
  }

  @FieldResolver(() => MemberType, {
    nullable: true,
    description:
      'The member that this one was merged into: its cards and points are there. Null for strangers.',
  })
  async mergedInto(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<MemberType | null> {
    const { mergedIntoId } = member.row;
    if (mergedIntoId === null || !mayKnow(context.caller, member)) return null;
    return this.memberOf({ id: mergedIntoId }, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The phone: in full for the member and operators, masked for partners, null for others and for a firm.',
  })
  phone(@Root() member: MemberType, @Ctx() { caller }: RequestContext): string | null {
    if (!mayKnow(caller, member) || caller.kind === 'auditor') return null;
    if (member.row.phoneSealed === null) return null;
    const phone = this.vault.open(member.row.phoneSealed, member.id);
    return caller.kind === 'partner' ? maskedPhone(phone) : phone;
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When the member joined; null for strangers.',
  })
  enrolledAt(@Root() member: MemberType, @Ctx() { caller }: RequestContext): Date | null {
    return mayKnow(caller, member) ? member.row.enrolledAt : null;
  }

  @FieldResolver(() => [CardType], {
    nullable: true,
    description: "The member's cards, oldest first; null for strangers.",
  })
  cards(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<CardRow[]> | null {
    if (!mayKnow(context.caller, member)) return null;
    return cardsOf(this.database, context, member.id);
  }

  /** Finds the member that another part of the graph named; batched over all of them. */
  async memberOf(reference: { readonly id: string }, context: RequestContext): Promise<MemberType | null> {
    return memberTypeOrNull(await memberById(this.database, context, reference.id));
  }
}

/** The door of offering points to another member, and the reads of gifts. */
import 'reflect-metadata';
import {
  Arg,
  Args,
  Ctx,
  createUnionType,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { actingFor, checkedText, memberRef } from '../checked-input.type.js';
import { MemberType } from '../entities.type.js';
import { InsufficientPointsType } from '../redemptions/hold.type.js';
import {
  isShared,
  KeyReusedType,
  MemberNotEnrolledType,
  PointsNotPositiveType,
  sharedProblem,
} from '../refusals.type.js';
import {
  isSpendRefusal,
  ownSpendProblem,
  SpendingLockedType,
  VelocityExceededType,
} from '../safety/spend-problems.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import type { Gift } from './gift.js';
import { type GiftDirection, giftById, giftKey, giftsOf, maySeeGifts } from './gift.query.js';
import { GiftConnection, GiftDirectionEnum, GiftType, giftType } from './gift.type.js';
import {
  GiftLimitExceededType,
  GiftsOffType,
  GiftTooSmallType,
  GiftToSelfType,
  offerProblem,
} from './gift-problems.type.js';
import { type GiftDependencies, type OfferGiftRefusal, offerGift } from './offer-gift.command.js';

@InputType({ description: 'Points to offer to another member.' })
class OfferGiftInput extends ActInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Who gives. Members give their own points and leave it out; operators must send it.',
  })
  giverId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The member who is given. Send this or cardNumber.' })
  memberId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the card of the member who is given. Send this or memberId.',
  })
  cardNumber?: string | null;

  @Field(() => PointsScalar, { description: 'How many points.' })
  points!: bigint;

  @Field(() => String, { nullable: true, description: 'What to say to it.' })
  message?: string | null;
}

@ObjectType('GiftOffered', { description: 'The points are set aside until the receiver answers.' })
class GiftOfferedType extends ActDone {
  @Field(() => GiftType, { description: 'The gift, open.' })
  gift!: GiftType;

  @Field(() => WalletType, { description: "The giver's wallet now." })
  wallet!: WalletType;
}

const OfferGiftResult = createUnionType({
  name: 'OfferGiftResult',
  description: 'The offer, or the first reason why there is none.',
  types: () =>
    [
      GiftOfferedType,
      GiftsOffType,
      PointsNotPositiveType,
      MemberNotEnrolledType,
      GiftToSelfType,
      GiftTooSmallType,
      GiftLimitExceededType,
      InsufficientPointsType,
      SpendingLockedType,
      VelocityExceededType,
      KeyReusedType,
    ] as const,
});

function refusalOf(refusal: OfferGiftRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  return isSpendRefusal(refusal) ? ownSpendProblem(refusal) : offerProblem(refusal);
}

@Resolver()
export class OfferGiftResolver {
  constructor(private readonly dependencies: GiftDependencies) {}

  @Query(() => GiftType, {
    nullable: true,
    description: 'A gift by its id, for its giver, its receiver, operators and auditors; none for others.',
  })
  async gift(
    @Arg('id', () => ID, { description: 'The id of the gift.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<GiftType | null> {
    const caller = allow(context.caller, ['member', 'operator', 'auditor']);
    const gift = await giftById(this.dependencies.database, context, id);
    return gift === null ? null : giftType(gift, { caller, now: context.clock.now() });
  }

  @Mutation(() => OfferGiftResult, {
    description:
      'Offers points to another member and sets them aside. They keep their expiry. For the giver and operators.',
  })
  async offerGift(
    @Arg('input', () => OfferGiftInput, { description: 'What to offer to whom.' }) input: OfferGiftInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof OfferGiftResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const { idempotencyKey: key, points, message } = input;
    const giverId = actingFor(caller, 'giverId', input.giverId);
    const said = message === undefined || message === null ? null : checkedText('message', message);
    const wish = { giverId, receiver: memberRef(input), points, message: said };
    const result = await offerGift(this.dependencies, { caller, key, wish });
    if (!result.ok) return refusalOf(result.refusal);
    const { database } = this.dependencies;
    const gift = (await giftById(database, context, result.value.giftId)) as Gift;
    return Object.assign(new GiftOfferedType(), {
      gift: giftType(gift, { caller, now: context.clock.now() }),
      wallet: walletType(giverId, await balanceOf(database, context, giverId)),
      replayed: result.value.replayed,
    });
  }
}

@Resolver(() => MemberType)
export class MemberGiftsResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => GiftConnection, {
    nullable: true,
    description: "The member's gifts, newest first. For the member, operators and auditors; none for others.",
  })
  async gifts(
    @Root() member: MemberType,
    @Arg('direction', () => GiftDirectionEnum, {
      nullable: true,
      description: 'Only those that go this way; both when left out.',
    })
    direction: GiftDirection | null,
    @Args() page: PageArguments,
    @Ctx() context: RequestContext,
  ) {
    const { caller, clock } = context;
    if (!maySeeGifts(caller, member.id)) return null;
    const asked = pageOf(page, giftKey);
    const of = { memberId: member.id, direction: direction ?? null, page: { ...asked, partnerId: null } };
    const found = await giftsOf(this.database, context, of);
    const now = clock.now();
    return toConnection(found, asked.first, {
      keyOf: (gift) => [gift.id],
      nodeOf: ({ memberId: _whose, ...gift }) => giftType(gift, { caller, now }),
    });
  }
}

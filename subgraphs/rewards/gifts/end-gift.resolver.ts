/** The doors by which a gift ends: answered by the receiver, withdrawn by the giver, reversed by an operator. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow, type CallerOf } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { GiftId } from '../../../shared/values/ids.js';
import { checkedId, checkedText } from '../checked-input.type.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { answerGift, type EndGiftRefusal, withdrawGift } from './end-gift.command.js';
import { type Gift, missingPoints } from './gift.js';
import { giftById } from './gift.query.js';
import { GiftType, giftType } from './gift.type.js';
import { endProblem, GiftNotFoundType, GiftNotOpenType } from './gift-problems.type.js';
import type { GiftDependencies } from './offer-gift.command.js';
import { reverseGift } from './reverse-gift.command.js';

@InputType({ description: 'An offer to withdraw.' })
class WithdrawGiftInput extends ActInput {
  @Field(() => ID, { description: 'The gift.' })
  giftId!: string;
}

@InputType({ description: 'An offer to answer.' })
class AnswerGiftInput extends WithdrawGiftInput {
  @Field(() => Boolean, { description: 'Whether to take it.' })
  accept!: boolean;
}

@InputType({ description: 'A gift to undo.' })
class ReverseGiftInput extends WithdrawGiftInput {
  @Field(() => String, { description: 'Why; it stays with the gift and its entries.' })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether what was spent is taken from other points of the receiver, and owed where there are none.',
  })
  mayOwe!: boolean;
}

@ObjectType('GiftAnswered', { description: 'The offer is accepted or declined.' })
class GiftAnsweredType extends ActDone {
  @Field(() => GiftType, { description: 'The gift as it is now.' })
  gift!: GiftType;

  @Field(() => WalletType, { description: "The receiver's wallet now." })
  wallet!: WalletType;
}

@ObjectType('GiftWithdrawn', { description: 'The offer is taken back and its points are free again.' })
class GiftWithdrawnType extends ActDone {
  @Field(() => GiftType, { description: 'The gift as it is now.' })
  gift!: GiftType;

  @Field(() => WalletType, { description: "The giver's wallet now." })
  wallet!: WalletType;
}

@ObjectType('GiftReversed', { description: 'What could be given back is with the giver again.' })
class GiftReversedType extends ActDone {
  @Field(() => GiftType, { description: 'The gift as it is now.' })
  gift!: GiftType;

  @Field(() => PointsScalar, { description: 'What went back to the giver.' })
  returned!: bigint;

  @Field(() => PointsScalar, { description: 'What did not: it was spent, or its time was over.' })
  missing!: bigint;

  @Field(() => WalletType, { description: "The giver's wallet now." })
  giverWallet!: WalletType;

  @Field(() => WalletType, { description: "The receiver's wallet now." })
  receiverWallet!: WalletType;
}

const refusals = [GiftNotFoundType, GiftNotOpenType, KeyReusedType] as const;

const AnswerGiftResult = createUnionType({
  name: 'AnswerGiftResult',
  description: 'The answered gift, or the first reason why it is not.',
  types: () => [GiftAnsweredType, ...refusals] as const,
});

const WithdrawGiftResult = createUnionType({
  name: 'WithdrawGiftResult',
  description: 'The withdrawn gift, or the first reason why it is not.',
  types: () => [GiftWithdrawnType, ...refusals] as const,
});

const ReverseGiftResult = createUnionType({
  name: 'ReverseGiftResult',
  description: 'The reversed gift, or the first reason why it is not.',
  types: () => [GiftReversedType, ...refusals] as const,
});

function wishOf(input: WithdrawGiftInput, caller: CallerOf<'member' | 'operator'>) {
  const askedBy = caller.kind === 'member' ? caller.memberId : null;
  return { giftId: checkedId<GiftId>('giftId', input.giftId), askedBy };
}

const told = (refusal: EndGiftRefusal) =>
  refusal.kind === 'KeyReused' ? sharedProblem(refusal) : endProblem(refusal);

@Resolver()
export class EndGiftResolver {
  constructor(private readonly dependencies: GiftDependencies) {}

  @Mutation(() => AnswerGiftResult, {
    description: 'Accepts or declines an offer of points. For the receiver and operators.',
  })
  async answerGift(
    @Arg('input', () => AnswerGiftInput, { description: 'The answer.' }) input: AnswerGiftInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AnswerGiftResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const wish = { ...wishOf(input, caller), accept: input.accept };
    const result = await answerGift(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return told(result.refusal);
    const gift = await this.ended(wish.giftId, context);
    const wallet = await this.walletOf(gift.receiver.id, context);
    return Object.assign(new GiftAnsweredType(), { gift, wallet, replayed: result.value.replayed });
  }

  @Mutation(() => WithdrawGiftResult, {
    description: 'Takes an open offer of points back. For the giver and operators.',
  })
  async withdrawGift(
    @Arg('input', () => WithdrawGiftInput, { description: 'What to withdraw.' }) input: WithdrawGiftInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof WithdrawGiftResult> {
    const caller = allow(context.caller, ['member', 'operator']);
    const wish = wishOf(input, caller);
    const result = await withdrawGift(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return told(result.refusal);
    const gift = await this.ended(wish.giftId, context);
    const wallet = await this.walletOf(gift.giver.id, context);
    return Object.assign(new GiftWithdrawnType(), { gift, wallet, replayed: result.value.replayed });
  }

  @Mutation(() => ReverseGiftResult, {
    description:
      'Undoes an accepted gift as far as the receiver still has it, and tells what is missing. For operators.',
  })
  async reverseGift(
    @Arg('input', () => ReverseGiftInput, { description: 'What to undo and why.' }) input: ReverseGiftInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReverseGiftResult> {
    const caller = allow(context.caller, ['operator']);
    const { giftId } = wishOf(input, caller);
    const wish = { giftId, reason: checkedText('reason', input.reason), mayOwe: input.mayOwe };
    const result = await reverseGift(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return told(result.refusal);
    const reversed = (await giftById(this.dependencies.database, context, giftId)) as Gift;
    return Object.assign(new GiftReversedType(), {
      gift: giftType(reversed, { caller, now: context.clock.now() }),
      returned: reversed.returnedPoints + reversed.owedPoints,
      missing: missingPoints(reversed),
      giverWallet: await this.walletOf(reversed.giverId, context),
      receiverWallet: await this.walletOf(reversed.receiverId, context),
      replayed: result.value.replayed,
    });
  }

  private async ended(giftId: GiftId, context: RequestContext): Promise<GiftType> {
    const gift = (await giftById(this.dependencies.database, context, giftId)) as Gift;
    return giftType(gift, { caller: context.caller, now: context.clock.now() });
  }

  private async walletOf(memberId: string, context: RequestContext): Promise<WalletType> {
    return walletType(memberId, await balanceOf(this.dependencies.database, context, memberId));
  }
}

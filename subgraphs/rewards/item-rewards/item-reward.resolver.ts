/** The doors of item rewards: a member's items, and handing one over at a store. */
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
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { ItemRewardId, StoreId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { MemberType } from '../entities.type.js';
import type { PurchaseDependencies } from '../purchases/record-purchase.command.js';
import {
  isShared,
  KeyReusedType,
  PartnerNotActiveType,
  StoreNotFoundType,
  sharedProblem,
} from '../refusals.type.js';
import { visibilityOf } from '../wallets/visibility.query.js';
import {
  IssuedItemConnection,
  IssuedItemType,
  ItemRewardNotFoundType,
  ItemRewardNotIssuedType,
  issuedItemType,
} from './item-reward.type.js';
import { changedItemReward, itemRewardKey, itemRewardsOf } from './item-rewards.query.js';
import { type RedeemItemRewardRefusal, redeemItemReward } from './redeem-item-reward.command.js';

@InputType({ description: 'An item that the member takes.' })
class RedeemItemRewardInput extends ActInput {
  @Field(() => ID, { description: 'The item.' })
  itemRewardId!: string;

  @Field(() => ID, { description: 'The store that hands it over.' })
  storeId!: string;
}

@ObjectType('ItemRewardRedeemed', {
  description: 'The item is handed over, and can be taken no second time.',
})
class ItemRewardRedeemedType extends ActDone {
  @Field(() => IssuedItemType, { description: 'The item.' })
  itemReward!: IssuedItemType;
}

const RedeemItemRewardResult = createUnionType({
  name: 'RedeemItemRewardResult',
  description: 'The redeemed item, or the first reason why it is not.',
  types: () =>
    [
      ItemRewardRedeemedType,
      ItemRewardNotFoundType,
      StoreNotFoundType,
      PartnerNotActiveType,
      ItemRewardNotIssuedType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class RedeemItemRewardResolver {
  constructor(private readonly dependencies: PurchaseDependencies) {}

  @Mutation(() => RedeemItemRewardResult, {
    description: 'Hands an item over at a store. For partners, at their own stores, and operators.',
  })
  async redeemItemReward(
    @Arg('input', () => RedeemItemRewardInput, { description: 'The item.' }) input: RedeemItemRewardInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RedeemItemRewardResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = {
      itemRewardId: checkedId<ItemRewardId>('itemRewardId', input.itemRewardId),
      storeId: checkedId<StoreId>('storeId', input.storeId),
      sentBy: caller.kind === 'partner' ? caller.partnerId : null,
    };
    const result = await redeemItemReward(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return redeemProblem(result.refusal);
    const { itemRewardId, replayed } = result.value;
    const itemReward = issuedItemType(await changedItemReward(this.dependencies.database, itemRewardId));
    return Object.assign(new ItemRewardRedeemedType(), { itemReward, replayed });
  }
}

@Resolver(() => MemberType)
export class MemberItemRewardsResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => IssuedItemConnection, {
    nullable: true,
    description:
      "The member's items, newest first. A partner sees those not redeemed yet or redeemed at it; other members none.",
  })
  async itemRewards(@Root() member: MemberType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const visibility = visibilityOf(context.caller, member.id);
    if (visibility === null) return null;
    const asked = pageOf(page, itemRewardKey);
    const of = { memberId: member.id, page: { ...asked, partnerId: visibility.partnerId } };
    const found = await itemRewardsOf(this.database, context, of);
    return toConnection(found, asked.first, { keyOf: (item) => [item.id], nodeOf: issuedItemType });
  }
}

function redeemProblem(refusal: RedeemItemRewardRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'ItemRewardNotFound':
      return problem(ItemRewardNotFoundType, { ...refusal, message: 'Nobody has an item with this id.' });
    case 'ItemRewardNotIssued': {
      const message = `The item is ${refusal.state}; it can be taken once.`;
      return problem(ItemRewardNotIssuedType, { ...refusal, message });
    }
  }
}

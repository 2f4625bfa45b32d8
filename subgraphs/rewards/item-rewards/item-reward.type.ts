/** An item reward as the graph shows it, and why one cannot be redeemed. */
import 'reflect-metadata';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { MemberType, memberType, StoreType, storeType } from '../entities.type.js';
import { Problem } from '../problem.js';
import type { ItemReward, ItemRewardState } from './item-reward.js';

export enum ItemRewardStateEnum {
  ISSUED = 'ISSUED',
  REDEEMED = 'REDEEMED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(ItemRewardStateEnum, {
  name: 'ItemRewardState',
  description: 'Where an item stands.',
  valuesConfig: {
    ISSUED: { description: 'The member may have it.' },
    REDEEMED: { description: 'The member took it.' },
    CANCELLED: { description: 'Goods came back whose units it was made of; those came back first.' },
  },
});

@ObjectType('IssuedItem', { description: 'An item that units of a member became.' })
export class IssuedItemType {
  @Field(() => ID, { description: 'The id of the item; redeem it by this.' })
  id!: string;

  @Field(() => MemberType, { description: 'Whose it is.' })
  member!: MemberType;

  @Field(() => String, { description: 'The item in words.' })
  name!: string;

  @Field(() => String, { description: 'The unit that became it.' })
  unit!: string;

  @Field(() => PointsScalar, { description: 'How many units became it.' })
  units!: bigint;

  @Field(() => ItemRewardStateEnum, { description: 'Where it stands.' })
  state!: ItemRewardState;

  @Field(() => ID, { description: 'The entry of the ledger that made it.' })
  entryId!: string;

  @Field(() => DateTimeScalar, { description: 'When it came to be.' })
  issuedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the member took it; none if not.' })
  redeemedAt!: Date | null;

  @Field(() => StoreType, { nullable: true, description: 'Where the member took it; none if not.' })
  redeemedAtStore!: StoreType | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a return cancelled it; none if not.' })
  cancelledAt!: Date | null;
}

export const IssuedItemConnection = connectionType('IssuedItem', () => IssuedItemType);

@ObjectType('ItemRewardNotFound', { implements: Problem, description: 'Nobody has such an item.' })
export class ItemRewardNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  itemRewardId!: string;
}

@ObjectType('ItemRewardNotIssued', {
  implements: Problem,
  description: 'The item was redeemed or cancelled before.',
})
export class ItemRewardNotIssuedType extends Problem {
  @Field(() => ID, { description: 'The item.' })
  itemRewardId!: string;

  @Field(() => ItemRewardStateEnum, { description: 'Where it stands.' })
  state!: ItemRewardState;
}

export function issuedItemType({
  memberId: _madeFor,
  holderId,
  redeemedStoreId,
  ...item
}: ItemReward): IssuedItemType {
  return Object.assign(new IssuedItemType(), item, {
    member: memberType(holderId),
    redeemedAtStore: redeemedStoreId === null ? null : storeType(redeemedStoreId),
  });
}

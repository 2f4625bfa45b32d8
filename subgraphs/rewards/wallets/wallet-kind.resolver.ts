/**
 * What a wallet is by its kind: its names, what its units are for, the item they become next, and the room that its
 * caps leave. Asked for by itself; a till that wants a balance reads none of it.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { kindsOfRequest } from '../wallet-kinds/wallet-kinds.query.js';
import { WalletPurpose } from '../wallet-kinds/wallet-rules.type.js';
import { roomOf } from './room.query.js';
import { NextItemType, WalletType } from './wallet.type.js';

@Resolver(() => WalletType)
export class KindOfWalletResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => String, { description: 'One unit in words, such as "mile".' })
  async nameOne(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<string> {
    return (await this.kindOf(wallet, context)).nameOne;
  }

  @FieldResolver(() => String, { description: 'Units in words, such as "miles".' })
  async nameMany(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<string> {
    return (await this.kindOf(wallet, context)).nameMany;
  }

  @FieldResolver(() => WalletPurpose, { description: 'What its units are for.' })
  async purpose(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<WalletPurpose> {
    return (await this.kindOf(wallet, context)).purpose as WalletPurpose;
  }

  @FieldResolver(() => NextItemType, {
    nullable: true,
    description: 'The item that its units become next; none where they become nothing.',
  })
  async nextItem(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<NextItemType | null> {
    const { itemReward } = await this.kindOf(wallet, context);
    if (itemReward === null) return null;
    const { available } = wallet;
    const missing = available < itemReward.every ? itemReward.every - available : 0n;
    return Object.assign(new NextItemType(), { ...itemReward, missing });
  }

  @FieldResolver(() => PointsScalar, {
    nullable: true,
    description: 'How many units its caps leave room for now; none for a wallet without caps.',
  })
  async room(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<bigint | null> {
    return roomOf(this.database, context, wallet);
  }

  private async kindOf({ unit }: WalletType, context: RequestContext): Promise<WalletKind> {
    const { inForce } = await kindsOfRequest(this.database, context);
    return inForce.find((kind) => kind.unit === unit) as WalletKind;
  }
}

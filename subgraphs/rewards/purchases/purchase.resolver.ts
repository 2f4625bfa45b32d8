/** Reads of purchases: by id, by receipt, and those of a member. Each shows only what the caller may see. */
import 'reflect-metadata';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType } from '../entities.type.js';
import { visibilityOf } from '../wallets/visibility.query.js';
import {
  linesOf,
  type PurchaseRecord,
  purchaseById,
  purchaseByReceipt,
  purchaseKey,
  purchasesOf,
  returnsOf,
} from './purchase.query.js';
import {
  PurchaseConnection,
  PurchaseLineType,
  PurchaseReturnType,
  PurchaseType,
  purchaseLineType,
  purchaseReturnType,
  purchaseType,
} from './purchase.type.js';

const orNull = (found: PurchaseRecord | null): PurchaseType | null =>
  found === null ? null : purchaseType(found);

@Resolver(() => PurchaseType)
export class PurchaseResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => PurchaseType, {
    nullable: true,
    description: 'A purchase by its id; none if it is not yours to see.',
  })
  async purchase(
    @Arg('id', () => ID, { description: 'The id of the purchase.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<PurchaseType | null> {
    allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    return orNull(await purchaseById(this.database, context, id));
  }

  @Query(() => PurchaseType, {
    nullable: true,
    description: 'A purchase by the receipt that the member shows.',
  })
  async purchaseByReceipt(
    @Arg('storeId', () => ID, { description: 'The store that gave the receipt.' }) storeId: string,
    @Arg('receiptNumber', () => String, { description: 'The number on it.' }) receiptNumber: string,
    @Ctx() context: RequestContext,
  ): Promise<PurchaseType | null> {
    allow(context.caller, ['partner', 'operator', 'auditor']);
    return orNull(await purchaseByReceipt(this.database, context, { storeId, receiptNumber }));
  }

  @FieldResolver(() => [PurchaseLineType], { description: 'The lines of the receipt.' })
  async lines(@Root() purchase: PurchaseType, @Ctx() context: RequestContext): Promise<PurchaseLineType[]> {
    const found = await linesOf(this.database, context, purchase.id);
    return found.map((line) => purchaseLineType(line, purchase.total.currency));
  }

  @FieldResolver(() => [PurchaseReturnType], { description: 'What came back of it, oldest first.' })
  async returns(
    @Root() purchase: PurchaseType,
    @Ctx() context: RequestContext,
  ): Promise<PurchaseReturnType[]> {
    const found = await returnsOf(this.database, context, purchase.id);
    return found.map((back) => purchaseReturnType(back, purchase.total.currency));
  }
}

@Resolver(() => MemberType)
export class MemberPurchasesResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PurchaseConnection, {
    nullable: true,
    description:
      "The member's purchases, newest first. A partner sees those at its stores; others than the member none.",
  })
  async purchases(@Root() member: MemberType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const visibility = visibilityOf(context.caller, member.id);
    if (visibility === null) return null;
    const asked = pageOf(page, purchaseKey);
    const of = { memberId: member.id, page: { ...asked, partnerId: visibility.partnerId } };
    const found = await purchasesOf(this.database, context, of);
    return toConnection(found, asked.first, {
      keyOf: (purchase) => [purchase.purchasedAt.toISOString(), purchase.id],
      nodeOf: purchaseType,
    });
  }
}

/** Reads of stores: from a partner to its stores, from a store to its partner. All of it is public. */
import 'reflect-metadata';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { partnerById } from '../registry/partner.query.js';
import { PartnerType, partnerType } from '../registry/partner.type.js';
import { storeById, storesOfPartner } from './store.query.js';
import { StoreType, storeType } from './store.type.js';

const STORES_DEFAULT = 50;
const STORES_MAX = 500;

@Resolver(() => StoreType)
export class StoreResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PartnerType, { description: 'The partner whose store it is.' })
  async partner(@Root() store: StoreType, @Ctx() context: RequestContext): Promise<PartnerType | null> {
    const partner = await partnerById(this.database, context, store.partnerId);
    return partner === null ? null : partnerType(partner);
  }

  /** Finds the store that another part of the graph named; batched over all of them. */
  async storeOf(reference: { readonly id: string }, context: RequestContext): Promise<StoreType | null> {
    const store = await storeById(this.database, context, reference.id);
    return store === null ? null : storeType(store);
  }
}

@Resolver(() => PartnerType)
export class StoresOfPartnerResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [StoreType], { description: 'The stores of the partner, first opened first.' })
  async stores(
    @Root() partner: PartnerType,
    @Arg('first', () => Int, {
      defaultValue: STORES_DEFAULT,
      description: `How many to give, 1 to ${STORES_MAX}.`,
    })
    first: number,
    @Ctx() context: RequestContext,
  ): Promise<StoreType[]> {
    if (first < 1 || first > STORES_MAX) {
      throw new DoorError('BAD_USER_INPUT', `first must be 1 to ${STORES_MAX}, got ${first}`);
    }
    const stores = await storesOfPartner(this.database, context, { partnerId: partner.id, first });
    return stores.map(storeType);
  }
}

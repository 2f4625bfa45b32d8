/** Reads of partners: who is in the coalition is public. */
import 'reflect-metadata';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  type Connection,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { partnerById, partnersPage } from './partner.query.js';
import { PartnerConnection, PartnerType, partnerType } from './partner.type.js';

@Resolver(() => PartnerType)
export class PartnerResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => PartnerType, { nullable: true, description: 'The partner of an id; null when there is none.' })
  partner(
    @Arg('id', () => ID, { description: 'The id of the partner.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<PartnerType | null> {
    return this.partnerOf({ id }, context);
  }

  @Query(() => PartnerConnection, {
    description: 'The brands of the coalition in the order in which they came in.',
  })
  async partners(@Args(() => PageArguments) page: PageArguments): Promise<Connection<PartnerType>> {
    const { first, after } = pageOf(page, z.tuple([z.uuid()]));
    const found = await partnersPage(this.database, after?.[0] ?? null, first + 1);
    return toConnection(found, first, { keyOf: (partner) => [partner.id], nodeOf: partnerType });
  }

  /** Finds the partner that another part of the graph named; batched over all of them. */
  async partnerOf(reference: { readonly id: string }, context: RequestContext): Promise<PartnerType | null> {
    const partner = await partnerById(this.database, context, reference.id);
    return partner === null ? null : partnerType(partner);
  }
}

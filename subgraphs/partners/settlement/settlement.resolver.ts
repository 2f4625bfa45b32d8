/**
 * Reads of settlement periods, for operators, auditors and partners; what of them a partner sees is in
 * `figures.resolver.ts`.
 */
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
import { allow, type Role } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { openPeriod, periodById, periodsPage } from './settlement.query.js';
import { SettlementPeriodConnection, SettlementPeriodType, settlementPeriodType } from './settlement.type.js';

const READERS: readonly Role[] = ['partner', 'operator', 'auditor'];

@Resolver()
export class SettlementResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => SettlementPeriodType, {
    description: 'The open period with its running figures. For operators, auditors and partners.',
  })
  async currentSettlementPeriod(@Ctx() context: RequestContext): Promise<SettlementPeriodType> {
    allow(context.caller, READERS);
    return settlementPeriodType(await openPeriod(this.database));
  }

  @Query(() => SettlementPeriodType, {
    nullable: true,
    description: 'The period of an id; null when there is none. For operators, auditors and partners.',
  })
  async settlementPeriod(
    @Arg('id', () => ID, { description: 'The id of the period.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<SettlementPeriodType | null> {
    allow(context.caller, READERS);
    const period = await periodById(this.database, id);
    return period === null ? null : settlementPeriodType(period);
  }

  @Query(() => SettlementPeriodConnection, {
    description: 'The periods, newest first. For operators, auditors and partners.',
  })
  async settlementPeriods(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: RequestContext,
  ): Promise<Connection<SettlementPeriodType>> {
    allow(context.caller, READERS);
    const { first, after } = pageOf(page, z.tuple([z.int32().positive()]));
    const found = await periodsPage(this.database, after?.[0] ?? null, first + 1);
    return toConnection(found, first, { keyOf: (period) => [period.number], nodeOf: settlementPeriodType });
  }
}

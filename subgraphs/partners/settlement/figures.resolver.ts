/**
 * What a settlement period comes to, and for whom.
 *
 * Operators and auditors see every figure. A partner sees its own position and the obligations of which it is a side:
 * what others owe or receive is not its business, and its own can be checked without it.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { seesTermsOf } from '../registry/partner-privacy.query.js';
import { figuresOfPeriod } from './settlement.query.js';
import {
  NetPositionType,
  netPositionType,
  ObligationType,
  obligationType,
  SettlementPeriodType,
} from './settlement.type.js';

@Resolver(() => SettlementPeriodType)
export class FiguresResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => WholeNumberScalar, {
    nullable: true,
    description: 'The highest ledger sequence that is in the period; null while nothing is.',
  })
  async watermark(
    @Root() period: SettlementPeriodType,
    @Ctx() context: RequestContext,
  ): Promise<bigint | null> {
    return (await figuresOfPeriod(this.database, context, period)).watermark;
  }

  @FieldResolver(() => WholeNumberScalar, {
    nullable: true,
    description:
      'How many clearing entries are in the period. For operators and auditors; null for partners.',
  })
  async entryCount(
    @Root() period: SettlementPeriodType,
    @Ctx() context: RequestContext,
  ): Promise<bigint | null> {
    if (context.caller.kind === 'partner') return null;
    return (await figuresOfPeriod(this.database, context, period)).entryCount;
  }

  @FieldResolver(() => [ObligationType], {
    description: 'Who owes whom for what: running while the period is open. For a partner, its own alone.',
  })
  async obligations(
    @Root() period: SettlementPeriodType,
    @Ctx() context: RequestContext,
  ): Promise<ObligationType[]> {
    const { obligations } = await figuresOfPeriod(this.database, context, period);
    // The operator is a side of every obligation, so the other side says whose it is.
    return obligations
      .filter(({ debtor, creditor }) => seesTermsOf(context.caller, debtor ?? creditor))
      .map(obligationType);
  }

  @FieldResolver(() => [NetPositionType], {
    description:
      'Net positions; over all parties they sum to zero per currency. For a partner, its own alone.',
  })
  async positions(
    @Root() period: SettlementPeriodType,
    @Ctx() context: RequestContext,
  ): Promise<NetPositionType[]> {
    const { positions } = await figuresOfPeriod(this.database, context, period);
    return positions.filter(({ party }) => seesTermsOf(context.caller, party)).map(netPositionType);
  }
}

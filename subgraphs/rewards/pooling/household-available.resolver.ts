/** What a member could spend with the help of her household, on her wallet. */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { WalletType } from '../wallets/wallet.type.js';
import { householdAvailable } from './household-available.query.js';

@Resolver(() => WalletType)
export class HouseholdAvailableResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PointsScalar, {
    nullable: true,
    description:
      'What can be spent now with what the household lends within her limit; none in no household and for other units.',
  })
  async householdAvailable(
    @Root() { memberId, unit }: WalletType,
    @Ctx() context: RequestContext,
  ): Promise<bigint | null> {
    return unit === POINTS_UNIT ? householdAvailable(this.database, context, memberId) : null;
  }
}

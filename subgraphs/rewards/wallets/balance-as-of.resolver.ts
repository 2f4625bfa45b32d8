/** The door to what a wallet held at a past instant. */
import 'reflect-metadata';
import { Arg, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { balanceAsOf } from './balance-as-of.query.js';
import { WalletType } from './wallet.type.js';

@ObjectType('WalletBalance', { description: 'What a wallet held at an instant.' })
class WalletBalanceType {
  @Field(() => DateTimeScalar, { description: 'The instant.' })
  at!: Date;

  @Field(() => PointsScalar, { description: 'What could be spent.' })
  available!: bigint;

  @Field(() => PointsScalar, { description: 'Earned and not usable then.' })
  pending!: bigint;

  @Field(() => PointsScalar, { description: 'Set aside for redemptions under way.' })
  held!: bigint;

  @Field(() => PointsScalar, {
    description: 'What returned goods had taken back beyond what was there.',
  })
  debt!: bigint;
}

@Resolver(() => WalletType)
export class BalanceAsOfResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => WalletBalanceType, {
    nullable: true,
    description:
      'What the wallet held at a past instant, by the entries posted until then. None for a partner: a till needs today.',
  })
  async balanceAsOf(
    @Root() { memberId }: WalletType,
    @Arg('at', () => DateTimeScalar, { description: 'The instant, not in the future.' }) at: Date,
    @Ctx() context: RequestContext,
  ): Promise<WalletBalanceType | null> {
    if (context.caller.kind === 'partner') return null;
    const now = context.clock.now();
    if (at > now) {
      throw new DoorError('BAD_USER_INPUT', `at must not be in the future; now is ${now.toISOString()}`);
    }
    const balance = await balanceAsOf(this.database, context, { memberId, at });
    return Object.assign(new WalletBalanceType(), { at, ...balance });
  }
}

/** The door of reversing a donation. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { DateTimeScalar, PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { DonationId } from '../../../shared/values/ids.js';
import { checkedId, checkedText } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { type CauseRecord, causeById } from './cause.query.js';
import { CauseType, causeType } from './cause.type.js';
import type { CauseDependencies } from './open-cause.command.js';
import { type ReverseDonationRefusal, reverseDonation } from './reverse-donation.command.js';

@InputType({ description: 'A donation to reverse.' })
class ReverseDonationInput extends ActInput {
  @Field(() => ID, { description: 'The donation.' })
  donationId!: string;

  @Field(() => String, { description: 'Why; it stays with the ledger.' })
  reason!: string;
}

@ObjectType('DonationReversed', {
  description: 'Points went back to the lots they came from; usable, expired and debtPaid sum to them.',
})
class DonationReversedType extends ActDone {
  @Field(() => ID, { description: 'The donation.' })
  donationId!: string;

  @Field(() => PointsScalar, { description: 'How many went back: all of them.' })
  points!: bigint;

  @Field(() => PointsScalar, { description: 'How many of them can be spent again.' })
  usable!: bigint;

  @Field(() => PointsScalar, { description: 'How many went back into a lot whose time is over.' })
  expired!: bigint;

  @Field(() => PointsScalar, { description: 'How many paid a debt at once.' })
  debtPaid!: bigint;

  @Field(() => MoneyType, { description: 'What the partner behind the cause is owed less.' })
  takenBack!: MoneyType;

  @Field(() => CauseType, { description: 'The cause with its running total now.' })
  cause!: CauseType;

  @Field(() => WalletType, { description: "The wallet now of whoever has the giver's points." })
  wallet!: WalletType;
}

@ObjectType('DonationNotFound', { implements: Problem, description: 'There is no such donation.' })
class DonationNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  donationId!: string;
}

@ObjectType('DonationAlreadyReversed', {
  implements: Problem,
  description: 'The donation was reversed before.',
})
class DonationAlreadyReversedType extends Problem {
  @Field(() => ID, { description: 'The donation.' })
  donationId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was reversed.' })
  reversedAt!: Date;
}

const ReverseDonationResult = createUnionType({
  name: 'ReverseDonationResult',
  description: 'The reversed donation, or the first reason why it is not.',
  types: () =>
    [DonationReversedType, DonationNotFoundType, DonationAlreadyReversedType, KeyReusedType] as const,
});

@Resolver()
export class ReverseDonationResolver {
  constructor(private readonly dependencies: CauseDependencies) {}

  @Mutation(() => ReverseDonationResult, {
    description: 'Undoes a donation: its points go back, the total of the cause goes down. For operators.',
  })
  async reverseDonation(
    @Arg('input', () => ReverseDonationInput, { description: 'What to undo and why.' })
    input: ReverseDonationInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReverseDonationResult> {
    const caller = allow(context.caller, ['operator']);
    const wish = {
      donationId: checkedId<DonationId>('donationId', input.donationId),
      reason: checkedText('reason', input.reason),
    };
    const result = await reverseDonation(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return reversalProblem(result.refusal);
    const { database } = this.dependencies;
    const { causeId, memberId, amountMinor, currency, ...reversed } = result.value;
    return Object.assign(new DonationReversedType(), {
      ...reversed,
      takenBack: { amountMinor, currency },
      cause: causeType((await causeById(database, causeId)) as CauseRecord),
      wallet: walletType(memberId, await balanceOf(database, context, memberId)),
    });
  }
}

function reversalProblem(refusal: ReverseDonationRefusal) {
  switch (refusal.kind) {
    case 'KeyReused':
      return sharedProblem(refusal);
    case 'DonationNotFound':
      return problem(DonationNotFoundType, { ...refusal, message: 'There is no donation with this id.' });
    case 'DonationAlreadyReversed': {
      const message = `The donation was reversed at ${refusal.reversedAt.toISOString()}.`;
      return problem(DonationAlreadyReversedType, { ...refusal, message });
    }
  }
}

/** The door of reversing a capture. */
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
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { CaptureId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { Problem } from '../problem.js';
import type { Hold } from '../redemptions/hold.js';
import { holdById } from '../redemptions/hold.query.js';
import { HoldType, holdType } from '../redemptions/hold.type.js';
import { isShared, KeyReusedType, PointsNotPositiveType, sharedProblem } from '../refusals.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { capturesOf } from './capture.query.js';
import { CaptureType, captureType } from './capture.type.js';
import {
  type CaptureReversed,
  type ReverseCaptureRefusal,
  reverseCapture,
} from './reverse-capture.command.js';

@InputType({ description: 'A capture to reverse.' })
class ReverseCaptureInput extends ActInput {
  @Field(() => ID, { description: 'The capture.' })
  captureId!: string;

  @Field(() => PointsScalar, {
    nullable: true,
    description: 'How many points go back; all that are left of the capture when left out.',
  })
  points?: bigint | null;
}

@ObjectType('CaptureReversed', {
  description: 'Points went back to the lots they came from; usable, expired and debtPaid sum to them.',
})
class CaptureReversedType extends ActDone {
  @Field(() => HoldType, { description: 'The hold of the capture.' })
  hold!: HoldType;

  @Field(() => CaptureType, { description: 'The capture as it stands now.' })
  capture!: CaptureType;

  @Field(() => PointsScalar, { description: 'How many went back.' })
  points!: bigint;

  @Field(() => PointsScalar, { description: 'How many of them the member can spend again.' })
  usable!: bigint;

  @Field(() => PointsScalar, { description: 'How many went back into a lot whose time is over.' })
  expired!: bigint;

  @Field(() => PointsScalar, { description: "How many paid the member's debt." })
  debtPaid!: bigint;

  @Field(() => MoneyType, { description: 'What the coalition owes the partner less than before.' })
  takenBack!: MoneyType;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

@ObjectType('CaptureNotFound', { implements: Problem, description: 'You have no such capture.' })
class CaptureNotFoundType extends Problem {
  @Field(() => ID, { description: 'The id that was sent.' })
  captureId!: string;
}

@ObjectType('ReversalExceedsCapture', {
  implements: Problem,
  description: 'More was to go back than is left of the capture.',
})
class ReversalExceedsCaptureType extends Problem {
  @Field(() => PointsScalar, { description: 'What the capture spent.' })
  captured!: bigint;

  @Field(() => PointsScalar, { description: 'What went back before.' })
  alreadyReversed!: bigint;

  @Field(() => PointsScalar, { description: 'What was asked.' })
  asked!: bigint;
}

const ReverseCaptureResult = createUnionType({
  name: 'ReverseCaptureResult',
  description: 'The reversal, or the first reason why there is none.',
  types: () =>
    [
      CaptureReversedType,
      CaptureNotFoundType,
      PointsNotPositiveType,
      ReversalExceedsCaptureType,
      KeyReusedType,
    ] as const,
});

@Resolver()
export class ReverseCaptureResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => ReverseCaptureResult, {
    description:
      'Undoes a capture, all of it or a part; points keep their old expiry. For partners, their own, and operators.',
  })
  async reverseCapture(
    @Arg('input', () => ReverseCaptureInput, { description: 'What to reverse.' }) input: ReverseCaptureInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ReverseCaptureResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = {
      captureId: checkedId<CaptureId>('captureId', input.captureId),
      points: input.points ?? null,
      sentBy: caller.kind === 'partner' ? caller.partnerId : null,
    };
    const result = await reverseCapture(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) return reversalProblem(result.refusal);
    const { points, usable, expired, debtPaid, amountMinor, currency, replayed } = result.value;
    const facts = { points, usable, expired, debtPaid, takenBack: { amountMinor, currency }, replayed };
    return Object.assign(new CaptureReversedType(), { ...facts, ...(await this.now(result.value, context)) });
  }

  private async now({ captureId, holdId, memberId }: CaptureReversed, context: RequestContext) {
    const { database } = this.dependencies;
    const hold = (await holdById(database, context, holdId)) as Hold;
    const captures = (await capturesOf(database, context, holdId)).map(captureType);
    return {
      hold: holdType(hold, context.clock.now()),
      capture: captures.find(({ id }) => id === captureId) as CaptureType,
      wallet: walletType(memberId, await balanceOf(database, context, memberId)),
    };
  }
}

function reversalProblem(refusal: ReverseCaptureRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'CaptureNotFound':
      return problem(CaptureNotFoundType, { ...refusal, message: 'You have no capture with this id.' });
    case 'ReversalExceedsCapture': {
      const { captured, alreadyReversed, asked } = refusal;
      const message = `Of ${captured} captured, ${alreadyReversed} went back; not ${asked} more.`;
      return problem(ReversalExceedsCaptureType, { ...refusal, message });
    }
  }
}

/** The doors of adjustments: made, approved and rejected by operators, read by them and by auditors. */
import 'reflect-metadata';
import {
  Arg,
  Args,
  Ctx,
  createUnionType,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { PointsScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { AdjustmentId, MemberId, PartnerId } from '../../../shared/values/ids.js';
import { checkedId, checkedPoints, checkedText } from '../checked-input.type.js';
import { InsufficientPointsType } from '../redemptions/hold.type.js';
import {
  AgreementNotInForceType,
  KeyReusedType,
  MemberNotEnrolledType,
  PartnerNotActiveType,
  PartnerNotFoundType,
  sharedProblem,
} from '../refusals.type.js';
import { MAIN_UNIT } from '../wallet-kinds/wallet-kind.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import { type AdjustmentDependencies, adjustPoints } from './adjust-points.command.js';
import type { AdjustmentState } from './adjustment.js';
import { adjustmentById, adjustmentKey, adjustmentsPage } from './adjustment.query.js';
import {
  AdjustmentConnection,
  AdjustmentNotFoundType,
  AdjustmentNotOpenType,
  AdjustmentOfNothingType,
  AdjustmentStateEnum,
  AdjustmentType,
  adjustmentProblem,
  adjustmentType,
  decisionProblem,
  FundingPartnerNeededType,
  SecondOperatorNeededType,
  secondOperatorNeeded,
  WalletKindNotFoundType,
} from './adjustment.type.js';
import { approveAdjustment, rejectAdjustment } from './decide-adjustment.command.js';

@InputType({ description: 'Units to give to a member by hand, or to take.' })
class AdjustPointsInput extends ActInput {
  @Field(() => ID, { description: 'Whose wallet.' })
  memberId!: string;

  @Field(() => String, { defaultValue: MAIN_UNIT, description: 'The kind of wallet.' })
  unit!: string;

  @Field(() => PointsScalar, { description: 'How many: positive gives, negative takes.' })
  points!: bigint;

  @Field(() => String, { description: 'Why; it stays with the entry for ever.' })
  reason!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Who funds what is given, or stands for what is taken beyond what is there.',
  })
  partnerId?: string | null;
}

@InputType({ description: 'An adjustment to approve.' })
class ApproveAdjustmentInput extends ActInput {
  @Field(() => ID, { description: 'The adjustment.' })
  adjustmentId!: string;
}

@InputType({ description: 'An adjustment to reject.' })
class RejectAdjustmentInput extends ApproveAdjustmentInput {
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

@ObjectType('PointsAdjusted', {
  description: 'The adjustment is posted, or proposed where another must approve.',
})
class PointsAdjustedType extends ActDone {
  @Field(() => AdjustmentType, { description: 'The adjustment; its state tells which.' })
  adjustment!: AdjustmentType;

  @Field(() => WalletType, { description: "The member's wallet of the shared currency now." })
  wallet!: WalletType;
}

@ObjectType('AdjustmentApproved', { description: 'The adjustment is posted.' })
class AdjustmentApprovedType extends PointsAdjustedType {}

@ObjectType('AdjustmentRejected', { description: 'The adjustment is turned down.' })
class AdjustmentRejectedType extends ActDone {
  @Field(() => AdjustmentType, { description: 'The adjustment.' })
  adjustment!: AdjustmentType;
}

const refusalsOfPosting = [
  AdjustmentOfNothingType,
  WalletKindNotFoundType,
  MemberNotEnrolledType,
  FundingPartnerNeededType,
  PartnerNotFoundType,
  PartnerNotActiveType,
  AgreementNotInForceType,
  InsufficientPointsType,
] as const;

const AdjustPointsResult = createUnionType({
  name: 'AdjustPointsResult',
  description: 'The adjustment, or the first reason why there is none.',
  types: () => [PointsAdjustedType, ...refusalsOfPosting, KeyReusedType] as const,
});

const ApproveAdjustmentResult = createUnionType({
  name: 'ApproveAdjustmentResult',
  description: 'The approved adjustment, or the first reason why it is not.',
  types: () =>
    [
      AdjustmentApprovedType,
      AdjustmentNotFoundType,
      AdjustmentNotOpenType,
      SecondOperatorNeededType,
      ...refusalsOfPosting,
      KeyReusedType,
    ] as const,
});

const RejectAdjustmentResult = createUnionType({
  name: 'RejectAdjustmentResult',
  description: 'The rejected adjustment, or the first reason why it is not.',
  types: () =>
    [AdjustmentRejectedType, AdjustmentNotFoundType, AdjustmentNotOpenType, KeyReusedType] as const,
});

@Resolver()
export class AdjustmentResolver {
  constructor(private readonly dependencies: AdjustmentDependencies) {}

  @Query(() => AdjustmentConnection, {
    description: 'Adjustments, newest first. For operators and auditors.',
  })
  async adjustments(
    @Arg('state', () => AdjustmentStateEnum, { nullable: true, description: 'Only those in this state.' })
    state: AdjustmentState | null,
    @Args() page: PageArguments,
    @Ctx() context: RequestContext,
  ) {
    allow(context.caller, ['operator', 'auditor']);
    const asked = pageOf(page, adjustmentKey);
    const found = await adjustmentsPage(this.dependencies.database, { ...asked, state: state ?? null });
    return toConnection(found, asked.first, { keyOf: ({ id }) => [id], nodeOf: adjustmentType });
  }

  @Mutation(() => AdjustPointsResult, {
    description:
      'Gives units to a member by hand, or takes them; above the limit it is only proposed. For operators.',
  })
  async adjustPoints(
    @Arg('input', () => AdjustPointsInput, { description: 'What to adjust and why.' })
    input: AdjustPointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof AdjustPointsResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, partnerId } = input;
    const wish = {
      memberId: checkedId<MemberId>('memberId', input.memberId),
      unit: checkedText('unit', input.unit),
      points: checkedPoints('points', input.points),
      reason: checkedText('reason', input.reason),
      partnerId:
        partnerId === undefined || partnerId === null ? null : checkedId<PartnerId>('partnerId', partnerId),
    };
    const result = await adjustPoints(this.dependencies, { caller, key, wish });
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : adjustmentProblem(refusal);
    }
    return Object.assign(new PointsAdjustedType(), await this.posted(result.value, context));
  }

  @Mutation(() => ApproveAdjustmentResult, {
    description: 'Posts a proposed adjustment. For another operator than the one who proposed it.',
  })
  async approveAdjustment(
    @Arg('input', () => ApproveAdjustmentInput, { description: 'What to approve.' })
    input: ApproveAdjustmentInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ApproveAdjustmentResult> {
    const caller = allow(context.caller, ['operator']);
    const wish = { adjustmentId: checkedId<AdjustmentId>('adjustmentId', input.adjustmentId) };
    const result = await approveAdjustment(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (result.ok)
      return Object.assign(new AdjustmentApprovedType(), await this.posted(result.value, context));
    const { refusal } = result;
    switch (refusal.kind) {
      case 'KeyReused':
        return sharedProblem(refusal);
      case 'SecondOperatorNeeded':
        return secondOperatorNeeded(refusal);
      case 'AdjustmentNotFound':
      case 'AdjustmentNotOpen':
        return decisionProblem(refusal);
      default:
        return adjustmentProblem(refusal);
    }
  }

  @Mutation(() => RejectAdjustmentResult, {
    description: 'Turns a proposed adjustment down; who proposed it may take it back so. For operators.',
  })
  async rejectAdjustment(
    @Arg('input', () => RejectAdjustmentInput, { description: 'What to reject and why.' })
    input: RejectAdjustmentInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof RejectAdjustmentResult> {
    const caller = allow(context.caller, ['operator']);
    const adjustmentId = checkedId<AdjustmentId>('adjustmentId', input.adjustmentId);
    const wish = { adjustmentId, reason: checkedText('reason', input.reason) };
    const result = await rejectAdjustment(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : decisionProblem(refusal);
    }
    const adjustment = adjustmentType(await adjustmentById(this.dependencies.database, adjustmentId));
    return Object.assign(new AdjustmentRejectedType(), { adjustment, replayed: result.value.replayed });
  }

  private async posted(
    { adjustmentId, replayed }: { readonly adjustmentId: AdjustmentId; readonly replayed: boolean },
    context: RequestContext,
  ): Promise<PointsAdjustedType> {
    const adjustment = await adjustmentById(this.dependencies.database, adjustmentId);
    const { memberId } = adjustment;
    const wallet = walletType(memberId, await balanceOf(this.dependencies.database, context, memberId));
    return { adjustment: adjustmentType(adjustment), wallet, replayed };
  }
}

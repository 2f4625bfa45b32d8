/** The doors of step-ups: the member sees those that wait for her and answers them. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { StepUpId } from '../../../shared/values/ids.js';
import { checkedId } from '../checked-input.type.js';
import { MemberType } from '../entities.type.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { seesWhole } from '../wallets/visibility.query.js';
import { type AnswerStepUpRefusal, answerStepUp } from './answer-step-up.command.js';
import type { StepUp } from './step-up.js';
import { StepUpNotFoundType, StepUpNotOpenType, StepUpType, stepUpType } from './step-up.type.js';
import { openStepUpsOf, stepUpWithId } from './step-ups.query.js';

@InputType({ description: 'The question that is answered.' })
class AnswerStepUpInput extends ActInput {
  @Field(() => ID, { description: 'The id of the question.' })
  challengeId!: string;
}

@InputType({ description: "A redemption that is the member's own." })
class ConfirmStepUpInput extends AnswerStepUpInput {}

@InputType({ description: "A redemption that is not the member's." })
class DenyStepUpInput extends AnswerStepUpInput {}

@ObjectType('StepUpAnswered', { description: 'The answer is noted.' })
class StepUpAnsweredType extends ActDone {
  @Field(() => StepUpType, { description: 'The question as it stands now.' })
  stepUp!: StepUpType;
}

const members = [StepUpAnsweredType, StepUpNotFoundType, StepUpNotOpenType, KeyReusedType] as const;

const ConfirmStepUpResult = createUnionType({
  name: 'ConfirmStepUpResult',
  description: 'The confirmed redemption, or why it is not.',
  types: () => members,
});

const DenyStepUpResult = createUnionType({
  name: 'DenyStepUpResult',
  description: 'The denied redemption, or why it is not.',
  types: () => members,
});

@Resolver(() => MemberType)
export class StepUpResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @FieldResolver(() => [StepUpType], {
    nullable: true,
    description:
      'Redemptions that wait for the word of the member, oldest first. For the member, operators and auditors.',
  })
  async stepUps(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<StepUpType[] | null> {
    if (!seesWhole(context.caller, member.id)) return null;
    const found = await openStepUpsOf(this.dependencies.database, context, member.id);
    return found.map((stepUp) => stepUpType(stepUp, context.clock.now()));
  }

  @Mutation(() => ConfirmStepUpResult, {
    description:
      'Lets a redemption through, once the till sends it again. For the member, and operators for her.',
  })
  async confirmStepUp(
    @Arg('input', () => ConfirmStepUpInput, { description: 'What to let through.' })
    input: ConfirmStepUpInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfirmStepUpResult> {
    return this.answer(input, context, true);
  }

  @Mutation(() => DenyStepUpResult, {
    description:
      'Refuses a redemption for good; locks nothing by itself. For the member, and operators for her.',
  })
  async denyStepUp(
    @Arg('input', () => DenyStepUpInput, { description: 'What to refuse.' }) input: DenyStepUpInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof DenyStepUpResult> {
    return this.answer(input, context, false);
  }

  private async answer(input: AnswerStepUpInput, context: RequestContext, isConfirmed: boolean) {
    const caller = allow(context.caller, ['member', 'operator']);
    const challengeId = checkedId<StepUpId>('challengeId', input.challengeId);
    const asked = { caller, key: input.idempotencyKey, challengeId, isConfirmed };
    const result = await answerStepUp(this.dependencies, asked);
    if (!result.ok) return answerProblem(result.refusal);
    const stepUp = (await stepUpWithId(this.dependencies.database, challengeId)) as StepUp;
    const { replayed } = result.value;
    return Object.assign(new StepUpAnsweredType(), {
      stepUp: stepUpType(stepUp, context.clock.now()),
      replayed,
    });
  }
}

function answerProblem(refusal: AnswerStepUpRefusal) {
  switch (refusal.kind) {
    case 'KeyReused':
      return sharedProblem(refusal);
    case 'StepUpNotFound':
      return problem(StepUpNotFoundType, { ...refusal, message: 'You were asked no question of this id.' });
    case 'StepUpNotOpen': {
      const message = `The question cannot be answered any more: it is ${refusal.state}.`;
      return problem(StepUpNotOpenType, { ...refusal, message });
    }
  }
}

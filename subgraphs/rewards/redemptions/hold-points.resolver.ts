/** The door of holding points, and the read of a hold. */
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
  Query,
  Resolver,
} from 'type-graphql';
import { ActDone } from '../../../shared/platform/graph/act.type.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { sharedProblem } from '../refusals.type.js';
import { PayingInput, payingProblem, payingProblems, wishOf } from '../spends/paying.type.js';
import { balanceOf } from '../wallets/wallet.query.js';
import { WalletType, walletType } from '../wallets/wallet.type.js';
import type { Hold } from './hold.js';
import { holdById } from './hold.query.js';
import { HoldType, holdType } from './hold.type.js';
import { holdPoints, type RedemptionDependencies } from './hold-points.command.js';

@InputType({ description: 'Points to set aside.' })
class HoldPointsInput extends PayingInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether points of her household may be drawn for what her own lack; unspent ones go back.',
  })
  usesHousehold!: boolean;
}

@ObjectType('PointsHeld', { description: 'The points are set aside.' })
class PointsHeldType extends ActDone {
  @Field(() => HoldType, { description: 'The hold; capture or void it before it expires.' })
  hold!: HoldType;

  @Field(() => WalletType, { description: "The member's wallet now." })
  wallet!: WalletType;
}

const HoldPointsResult = createUnionType({
  name: 'HoldPointsResult',
  description: 'The hold, or the first reason why there is none.',
  types: () => [PointsHeldType, ...payingProblems] as const,
});

@Resolver()
export class HoldPointsResolver {
  constructor(private readonly dependencies: RedemptionDependencies) {}

  @Query(() => HoldType, { nullable: true, description: 'A hold by its id; none if it is not yours to see.' })
  async hold(
    @Arg('id', () => ID, { description: 'The id of the hold.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<HoldType | null> {
    allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    const hold = await holdById(this.dependencies.database, context, id);
    return hold === null ? null : holdType(hold, context.clock.now());
  }

  @Mutation(() => HoldPointsResult, {
    description: 'Sets points aside for a redemption, soonest to expire first. For partners and operators.',
  })
  async holdPoints(
    @Arg('input', () => HoldPointsInput, { description: 'What to set aside.' }) input: HoldPointsInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof HoldPointsResult> {
    const caller = allow(context.caller, ['partner', 'operator']);
    const wish = { ...wishOf(input, caller), usesHousehold: input.usesHousehold };
    const result = await holdPoints(this.dependencies, { caller, key: input.idempotencyKey, wish });
    if (!result.ok) {
      const { refusal } = result;
      return refusal.kind === 'KeyReused' ? sharedProblem(refusal) : payingProblem(refusal);
    }
    const { database } = this.dependencies;
    const hold = (await holdById(database, context, result.value.holdId)) as Hold;
    return Object.assign(new PointsHeldType(), {
      hold: holdType(hold, context.clock.now()),
      wallet: walletType(hold.memberId, await balanceOf(database, context, hold.memberId)),
      replayed: result.value.replayed,
    });
  }
}

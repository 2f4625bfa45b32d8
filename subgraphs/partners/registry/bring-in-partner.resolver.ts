/** The door through which a brand comes in. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { plainText } from '../plain-text.type.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused } from '../refusals.type.js';
import { type BringInPartnerRefusal, bringInPartner } from './bring-in-partner.command.js';
import { PartnerType, partnerType } from './partner.type.js';

const NAME_LENGTH_MAX = 80;
const TRADE_LENGTH_MAX = 40;

@InputType({ description: 'A brand that comes into the coalition.' })
class BringInPartnerInput extends ActInput {
  @Field(() => String, { description: `The name of the brand, up to ${NAME_LENGTH_MAX} characters.` })
  name!: string;

  @Field(() => String, { description: 'What it sells, for example "grocery" or "fuel".' })
  trade!: string;
}

@ObjectType({
  description: 'The brand is known. It begins once an agreement is signed and its status set to ACTIVE.',
})
class PartnerBroughtIn extends ActDone {
  @Field(() => PartnerType, { description: 'The new partner.' })
  partner!: PartnerType;
}

@ObjectType('PartnerNameTaken', {
  implements: Problem,
  description: 'Another partner has this name, in some spelling.',
})
class PartnerNameTakenType extends Problem {
  @Field(() => String, { description: 'The name that was sent.' })
  name!: string;
}

const BringInPartnerResult = createUnionType({
  name: 'BringInPartnerResult',
  description: 'The new partner, or why there is none.',
  types: () => [PartnerBroughtIn, PartnerNameTakenType, KeyReusedType] as const,
});

function bringInProblem(refusal: BringInPartnerRefusal): typeof BringInPartnerResult {
  switch (refusal.kind) {
    case 'PartnerNameTaken':
      return problem(PartnerNameTakenType, {
        ...refusal,
        message: 'Another partner has this name; names differ in more than case.',
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class BringInPartnerResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => BringInPartnerResult, { description: 'Brings a brand into the coalition. For operators.' })
  async bringInPartner(
    @Arg('input', () => BringInPartnerInput, { description: 'Which brand.' }) input: BringInPartnerInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof BringInPartnerResult> {
    const caller = allow(context.caller, ['operator']);
    const name = plainText('name', input.name, NAME_LENGTH_MAX);
    const trade = plainText('trade', input.trade, TRADE_LENGTH_MAX);
    const result = await bringInPartner(this.dependencies, {
      caller,
      key: input.idempotencyKey,
      name,
      trade,
    });
    if (!result.ok) return bringInProblem(result.refusal);
    const { partner, replayed } = result.value;
    return Object.assign(new PartnerBroughtIn(), { partner: partnerType(partner), replayed });
  }
}

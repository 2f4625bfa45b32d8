/** The door through which a store opens. */
import 'reflect-metadata';
import {
  Arg,
  Ctx,
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import { ActDone, ActInput } from '../../../shared/platform/graph/act.type.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { plainText } from '../plain-text.type.js';
import { Problem } from '../problem.js';
import { KeyReusedType, keyReused, PartnerNotFoundType, partnerNotFound } from '../refusals.type.js';
import { type NewStore, type OpenStoreRefusal, openStore } from './open-store.command.js';
import { StoreType, storeType } from './store.type.js';

const TEXT_LENGTH_MAX = 80;

@InputType({ description: 'A store to open.' })
class OpenStoreInput extends ActInput {
  @Field(() => ID, { description: 'Whose store it is.' })
  partnerId!: string;

  @Field(() => String, { description: `The name over the door, up to ${TEXT_LENGTH_MAX} characters.` })
  name!: string;

  @Field(() => String, { description: 'The city it stands in.' })
  city!: string;

  @Field(() => String, {
    description: 'The country by its ISO 3166-1 code of two letters, for example "PL".',
  })
  countryCode!: string;

  @Field(() => String, { description: 'The time zone by its IANA name, for example "Europe/Warsaw".' })
  timeZone!: string;
}

@ObjectType({ description: 'The store is open; purchases may name it.' })
class StoreOpened extends ActDone {
  @Field(() => StoreType, { description: 'The new store.' })
  store!: StoreType;
}

@Directive('@shareable')
@ObjectType('TimeZoneUnknown', {
  implements: Problem,
  description: 'The text names no zone of the IANA database.',
})
class TimeZoneUnknownType extends Problem {
  @Field(() => String, { description: 'What was sent.' })
  timeZone!: string;
}

const OpenStoreResult = createUnionType({
  name: 'OpenStoreResult',
  description: 'The new store, or why there is none.',
  types: () => [StoreOpened, PartnerNotFoundType, TimeZoneUnknownType, KeyReusedType] as const,
});

function openingProblem(refusal: OpenStoreRefusal): typeof OpenStoreResult {
  switch (refusal.kind) {
    case 'PartnerNotFound':
      return partnerNotFound(refusal);
    case 'TimeZoneUnknown':
      return problem(TimeZoneUnknownType, {
        ...refusal,
        message: 'Send the zone by its IANA name such as "Europe/Warsaw"; offsets are not accepted.',
      });
    case 'KeyReused':
      return keyReused(refusal);
  }
}

function newStore(input: OpenStoreInput): NewStore {
  const { partnerId, countryCode, timeZone } = input;
  if (!/^[A-Z]{2}$/.test(countryCode)) {
    throw new DoorError(
      'BAD_USER_INPUT',
      'countryCode must be two capital letters of ISO 3166-1, such as "PL"',
    );
  }
  const name = plainText('name', input.name, TEXT_LENGTH_MAX);
  const city = plainText('city', input.city, TEXT_LENGTH_MAX);
  return { partnerId, name, city, countryCode, timeZone: timeZone.slice(0, TEXT_LENGTH_MAX) };
}

@Resolver()
export class OpenStoreResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => OpenStoreResult, { description: 'Opens a store of a partner. For operators.' })
  async openStore(
    @Arg('input', () => OpenStoreInput, { description: 'Which store.' }) input: OpenStoreInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof OpenStoreResult> {
    const caller = allow(context.caller, ['operator']);
    const request = { caller, key: input.idempotencyKey, store: newStore(input) };
    const result = await openStore(this.dependencies, request);
    if (!result.ok) return openingProblem(result.refusal);
    const { store, replayed } = result.value;
    return Object.assign(new StoreOpened(), { store: storeType(store), replayed });
  }
}

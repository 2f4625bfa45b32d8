/** The door of auditors to the ledger itself: sealed entries with their records, and the postings of any entry. */
import 'reflect-metadata';
import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { DataSource } from 'typeorm';
import {
  connectionType,
  PageArguments,
  pageOf,
  toConnection,
} from '../../../shared/platform/graph/connection.js';
import { DateTimeScalar, WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { EntryKind } from '../ledger/entry.js';
import { EntryKindEnum, EntryType } from '../wallets/wallet.type.js';
import { type PostingRecord, postingsOf, sealedEntries, sealedKey } from './sealed-ledger.query.js';

@ObjectType('Posting', { description: 'One leg of an entry. The legs of an entry sum to zero in each unit.' })
export class PostingType {
  @Field(() => Int, { description: 'Its place in the entry, from 1 on.' })
  line!: number;

  @Field(() => String, {
    description: 'The account, such as "member:<id>", "receivable:<id>", "points-fund".',
  })
  account!: string;

  @Field(() => String, { description: 'The unit: PTS and other kinds of points, or a currency.' })
  unit!: string;

  @Field(() => WholeNumberScalar, { description: 'How much, in the smallest parts of the unit.' })
  amount!: bigint;

  @Field(() => ID, {
    nullable: true,
    description: "The lot, of a leg on a member's points; none for a debt.",
  })
  lotId!: string | null;
}

@ObjectType('LedgerEntry', { description: 'An entry of the ledger with the place where it is sealed.' })
export class LedgerEntryType {
  @Field(() => ID, { description: 'The id of the entry.' })
  id!: string;

  @Field(() => WholeNumberScalar, { description: 'Its place in the ledger.' })
  sequence!: bigint;

  @Field(() => EntryKindEnum, { description: 'What happened.' })
  kind!: EntryKind;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was written into the ledger.' })
  postedAt!: Date;

  @Field(() => WholeNumberScalar, { description: 'The seal that it is in.' })
  sealNumber!: bigint;

  @Field(() => Int, { description: 'Its place in that seal, from 1 on.' })
  position!: number;

  @Field(() => String, {
    description: 'What was sealed: the SHA-256 of its record at that moment, in hexadecimal.',
  })
  digest!: string;

  @Field(() => String, {
    description:
      'All of the entry as it is now, as the one text that is digested: a JSON array, see the guide for auditors.',
  })
  record!: string;

  /** Whose it is; not a field of the graph. */
  memberId!: string;
}

export const LedgerEntryConnection = connectionType('LedgerEntry', () => LedgerEntryType);

function postingType(posting: PostingRecord): PostingType {
  return Object.assign(new PostingType(), posting);
}

@Resolver(() => LedgerEntryType)
export class LedgerEntriesResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => LedgerEntryConnection, {
    description: 'All sealed entries in the order in which they were sealed. For operators and auditors.',
  })
  async ledgerEntries(
    @Args() page: PageArguments,
    @Arg('upToSeal', () => WholeNumberScalar, {
      nullable: true,
      description: 'The last seal to give entries of; leave out for all.',
    })
    upToSeal: bigint | null | undefined,
    @Ctx() context: RequestContext,
  ) {
    allow(context.caller, ['operator', 'auditor']);
    const asked = pageOf(page, sealedKey);
    const limit = upToSeal ?? null;
    const found = await sealedEntries(this.database, {
      ...asked,
      upToSeal: limit === null ? null : within(limit),
    });
    return toConnection(found, asked.first, {
      keyOf: ({ sealNumber, position }) => [sealNumber.toString(), position],
      nodeOf: (entry) => Object.assign(new LedgerEntryType(), entry),
    });
  }

  @FieldResolver(() => [PostingType], { description: 'Its legs, in the order of their lines.' })
  async postings(@Root() entry: LedgerEntryType, @Ctx() context: RequestContext): Promise<PostingType[]> {
    return (await postingsOf(this.database, context, entry.id)).map(postingType);
  }
}

const SEAL_MAX = 2n ** 62n;

/** A number of any size may be sent, and the database has an end. */
function within(seal: bigint): bigint {
  return seal > SEAL_MAX ? SEAL_MAX : seal < 0n ? 0n : seal;
}

@Resolver(() => EntryType)
export class EntryPostingsResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [PostingType], {
    nullable: true,
    description:
      'Its legs. For the member, operators and auditors; none for a partner, whom the others do not concern.',
  })
  async postings(@Root() entry: EntryType, @Ctx() context: RequestContext): Promise<PostingType[] | null> {
    if (context.caller.kind === 'partner') return null;
    return (await postingsOf(this.database, context, entry.id)).map(postingType);
  }
}

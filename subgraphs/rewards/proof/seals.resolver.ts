/**
 * The door of the chain of seals. Everyone who is signed in may keep a copy of its head: a chain that was written anew
 * differs from every copy of the old one.
 */
import 'reflect-metadata';
import { Args, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
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
import { lastSeal, type SealRecord, sealKey, sealsAfter } from './sealed-ledger.query.js';

@ObjectType('LedgerSeal', { description: 'A seal over entries of the ledger and over all seals before it.' })
export class LedgerSealType {
  @Field(() => WholeNumberScalar, { description: 'Its place in the chain, from 1 on.' })
  number!: bigint;

  @Field(() => String, {
    description: 'The hash of the seal before it, in hexadecimal; of the first one zeros.',
  })
  previousHash!: string;

  @Field(() => String, {
    description: 'SHA-256 over the previous hash, the number, the instant and the digests.',
  })
  hash!: string;

  @Field(() => Int, { description: 'How many entries it seals.' })
  entryCount!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  sealedAt!: Date;
}

export const LedgerSealConnection = connectionType('LedgerSeal', () => LedgerSealType);

function sealType(seal: SealRecord): LedgerSealType {
  return Object.assign(new LedgerSealType(), seal);
}

@Resolver()
export class SealsResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => LedgerSealType, {
    nullable: true,
    description:
      'The last seal of the ledger; none before the first. Keep its number and hash: they prove all before it.',
  })
  async ledgerSeal(@Ctx() context: RequestContext): Promise<LedgerSealType | null> {
    allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    const seal = await lastSeal(this.database);
    return seal === null ? null : sealType(seal);
  }

  @Query(() => LedgerSealConnection, { description: 'The seals of the ledger, from the first on.' })
  async ledgerSeals(@Args() page: PageArguments, @Ctx() context: RequestContext) {
    allow(context.caller, ['member', 'partner', 'operator', 'auditor']);
    const asked = pageOf(page, sealKey);
    const found = await sealsAfter(this.database, asked);
    return toConnection(found, asked.first, {
      keyOf: (seal) => [seal.number.toString()],
      nodeOf: sealType,
    });
  }
}

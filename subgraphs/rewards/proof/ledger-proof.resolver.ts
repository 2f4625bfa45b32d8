/** The door of the ledger's proof. */
import 'reflect-metadata';
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { proveLedger } from './ledger-proof.query.js';

@ObjectType('LedgerInvariant', { description: 'Something that must always hold of the ledger.' })
class LedgerInvariantType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What the figure counts.' })
  meaning!: string;

  @Field(() => WholeNumberScalar, { description: 'What was found.' })
  figure!: bigint;

  @Field(() => WholeNumberScalar, { description: 'What must be.' })
  expected!: bigint;

  @Field(() => Boolean, { description: 'Whether it holds.' })
  holds!: boolean;
}

@ObjectType('LedgerProof', {
  description: 'The invariants of the ledger with their figures, all of one instant.',
})
class LedgerProofType {
  @Field(() => Boolean, { description: 'Whether every invariant holds.' })
  holds!: boolean;

  @Field(() => [LedgerInvariantType], { description: 'Each invariant.' })
  invariants!: LedgerInvariantType[];
}

@Resolver()
export class LedgerProofResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => LedgerProofType, { description: 'Recounts the whole ledger. For operators and auditors.' })
  async ledgerProof(@Ctx() context: RequestContext): Promise<LedgerProofType> {
    allow(context.caller, ['operator', 'auditor']);
    const invariants = [...(await proveLedger(this.database))];
    return { holds: invariants.every((invariant) => invariant.holds), invariants };
  }
}

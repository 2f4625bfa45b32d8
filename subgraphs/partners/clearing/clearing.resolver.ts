/** Control totals of the second book, for whoever reconciles it with the ledger. */
import 'reflect-metadata';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { clearingTotals } from './clearing.query.js';
import { ClearingTotalOfKind, ClearingTotals } from './clearing.type.js';

@Resolver()
export class ClearingResolver {
  constructor(private readonly database: DataSource) {}

  @Query(() => ClearingTotals, {
    description:
      'What the clearing house has received in all, to be reconciled with the ledger. For operators and auditors.',
  })
  async clearingTotals(@Ctx() context: RequestContext): Promise<ClearingTotals> {
    allow(context.caller, ['operator', 'auditor']);
    const found = await clearingTotals(this.database);
    const sequences = found.map(({ highestLedgerSequence }) => highestLedgerSequence);
    return Object.assign(new ClearingTotals(), {
      entryCount: found.reduce((count, total) => count + total.entryCount, 0n),
      highestLedgerSequence: sequences.reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null),
      totals: found.map(({ kind, currency, entryCount, points, amountMinor }) =>
        Object.assign(new ClearingTotalOfKind(), {
          kind,
          entryCount,
          points,
          amount: { amountMinor, currency },
        }),
      ),
    });
  }
}

/** Reads of agreements: one partner's inside a transaction, many partners' batched for the graph. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Agreement } from './agreement.js';
import { AgreementStore } from './agreement.store.js';

const AGREEMENTS = Symbol('agreements by partner');

export async function agreementsOf(transaction: Transaction, partnerId: string): Promise<Agreement[]> {
  const [agreements = []] = await new AgreementStore(transaction).ofPartners([partnerId]);
  return agreements;
}

export function agreementsOfPartner(
  database: DataSource,
  context: RequestContext,
  partnerId: string,
): Promise<Agreement[]> {
  const loader = context.perRequest(
    AGREEMENTS,
    () => new DataLoader<string, Agreement[]>((ids) => new AgreementStore(database.manager).ofPartners(ids)),
  );
  return loader.load(partnerId);
}

/** Brings a brand into the coalition. It starts as INVITED: without an agreement nothing it does could be priced. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { PartnerId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { Partner, PartnerNameTaken } from './partner.js';
import { PartnerStore } from './partner.store.js';
import { tellPartnerChanged } from './tell-partner.command.js';

export type BringInPartnerRefusal = PartnerNameTaken | KeyReused;

export async function bringInPartner(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: { readonly caller: Caller; readonly key: string; readonly name: string; readonly trade: string },
): Promise<Result<Replayable<{ partner: Partner }>, BringInPartnerRefusal>> {
  const { caller, key, name, trade } = request;
  const command = { caller, key, command: 'bringInPartner', input: { name, trade } };
  return once<{ partner: Partner }, PartnerNameTaken>(database, command, async (transaction) => {
    const id = newId<PartnerId>();
    const partner: Partner = { id, name, trade, status: 'INVITED', version: 1, joinedAt: clock.now() };
    if (!(await new PartnerStore(transaction).add(partner))) {
      return refused({ kind: 'PartnerNameTaken', name });
    }
    await tellPartnerChanged(transaction, partner, partner.joinedAt);
    return ok({ partner });
  });
}

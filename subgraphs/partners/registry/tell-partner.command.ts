/** The one way a partner changes after it came in, and the one way others hear of it. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Partner } from './partner.js';
import { PartnerStore } from './partner.store.js';
import type { PartnerStatus } from './partner-status.js';

export async function tellPartnerChanged(
  transaction: Transaction,
  partner: Partner,
  occurredAt: Date,
): Promise<void> {
  const { id: partnerId, name, status, version } = partner;
  const data = { partnerId, name, status, version };
  await tell(transaction, [
    { id: newId(), type: 'partners.partner-changed.1', key: partnerId, occurredAt, data },
  ]);
}

/** Writes a status that was decided before. The partner must be locked in this transaction. */
export async function changePartnerStatus(
  transaction: Transaction,
  partner: Partner,
  change: { readonly status: PartnerStatus; readonly at: Date },
): Promise<Partner> {
  const changed: Partner = { ...partner, status: change.status, version: partner.version + 1 };
  await new PartnerStore(transaction).change(changed);
  await tellPartnerChanged(transaction, changed, change.at);
  return changed;
}

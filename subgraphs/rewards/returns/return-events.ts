/** What the other subgraphs are told of a return: the fact itself, and each obligation that it takes back. */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MemberId, PartnerId, PurchaseId, ReturnId, StoreId } from '../../../shared/values/ids.js';
import { clearingEvents, issuingObligations } from '../ledger/clearing.js';
import type { EntryDraft } from '../ledger/entry.js';
import type { Returning } from './returning.js';

export interface ReturnTold {
  readonly purchase: {
    readonly id: PurchaseId;
    readonly memberId: MemberId;
    readonly partnerId: PartnerId;
    readonly storeId: StoreId;
    readonly purchasedAt: Date;
    readonly currency: string;
  };
  readonly returnId: ReturnId;
  readonly returning: Returning;
  readonly entry: EntryDraft | null;
  readonly returnedAt: Date;
  readonly now: Date;
}

export function returnEvents(told: ReturnTold, newId: () => string): readonly DomainEvent[] {
  const { purchase, returnId, returning, entry, returnedAt } = told;
  const { memberId, partnerId, storeId, purchasedAt, currency } = purchase;
  const { amountMinor, points, lines } = returning;
  const facts = { purchaseId: purchase.id, memberId, partnerId, storeId, purchasedAt, currency };
  const returned: DomainEvent<'rewards.purchase-returned.1'> = {
    id: newId(),
    type: 'rewards.purchase-returned.1',
    key: memberId,
    occurredAt: told.now,
    data: { ...facts, returnId, returnedAt, amountMinor, points, lines: [...lines] },
  };
  if (entry === null) return [returned];
  const undone = { points: -points, fundingMinor: -returning.fundingMinor, feeMinor: -returning.feeMinor };
  const obligations = issuingObligations(partnerId, undone);
  return [returned, ...clearingEvents(entry, { currency, obligations, newId })];
}

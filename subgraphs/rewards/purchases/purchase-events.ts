/** What the other subgraphs are told of a purchase: the fact itself, and each obligation that it makes. */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { PurchaseId } from '../../../shared/values/ids.js';
import type { Earning } from '../earning/earning.js';
import { clearingEvents, issuingObligations } from '../ledger/clearing.js';
import type { EntryDraft } from '../ledger/entry.js';
import type { Basket } from './receipt.js';

type NewId = () => string;

export interface EarnTold {
  readonly basket: Basket & { readonly receiptNumber: string };
  readonly earning: Earning;
  readonly ids: { readonly purchaseId: PurchaseId };
  readonly entry: EntryDraft | null;
  readonly now: Date;
}

export function earnEvents(
  { basket, earning, ids, entry, now }: EarnTold,
  newId: NewId,
): readonly DomainEvent[] {
  const { memberId, store } = earning.standing;
  const { storeId, purchasedAt, currency, receiptNumber, totalMinor } = basket;
  const recorded: DomainEvent<'rewards.purchase-recorded.1'> = {
    id: newId(),
    type: 'rewards.purchase-recorded.1',
    key: memberId,
    occurredAt: now,
    data: {
      purchaseId: ids.purchaseId,
      memberId,
      partnerId: store.partnerId,
      storeId,
      purchasedAt,
      currency,
      receiptNumber,
      totalMinor,
      points: earning.points,
      lines: earning.lines.map(({ name: _name, ...line }) => line),
    },
  };
  if (entry === null) return [recorded];
  const obligations = issuingObligations(store.partnerId, earning);
  return [recorded, ...clearingEvents(entry, { currency, obligations, newId })];
}

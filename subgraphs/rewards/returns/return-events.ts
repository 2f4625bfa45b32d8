/** What the other subgraphs are told of a return: the fact itself, and each obligation that it takes back. */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { MemberId, PartnerId, PurchaseId, ReturnId, StoreId } from '../../../shared/values/ids.js';
import { allocate } from '../../../shared/values/money.js';
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
  /** Of the shared currency. */
  readonly points: bigint;
  readonly fundingMinor: bigint;
  readonly feeMinor: bigint;
  readonly entry: EntryDraft | null;
  readonly returnedAt: Date;
  readonly now: Date;
}

export function returnEvents(told: ReturnTold, newId: () => string): readonly DomainEvent[] {
  const { purchase, returnId, returning, points, entry, returnedAt } = told;
  const { memberId, partnerId, storeId, purchasedAt, currency } = purchase;
  const { amountMinor } = returning;
  const facts = { purchaseId: purchase.id, memberId, partnerId, storeId, purchasedAt, currency };
  const returned: DomainEvent<'rewards.purchase-returned.1'> = {
    id: newId(),
    type: 'rewards.purchase-returned.1',
    key: memberId,
    occurredAt: told.now,
    data: { ...facts, returnId, returnedAt, amountMinor, points, lines: takenLines(returning, points) },
  };
  if (entry === null) return [returned];
  const undone = { points: -points, fundingMinor: -told.fundingMinor, feeMinor: -told.feeMinor };
  const obligations = issuingObligations(partnerId, undone);
  return [returned, ...clearingEvents(entry, { currency, obligations, newId })];
}

/** The lines with what was taken back of each: they sum to the points, also where some were let off. */
function takenLines({ lines }: Returning, points: bigint) {
  const shares = allocate(
    points,
    lines.map((line) => line.points),
  );
  return lines.map((line, index) => ({ ...line, points: shares[index] ?? 0n }));
}

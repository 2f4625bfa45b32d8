/**
 * The entry of an item that is cancelled: the mirror of its conversion. Units come back to the lots they came from,
 * with the ends that those have; where a lot was closed meanwhile, to a new one like it.
 */
import type { EntryId, LotId } from '../../../shared/values/ids.js';
import { type EntryDraft, type NewLot, NOTHING_ELSE } from '../ledger/entry.js';
import { accounts, balanced, posting } from '../ledger/posting.js';
import type { ItemReward } from './item-reward.js';

/** A part of a lot that became an item, with what a new lot like it needs. */
export interface ConvertedSlice
  extends Pick<
    NewLot,
    | 'issuerPartnerId'
    | 'agreementId'
    | 'purchaseId'
    | 'earnedAt'
    | 'activatesAt'
    | 'cancelsAt'
    | 'expiresAt'
    | 'fundingMinorPerThousand'
  > {
  readonly lotId: LotId;
  readonly points: bigint;
  readonly isClosed: boolean;
}

export interface CancellingFacts {
  readonly item: ItemReward;
  readonly slices: readonly ConvertedSlice[];
  readonly ids: { readonly entryId: EntryId; readonly sequence: bigint; readonly newLotId: () => LotId };
  readonly termsVersion: number;
  readonly now: Date;
}

export function itemCancelledEntry({ item, slices, ids, termsVersion, now }: CancellingFacts): EntryDraft {
  const { memberId, unit, units, name } = item;
  const member = accounts.member(memberId);
  const open = slices.filter(({ isClosed }) => !isClosed);
  const newLots = slices
    .filter(({ isClosed }) => isClosed)
    .map((slice) => lotLike(slice, item, ids.newLotId()));
  return {
    ...NOTHING_ELSE,
    id: ids.entryId,
    sequence: ids.sequence,
    kind: 'CONVERSION',
    memberId,
    partnerId: null,
    causeId: item.id,
    occurredAt: now,
    postedAt: now,
    termsVersion,
    agreementId: null,
    reasons: [{ rule: 'ITEM_REWARD_CANCELLED', facts: { unit, units: String(units), item: name } }],
    postings: balanced([
      ...open.map(({ lotId, points }) => posting(member, unit, points, lotId)),
      ...newLots.map((lot) => posting(member, unit, lot.original, lot.id)),
      posting(accounts.converted, unit, -units),
    ]),
    newLots,
    lotChanges: open.map(({ lotId, points }) => ({ lotId, remaining: points, held: 0n })),
  };
}

function lotLike(slice: ConvertedSlice, item: ItemReward, id: LotId): NewLot {
  const { lotId: _lotId, points, isClosed: _isClosed, ...like } = slice;
  return {
    ...like,
    id,
    unit: item.unit,
    rule: 'ITEM_REWARD_CANCELLED',
    // A purchase counts against a period cap by the lots that it made; this one it made before.
    purchaseId: null,
    causeId: item.id,
    original: points,
    remaining: points,
  };
}

/**
 * Units that become items: usable ones, soonest to expire first, every so many of them one item; the rest stays.
 *
 * A debt stands against them as it does against anything else: what is owed cannot become an item.
 */
import type { EntryId, MemberId } from '../../../shared/values/ids.js';
import { type EntryDraft, NOTHING_ELSE, takingAway } from '../ledger/entry.js';
import { activeInBurnOrder, freePoints, type Lot, type LotSlice, takeFrom } from '../ledger/lot.js';
import { accounts, balanced, posting } from '../ledger/posting.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';

/** One run makes no more than this; the next purchase or the next night makes the rest. */
export const ITEMS_PER_RUN_MAX = 100n;

export type ItemKind = WalletKind & { readonly itemReward: NonNullable<WalletKind['itemReward']> };

export function isItemKind(kind: WalletKind): kind is ItemKind {
  return kind.itemReward !== null;
}

/** Gives for each item that is due the slices that become it. */
export function dueItems(
  { every }: ItemKind['itemReward'],
  wallet: { readonly lots: readonly Lot[]; readonly debt: bigint },
  now: Date,
): readonly (readonly LotSlice[])[] {
  let lots = activeInBurnOrder(wallet.lots, now);
  const usable = lots.reduce((sum, lot) => sum + freePoints(lot), -wallet.debt);
  const due = usable < every ? 0n : usable / every;
  const items: (readonly LotSlice[])[] = [];
  for (let left = due < ITEMS_PER_RUN_MAX ? due : ITEMS_PER_RUN_MAX; left > 0n; left -= 1n) {
    const { slices } = takeFrom(lots, every);
    items.push(slices);
    const taken = new Map(slices.map(({ lotId, points }) => [lotId, points]));
    lots = lots.map((lot) => ({ ...lot, remaining: lot.remaining - (taken.get(lot.id) ?? 0n) }));
  }
  return items;
}

export interface ConversionIds {
  readonly entryId: EntryId;
  readonly sequence: bigint;
  /** The item, which is the cause. */
  readonly itemRewardId: string;
}

export interface ConversionFacts {
  readonly memberId: MemberId;
  readonly kind: ItemKind;
  readonly slices: readonly LotSlice[];
  readonly termsVersion: number;
  readonly now: Date;
}

/** The entry of units that become one item: from their lots to what was converted. */
export function conversionEntry(
  { entryId, sequence, itemRewardId }: ConversionIds,
  { memberId, kind, slices, termsVersion, now }: ConversionFacts,
): EntryDraft {
  const { unit, version, itemReward } = kind;
  const member = accounts.member(memberId);
  const facts = {
    unit,
    kindVersion: String(version),
    every: String(itemReward.every),
    item: itemReward.name,
  };
  return {
    ...NOTHING_ELSE,
    id: entryId,
    sequence,
    kind: 'CONVERSION',
    memberId,
    partnerId: null,
    causeId: itemRewardId,
    occurredAt: now,
    postedAt: now,
    termsVersion,
    agreementId: null,
    reasons: [{ rule: 'ITEM_REWARD', facts }],
    postings: balanced([
      ...slices.map((slice) => posting(member, unit, -slice.points, slice.lotId)),
      posting(accounts.converted, unit, itemReward.every),
    ]),
    lotChanges: takingAway(slices),
  };
}

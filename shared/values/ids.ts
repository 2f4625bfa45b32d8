/**
 * Branded identifiers: a member's id can never be passed where a store's is asked for.
 *
 * All of them are UUIDs in text. New ones are made at the edge (see `shared/platform/runtime/id-source.ts`) and enter
 * domain code as arguments.
 */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type MemberId = Id<'Member'>;
export type CardId = Id<'Card'>;
export type PartnerId = Id<'Partner'>;
export type StoreId = Id<'Store'>;
export type AgreementId = Id<'Agreement'>;
export type PurchaseId = Id<'Purchase'>;
export type ReturnId = Id<'Return'>;
export type EntryId = Id<'Entry'>;
export type LotId = Id<'Lot'>;
export type HoldId = Id<'Hold'>;
export type CaptureId = Id<'Capture'>;
export type ReversalId = Id<'Reversal'>;
export type StepUpId = Id<'StepUp'>;
export type NoticeId = Id<'Notice'>;
export type GiftId = Id<'Gift'>;
export type CauseId = Id<'Cause'>;
export type DonationId = Id<'Donation'>;
export type AdjustmentId = Id<'Adjustment'>;
export type ItemRewardId = Id<'ItemReward'>;
export type SettlementPeriodId = Id<'SettlementPeriod'>;
export type LeaderboardId = Id<'Leaderboard'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells whether a text has the shape of an id; a text that has not can name nothing we own. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

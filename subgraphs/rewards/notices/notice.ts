/**
 * A notice: what a member is told of her wallet, once for each thing that happened to it.
 *
 * What the ledger posted is told from its entries, of whatever kind; what is no posting (a lock, a question) is
 * written by the command that did it. A notice is never changed; only whether it was read is noted.
 */
import type { MemberId, NoticeId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import type { EntryKind, Reason } from '../ledger/entry.js';

export const noticeKinds = [
  'EARNED',
  'TAKEN_BACK',
  'SPENT',
  'GIVEN_BACK',
  'LAPSED',
  'CANCELLED',
  'CONVERTED',
  'ADJUSTED',
  'GIFT_SENT',
  'GIFT_RECEIVED',
  'DONATED',
  'MERGED',
  'HOUSEHOLD_DRAW',
  'SPENDING_LOCKED',
  'SPENDING_UNLOCKED',
  'STEP_UP_ASKED',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** A kind of entry that is added finds its notice here, or does not compile. */
const KIND_OF_ENTRY: Readonly<Record<EntryKind, NoticeKind>> = {
  EARN: 'EARNED',
  RETURN: 'TAKEN_BACK',
  CAPTURE: 'SPENT',
  REVERSAL: 'GIVEN_BACK',
  DEBT_PAYMENT: 'TAKEN_BACK',
  EXPIRY: 'LAPSED',
  CANCELLATION: 'CANCELLED',
  CONVERSION: 'CONVERTED',
  ADJUSTMENT: 'ADJUSTED',
  GIFT_SENT: 'GIFT_SENT',
  GIFT_RECEIVED: 'GIFT_RECEIVED',
  DONATION: 'DONATED',
  MERGE: 'MERGED',
  UNMERGE: 'MERGED',
  HOUSEHOLD_DRAW: 'HOUSEHOLD_DRAW',
};

export type NoticeFacts = Readonly<Record<string, string>>;

export interface Notice {
  readonly id: NoticeId;
  readonly number: bigint;
  readonly memberId: MemberId;
  readonly kind: NoticeKind;
  /** Of what; null where no points moved. */
  readonly unit: string | null;
  /** Positive came in, negative went out; of a question what it is about. */
  readonly points: Points | null;
  readonly partnerId: PartnerId | null;
  readonly occurredAt: Date;
  readonly noticedAt: Date;
  readonly facts: NoticeFacts;
  readonly readAt: Date | null;
}

/** What an entry did to a member's wallet of one unit. */
export interface EntryEffect {
  readonly entryId: string;
  readonly sequence: bigint;
  readonly memberId: MemberId;
  readonly kind: EntryKind;
  readonly unit: string;
  readonly points: Points;
  readonly partnerId: PartnerId | null;
  readonly purchaseId: string | null;
  readonly holdId: string | null;
  readonly causeId: string | null;
  readonly reasons: readonly Reason[];
  readonly occurredAt: Date;
}

/** The kind and the facts of the notice of an entry. */
export function noticeOf(effect: EntryEffect): { readonly kind: NoticeKind; readonly facts: NoticeFacts } {
  const { purchaseId, holdId, causeId, reasons } = effect;
  const named = Object.entries({ purchaseId, holdId, causeId }).filter(([, id]) => id !== null);
  const rules = [...new Set(reasons.map(({ rule }) => rule))].join(' ');
  const facts = { ...Object.fromEntries(named), ...(rules === '' ? {} : { rules }) } as NoticeFacts;
  return { kind: KIND_OF_ENTRY[effect.kind], facts };
}

export interface NoticeNotFound {
  readonly kind: 'NoticeNotFound';
  readonly noticeId: NoticeId;
}

/**
 * Who stands at a till: the member, the store and its partner, the agreement in force; and the refusals when one is
 * missing.
 *
 * The same four questions open every act of a till, in this order. All four may be answered differently a moment
 * later, because the copies they are asked of lag behind the subgraphs that own them.
 */
import type { MemberId, PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Result } from '../../../shared/values/result.js';
import { ok, refused } from '../../../shared/values/result.js';
import { type Agreement, isOpenFor, type PartnerStatus, type StoreFacts } from './agreement.js';

/** How the till names the member: never both, never neither. */
export type MemberRef =
  | { readonly by: 'ID'; readonly memberId: MemberId }
  | { readonly by: 'CARD'; readonly cardNumber: string };

/** By its id or by a store: never both, never neither. */
export type PartnerRef =
  | { readonly by: 'PARTNER'; readonly partnerId: PartnerId }
  | { readonly by: 'STORE'; readonly storeId: StoreId };

export interface PartnerStanding {
  readonly partnerId: PartnerId;
  readonly status: PartnerStatus;
  readonly agreement: Agreement | null;
}

export interface MemberNotEnrolled {
  readonly kind: 'MemberNotEnrolled';
  readonly memberId: string | null;
  readonly cardNumber: string | null;
}
export interface StoreNotFound {
  readonly kind: 'StoreNotFound';
  readonly storeId: StoreId;
}
export interface PartnerNotActive {
  readonly kind: 'PartnerNotActive';
  readonly partnerId: PartnerId;
  readonly status: PartnerStatus;
}
export interface AgreementNotInForce {
  readonly kind: 'AgreementNotInForce';
  readonly partnerId: PartnerId;
  readonly at: Date;
}

export type StandingRefusal = MemberNotEnrolled | StoreNotFound | PartnerNotActive | AgreementNotInForce;

/** What was found of what a till named. */
export interface StandingFacts {
  readonly memberId: MemberId | null;
  readonly store: StoreFacts | null;
  readonly agreement: Agreement | null;
}

export interface StandingRequest {
  readonly member: MemberRef;
  readonly storeId: StoreId;
  readonly sentBy: PartnerId | null;
  readonly at: Date;
  readonly act: 'EARN' | 'BURN';
}

export interface Standing {
  readonly memberId: MemberId;
  readonly store: StoreFacts;
  readonly agreement: Agreement;
}

/** The names by which a member was asked for, one of them null. */
export function namesOf(member: MemberRef): {
  readonly memberId: MemberId | null;
  readonly cardNumber: string | null;
} {
  return member.by === 'ID'
    ? { memberId: member.memberId, cardNumber: null }
    : { memberId: null, cardNumber: member.cardNumber };
}

export function standingAt(
  request: StandingRequest,
  facts: StandingFacts,
): Result<Standing, StandingRefusal> {
  const { memberId, store, agreement } = facts;
  if (memberId === null) {
    return refused({ kind: 'MemberNotEnrolled', ...namesOf(request.member) });
  }
  // Another partner's store is no different from none: nothing is told about it.
  const isForeign = request.sentBy !== null && store?.partnerId !== request.sentBy;
  if (store === null || isForeign) return refused({ kind: 'StoreNotFound', storeId: request.storeId });
  const { partnerId, partnerStatus: status } = store;
  if (!isOpenFor(request.act, status)) return refused({ kind: 'PartnerNotActive', partnerId, status });
  if (agreement === null) return refused({ kind: 'AgreementNotInForce', partnerId, at: request.at });
  return ok({ memberId, store, agreement });
}

const STANDING_REFUSALS: ReadonlySet<string> = new Set<StandingRefusal['kind']>([
  'MemberNotEnrolled',
  'StoreNotFound',
  'PartnerNotActive',
  'AgreementNotInForce',
]);

/** Tells whether a refusal may only mean that news from another subgraph has not arrived yet. */
export function mayArriveYet(refusal: { readonly kind: string }): boolean {
  return STANDING_REFUSALS.has(refusal.kind);
}

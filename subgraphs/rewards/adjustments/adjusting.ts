/**
 * Whether an adjustment can be posted, and what it does to the member's lots and debt.
 *
 * Every unit has an issuer, so a credit names the partner who funds it. A debit takes lots in the order in which they
 * would be spent; more than is there becomes debt where the kind of wallet allows it, and then names whose it is.
 */
import type { MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { activeInBurnOrder, type Lot, type LotSlice, takeFrom } from '../ledger/lot.js';
import { debtPaidBy, walletBalance } from '../ledger/wallet.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import type { InsufficientPoints } from '../redemptions/holding.js';
import type { Agreement } from '../reference/agreement.js';
import { agreementOfParty, type PartnerFacts, type PartyRefusal } from '../reference/party.js';
import type { MemberNotEnrolled } from '../reference/standing.js';
import { type LotLife, lotLife } from '../wallet-kinds/lot-life.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';

export interface AdjustmentRequest {
  readonly memberId: MemberId;
  readonly unit: string;
  readonly points: Points;
  readonly reason: string;
  readonly partnerId: PartnerId | null;
}

export interface AdjustmentOfNothing {
  readonly kind: 'AdjustmentOfNothing';
}
export interface WalletKindNotFound {
  readonly kind: 'WalletKindNotFound';
  readonly unit: string;
}
export interface FundingPartnerNeeded {
  readonly kind: 'FundingPartnerNeeded';
  readonly unit: string;
  /** For how many units a partner must stand. */
  readonly points: Points;
}

export type AdjustmentRefusal =
  | AdjustmentOfNothing
  | WalletKindNotFound
  | MemberNotEnrolled
  | FundingPartnerNeeded
  | PartyRefusal
  | InsufficientPoints;

export interface AdjustmentFacts {
  readonly kind: WalletKind | null;
  /** Of the unit; null when nobody has this id. */
  readonly wallet: {
    readonly lots: readonly Lot[];
    readonly debt: Points;
    readonly lastRedeemedAt: Date | null;
  } | null;
  /** What was found of the partner that is named. */
  readonly partner: PartnerFacts | null;
  readonly terms: ProgrammeTerms;
  readonly now: Date;
}

export interface Party {
  readonly partnerId: PartnerId;
  readonly agreement: Agreement;
}

export type Adjusting =
  | {
      readonly way: 'CREDIT';
      readonly party: Party;
      readonly life: LotLife;
      /** How much of it pays the member's debt at once. */
      readonly debtPaid: Points;
    }
  | {
      readonly way: 'DEBIT';
      /** Null unless there is a debt to stand for. */
      readonly party: Party | null;
      readonly slices: readonly LotSlice[];
      readonly debt: Points;
    };

export function decideAdjustment(
  request: AdjustmentRequest,
  facts: AdjustmentFacts,
): Result<Adjusting, AdjustmentRefusal> {
  const { memberId, unit, points } = request;
  const { kind, wallet } = facts;
  if (points === 0n) return refused({ kind: 'AdjustmentOfNothing' });
  if (kind === null) return refused({ kind: 'WalletKindNotFound', unit });
  if (wallet === null) return refused({ kind: 'MemberNotEnrolled', memberId, cardNumber: null });
  return points > 0n
    ? decideCredit(request, { ...facts, kind, wallet })
    : decideDebit(request, { ...facts, kind, wallet });
}

type KnownFacts = AdjustmentFacts & {
  readonly kind: WalletKind;
  readonly wallet: NonNullable<AdjustmentFacts['wallet']>;
};

function partyOf(
  { partnerId, unit }: AdjustmentRequest,
  { partner, now }: KnownFacts,
  asked: { readonly points: Points; readonly act: 'EARN' | 'BURN' },
): Result<Party, FundingPartnerNeeded | PartyRefusal> {
  if (partnerId === null) return refused({ kind: 'FundingPartnerNeeded', unit, points: asked.points });
  const agreed = agreementOfParty({ partnerId, act: asked.act, at: now }, partner);
  return agreed.ok ? ok({ partnerId, agreement: agreed.value }) : agreed;
}

function decideCredit(request: AdjustmentRequest, facts: KnownFacts): Result<Adjusting, AdjustmentRefusal> {
  const { points } = request;
  const party = partyOf(request, facts, { points, act: 'EARN' });
  if (!party.ok) return party;
  const { kind, wallet, terms, now } = facts;
  // Given by hand it can be used at once; how long it lives is as for everything in this wallet.
  const atOnce = { activation: { by: 'NONE' }, expiry: null } as const;
  const life = lotLife([atOnce, kind], terms, { earnedAt: now, lastRedeemedAt: wallet.lastRedeemedAt });
  return ok({ way: 'CREDIT', party: party.value, life, debtPaid: debtPaidBy(points, wallet.debt) });
}

function decideDebit(request: AdjustmentRequest, facts: KnownFacts): Result<Adjusting, AdjustmentRefusal> {
  const asked = -request.points;
  const { kind, wallet, now } = facts;
  const { slices, missing: debt } = takeFrom(activeInBurnOrder(wallet.lots, now), asked);
  if (debt === 0n) return ok({ way: 'DEBIT', party: null, slices, debt });
  if (kind.negative === 'FORBIDDEN') {
    const { available } = walletBalance(wallet.lots, wallet.debt, now);
    return refused({ kind: 'InsufficientPoints', available, asked });
  }
  const party = partyOf(request, facts, { points: debt, act: 'BURN' });
  return party.ok ? ok({ way: 'DEBIT', party: party.value, slices, debt }) : party;
}

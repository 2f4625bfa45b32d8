/**
 * What a price earns: the number beside a price tag and in a web basket, for somebody whom nobody knows yet.
 *
 * It is made by the very function that gives the awards of a receipt, as for a member with an empty wallet, so that the
 * receipt later credits the same.
 */
import type { PartnerId, StoreId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import {
  type AwardingFacts,
  type BasketMoney,
  basketAwards,
  type CurrencyNotAgreed,
  type Earning,
} from '../earning/earning.js';
import type { AmountNotPositive, AmountTooLarge } from '../purchases/receipt.js';
import { isOpenFor } from '../reference/agreement.js';
import type {
  AgreementNotInForce,
  PartnerNotActive,
  PartnerRef,
  PartnerStanding,
  StoreNotFound,
} from '../reference/standing.js';

export interface EarningPartnerNotFound {
  readonly kind: 'EarningPartnerNotFound';
  readonly partnerId: PartnerId;
}

export type PriceRefusal =
  | StoreNotFound
  | EarningPartnerNotFound
  | PartnerNotActive
  | AgreementNotInForce
  | CurrencyNotAgreed
  | AmountNotPositive
  | AmountTooLarge;

export type PriceEarnings = Pick<Earning, 'awards' | 'points' | 'unfired'>;

/** Decides what a price earns. Refusals in order of precedence, as those of a receipt. */
export function earningsOfPrice(
  { partner, ...price }: BasketMoney & { readonly partner: PartnerRef },
  facts: AwardingFacts & { readonly standing: PartnerStanding | null },
): Result<PriceEarnings, PriceRefusal> {
  const { standing, terms } = facts;
  if (standing === null) return refused(notFound(partner));
  const { partnerId, status, agreement } = standing;
  if (!isOpenFor('EARN', status)) return refused({ kind: 'PartnerNotActive', partnerId, status });
  if (agreement === null) return refused({ kind: 'AgreementNotInForce', partnerId, at: price.purchasedAt });
  const { currency, totalMinor } = price;
  if (agreement.currency !== currency) {
    return refused({ kind: 'CurrencyNotAgreed', currency, agreed: agreement.currency });
  }
  if (totalMinor <= 0n) {
    return refused({ kind: 'AmountNotPositive', field: 'amountMinor', amount: totalMinor });
  }
  const { receiptMaxMinor: maxMinor } = terms;
  if (totalMinor > maxMinor) return refused({ kind: 'AmountTooLarge', amountMinor: totalMinor, maxMinor });
  return ok(basketAwards(price, agreement, facts));
}

function notFound(partner: PartnerRef): StoreNotFound | EarningPartnerNotFound {
  if (partner.by === 'STORE') return { kind: 'StoreNotFound', storeId: partner.storeId as StoreId };
  return { kind: 'EarningPartnerNotFound', partnerId: partner.partnerId };
}

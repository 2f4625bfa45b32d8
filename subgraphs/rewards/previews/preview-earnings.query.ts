/** Previews what a price earns, from the copies and settings of now; writes, locks and awaits nothing. */
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import type { Result } from '../../../shared/values/result.js';
import { bonusesNow } from '../bonuses/bonuses.query.js';
import type { BasketMoney } from '../earning/earning.js';
import { termsOfRequest } from '../programme/terms.query.js';
import { findPartner } from '../reference/partner-standing.query.js';
import type { PartnerRef } from '../reference/standing.js';
import { kindsOfRequest } from '../wallet-kinds/wallet-kinds.query.js';
import { earningsOfPrice, type PriceEarnings, type PriceRefusal } from './price-tag.js';

const BONUSES = Symbol('bonuses of a request');

export async function previewEarnings(
  database: DataSource,
  context: RequestContext,
  price: Omit<BasketMoney, 'purchasedAt'> & { readonly partner: PartnerRef },
): Promise<Result<PriceEarnings, PriceRefusal>> {
  const now = context.clock.now();
  const [standing, terms, kinds, bonuses] = await Promise.all([
    findPartner(database, price.partner, now),
    termsOfRequest(database, context),
    kindsOfRequest(database, context),
    context.perRequest(BONUSES, () => bonusesNow(database)),
  ]);
  const wallets = kinds.inForce.map((kind) => ({ kind, debt: 0n, lastRedeemedAt: null, filled: null }));
  return earningsOfPrice({ ...price, purchasedAt: now }, { standing, terms, wallets, bonuses, now });
}

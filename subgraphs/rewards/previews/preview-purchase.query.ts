/** Previews a purchase: the decision of the record, with nothing written and nothing locked. */
import type { DataSource } from 'typeorm';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { basketFacts } from '../earning/earn-facts.query.js';
import { decideEarning, type Earning, type EarnRefusal } from '../earning/earning.js';
import type { WalletBalance } from '../ledger/wallet.js';
import type { Basket } from '../purchases/receipt.js';
import { type Payable, payableByPoints } from '../redemptions/spend-rules.js';
import { walletBalances } from '../wallets/wallet.query.js';
import { type EarningReason, reasonsFor, walletAfter } from './previewing.js';

export interface PurchasePreview {
  readonly earning: Earning;
  readonly payable: Payable;
  readonly reasons: readonly EarningReason[];
  readonly walletAfter: WalletBalance;
}

export async function previewPurchase(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  basket: Basket,
): Promise<Result<PurchasePreview, EarnRefusal>> {
  const now = clock.now();
  const facts = await basketFacts(database, basket, now);
  const decided = decideEarning(basket, facts);
  if (!decided.ok) return decided;
  const earning = decided.value;
  const [before] = await walletBalances(database, [earning.standing.memberId], now);
  const balance = before as WalletBalance;
  return ok({
    earning,
    payable: payableByPoints(basket, balance.available, earning.terms),
    reasons: reasonsFor(basket, earning),
    walletAfter: walletAfter(balance, earning, now),
  });
}

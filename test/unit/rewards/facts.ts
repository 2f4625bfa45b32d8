/**
 * Plain facts for the tests of the rewards domain: everything in order, so that a test changes just what it is
 * about.
 */
import type {
  AgreementId,
  LotId,
  MemberId,
  PartnerId,
  PurchaseId,
  StoreId,
} from '../../../shared/values/ids.js';
import type { WalletFacts } from '../../../subgraphs/rewards/earning/awarding.js';
import type { EarnFacts } from '../../../subgraphs/rewards/earning/earning.js';
import type { Lot } from '../../../subgraphs/rewards/ledger/lot.js';
import type { ProgrammeTerms } from '../../../subgraphs/rewards/programme/terms.js';
import type { Basket } from '../../../subgraphs/rewards/purchases/receipt.js';
import type { Agreement, StoreFacts } from '../../../subgraphs/rewards/reference/agreement.js';
import type { SoldPurchase } from '../../../subgraphs/rewards/returns/returning.js';
import type { WalletKind } from '../../../subgraphs/rewards/wallet-kinds/wallet-kind.js';

export const NOW = new Date('2026-06-15T12:00:00Z');
export const MEMBER = 'member' as MemberId;
export const STORE = 'store' as StoreId;
export const PARTNER = 'partner' as PartnerId;
export const OTHER_PARTNER = 'other partner' as PartnerId;
export const PURCHASE = 'purchase' as PurchaseId;

export const terms: ProgrammeTerms = {
  version: 1,
  currency: 'EUR',
  worthMinorPerThousand: 500n,
  activationDelayDays: 0,
  expiryMonths: 24,
  timeZone: 'Europe/Berlin',
  purchaseWindowDays: 90,
  holdMinutes: 15,
  payableShareBasisPoints: 5000,
  linePayableShareBasisPoints: 10_000,
  isBasketRequired: false,
  spendsOnEarningReceipt: true,
  receiptMaxMinor: 10_000_000_000n,
};

export const agreement: Agreement = {
  id: 'agreement' as AgreementId,
  currency: 'EUR',
  earnPoints: 1n,
  earnPerMinor: 100n,
  fundingMinorPerThousand: 1000n,
  reimbursementMinorPerThousand: 900n,
  operatorFeeBasisPoints: 500n,
};

export const store: StoreFacts = { storeId: STORE, partnerId: PARTNER, partnerStatus: 'ACTIVE' };

export const basket: Basket = {
  member: { by: 'ID', memberId: MEMBER },
  storeId: STORE,
  purchasedAt: NOW,
  currency: 'EUR',
  totalMinor: 1000n,
  lines: [{ lineNumber: 1, sku: 'A', name: 'Bread', quantity: 2, amountMinor: 1000n }],
  isHistorical: false,
  sentBy: PARTNER,
};

/** The shared currency as a new programme has it. */
export const mainKind: WalletKind = {
  unit: 'PTS',
  version: 1,
  purpose: 'SPENDABLE',
  nameOne: 'point',
  nameMany: 'points',
  earning: { by: 'AGREEMENT' },
  rounding: 'DOWN',
  balanceCap: null,
  periodCap: null,
  negative: 'ALLOWED',
  returnPolicy: 'UNLIMITED',
  activation: null,
  expiry: null,
  itemReward: null,
};

export const mainWallet: WalletFacts = { kind: mainKind, debt: 0n, lastRedeemedAt: null, filled: null };

export const earnFacts: EarnFacts = {
  memberId: MEMBER,
  store,
  agreement,
  terms,
  wallets: [mainWallet],
  bonuses: [],
  recordedAs: null,
  now: NOW,
};

export const sold: SoldPurchase = {
  id: PURCHASE,
  memberId: MEMBER,
  partnerId: PARTNER,
  purchasedAt: NOW,
  points: 10n,
  takenPoints: 3n,
  fundingMinor: 10n,
  feeMinor: 1n,
  lines: [{ lineNumber: 1, sku: 'A', quantity: 3, amountMinor: 1000n, points: 10n, returnedQuantity: 1 }],
  lots: [{ id: 'own' as LotId, unit: 'PTS', original: 10n }],
  units: new Map([['PTS', { kindVersion: 1, policy: 'UNLIMITED' }]]),
};

/** An active lot of ten points that expires in a year; a test changes what it is about. */
export function lot(id: string, changes: Partial<Omit<Lot, 'id'>> = {}): Lot {
  return {
    id: id as LotId,
    unit: 'PTS',
    issuerPartnerId: PARTNER,
    remaining: 10n,
    held: 0n,
    earnedAt: new Date('2026-06-01T00:00:00Z'),
    activatesAt: new Date('2026-06-01T00:00:00Z'),
    cancelsAt: null,
    expiresAt: new Date('2027-06-01T00:00:00Z'),
    ...changes,
  };
}

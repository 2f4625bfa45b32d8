/**
 * Whatever happens to a wallet, in whatever order: nothing is made from nothing, lots stay within bounds, and what
 * the wallet says is what its postings sum to. Random sequences of the pure decisions against a small model of the
 * books.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, HoldId, LotId, PurchaseId, ReturnId } from '../../shared/values/ids.js';
import { earnEntry } from '../../subgraphs/rewards/earning/earn-entry.js';
import { decideEarning } from '../../subgraphs/rewards/earning/earning.js';
import { debtPaymentEntry, lessPaid, slicesForDebt } from '../../subgraphs/rewards/ledger/debt-payment.js';
import type { EntryDraft, LotChange } from '../../subgraphs/rewards/ledger/entry.js';
import { type Lot, type LotSlice, lotState } from '../../subgraphs/rewards/ledger/lot.js';
import { walletBalance } from '../../subgraphs/rewards/ledger/wallet.js';
import { captureEntry } from '../../subgraphs/rewards/redemptions/capture-entry.js';
import {
  captureChanges,
  capturedSlices,
  decideCapture,
  freedSlices,
  reimbursements,
} from '../../subgraphs/rewards/redemptions/capturing.js';
import { type Hold, letGo, setAside } from '../../subgraphs/rewards/redemptions/hold.js';
import { decideHold } from '../../subgraphs/rewards/redemptions/holding.js';
import { returnEntry } from '../../subgraphs/rewards/returns/return-entry.js';
import { moneyBack, takeBackBy } from '../../subgraphs/rewards/returns/return-policy.js';
import { decideReturn, type SoldPurchase } from '../../subgraphs/rewards/returns/returning.js';
import {
  agreement,
  basket,
  earnFacts,
  MEMBER,
  mainWallet,
  PARTNER,
  STORE,
  store,
  terms,
} from '../unit/rewards/facts.js';

type Act =
  | { readonly do: 'earn'; readonly totalMinor: bigint; readonly quantity: number }
  | { readonly do: 'hold'; readonly points: bigint }
  | { readonly do: 'capture' | 'void'; readonly which: number; readonly points: bigint }
  | { readonly do: 'return'; readonly which: number; readonly quantity: number }
  | { readonly do: 'wait'; readonly days: number };

interface HeldPoints {
  hold: Hold;
  slices: readonly LotSlice[];
}

/** The books of one member, written as the database writes them. */
class Books {
  readonly lots = new Map<string, Lot>();
  readonly holds: HeldPoints[] = [];
  readonly purchases: { sold: SoldPurchase }[] = [];
  readonly entries: EntryDraft[] = [];
  debt = 0n;
  now = new Date('2026-01-01T12:00:00Z');
  private made = 0;

  private id<Id extends string>(): Id {
    this.made += 1;
    return `id-${String(this.made).padStart(6, '0')}` as Id;
  }

  private change(changes: readonly LotChange[]): void {
    for (const { lotId, remaining, held } of changes) {
      const lot = this.lots.get(lotId) as Lot;
      this.lots.set(lotId, { ...lot, remaining: lot.remaining + remaining, held: lot.held + held });
    }
  }

  private post(entry: EntryDraft | null): void {
    if (entry === null) return;
    this.entries.push(entry);
    for (const { points } of entry.debtChanges) this.debt += points;
    for (const lot of entry.newLots) this.lots.set(lot.id, { ...lot, held: 0n });
    this.change(entry.lotChanges);
  }

  act(act: Act): void {
    if (act.do === 'wait') this.now = new Date(this.now.getTime() + act.days * 86_400_000);
    else if (act.do === 'earn') this.earn(act.totalMinor, act.quantity);
    else if (act.do === 'hold') this.hold(act.points);
    else if (act.do === 'return') this.giveBack(act.which, act.quantity);
    else this.end(act.do, act.which, act.points);
  }

  private earn(totalMinor: bigint, quantity: number): void {
    const lines = [{ lineNumber: 1, sku: 'A', name: 'Bread', quantity, amountMinor: totalMinor }];
    const facts = {
      ...earnFacts,
      wallets: [{ ...mainWallet, debt: this.debt }],
      now: this.now,
      terms: { ...terms, activationDelayDays: 2, expiryMonths: 1 },
    };
    const decided = decideEarning({ ...basket, totalMinor, lines, purchasedAt: this.now }, facts);
    if (!decided.ok) throw new Error(decided.refusal.kind);
    const ids = {
      entryId: this.id<EntryId>(),
      newLotId: () => this.id<LotId>(),
      purchaseId: this.id<PurchaseId>(),
      buyerId: null,
      sequence: 1n,
    };
    const entry = earnEntry(decided.value, ids, { purchasedAt: this.now, now: this.now });
    this.post(entry);
    const soldLines = decided.value.lines.map((line) => ({ ...line, returnedQuantity: 0 }));
    const { points, fundingMinor, feeMinor } = decided.value;
    const named = { id: ids.purchaseId, memberId: MEMBER, partnerId: PARTNER, purchasedAt: this.now };
    this.purchases.push({
      sold: {
        ...named,
        ...{ points, takenPoints: 0n, fundingMinor, feeMinor },
        lines: soldLines,
        lots: entry?.newLots ?? [],
        units: new Map([['PTS', { kindVersion: 1, policy: 'UNLIMITED' }]]),
      },
    });
  }

  private hold(points: bigint): void {
    const member = { by: 'ID', memberId: MEMBER } as const;
    const facts = {
      memberId: MEMBER,
      store,
      agreement,
      terms,
      now: this.now,
      lots: [...this.lots.values()],
      receiptLots: [],
      paidOnReceipt: 0n,
      buyer: null,
      debt: this.debt,
    };
    const { available } = walletBalance(facts.lots, this.debt, this.now);
    const decided = decideHold(
      { member, storeId: STORE, points, basket: null, receiptNumber: null, sentBy: PARTNER },
      facts,
    );
    expect(decided.ok).toBe(points <= available);
    if (decided.ok) expect(points).toBeLessThanOrEqual(this.spendable());
    if (!decided.ok) return;
    this.change(setAside(decided.value.slices));
    const moments = { heldAt: this.now, expiresAt: new Date('2999-01-01T00:00:00Z'), changedAt: this.now };
    const whose = { id: this.id<HoldId>(), memberId: MEMBER, partnerId: PARTNER, storeId: STORE };
    const hold: Hold = {
      ...whose,
      ...moments,
      receiptNumber: null,
      buyerId: null,
      points,
      capturedPoints: 0n,
      state: 'HELD',
      termsVersion: 1,
      agreementId: agreement.id,
    };
    this.holds.push({ hold, slices: decided.value.slices });
  }

  /** What can be held at most, counted the plainest way. */
  private spendable(): bigint {
    const usable = [...this.lots.values()].filter(
      ({ activatesAt, expiresAt }) =>
        activatesAt !== null && activatesAt <= this.now && (expiresAt === null || expiresAt > this.now),
    );
    return usable.reduce((sum, { remaining, held }) => sum + remaining - held, -this.debt);
  }

  private end(how: 'capture' | 'void', which: number, points: bigint): void {
    const held = this.holds[which % Math.max(this.holds.length, 1)];
    if (held === undefined) return;
    const request = {
      holdId: held.hold.id,
      sentBy: PARTNER,
      points: how === 'void' ? null : points,
      isFinal: true,
    };
    const decided = decideCapture(request, held.hold, this.now);
    if (!decided.ok) return;
    const wallet = { lots: [...this.lots.values()], debt: this.debt };
    if (how === 'void') this.letGo(held, slicesForDebt(held.slices, wallet, this.now));
    else {
      const captured = capturedSlices(held.slices, points);
      const paid = slicesForDebt(freedSlices(held.slices, captured), wallet, this.now);
      const changes = captureChanges(held.slices, captured);
      const ids = { entryId: this.id<EntryId>(), sequence: 1n };
      const obligations = reimbursements(captured, agreement);
      this.post(
        captureEntry({
          ids,
          capture: decided.value,
          agreement,
          captured,
          paid,
          changes,
          obligations,
          now: this.now,
        }),
      );
    }
    held.hold = { ...held.hold, state: how === 'void' ? 'VOIDED' : 'CAPTURED' };
  }

  private letGo({ hold, slices }: HeldPoints, paid: readonly LotSlice[]): void {
    const changes = lessPaid(letGo(slices), paid);
    const ids = { entryId: this.id<EntryId>(), sequence: 1n };
    if (paid.length === 0) this.change(changes);
    else this.post(debtPaymentEntry({ ids, hold, paid, changes, now: this.now }));
    // What was let go and can be used stays free only when no debt is left for it to pay.
    const lapsed = (lotId: string) => lotState(this.lots.get(lotId) as Lot, this.now) === 'EXPIRED';
    const keeps = slices.some(
      (slice) => !lapsed(slice.lotId) && !paid.some((part) => part.lotId === slice.lotId),
    );
    if (keeps) expect(this.debt).toBe(0n);
  }

  private giveBack(which: number, quantity: number): void {
    const bought = this.purchases[which % Math.max(this.purchases.length, 1)];
    if (bought === undefined) return;
    const { sold } = bought;
    const lines = [{ lineNumber: 1, quantity }];
    const wish = { purchaseId: sold.id, memberId: null, returnedAt: this.now, lines, sentBy: null };
    const decided = decideReturn(wish, sold, this.now);
    if (!decided.ok) return;
    const wallet = { lots: [...this.lots.values()], debt: this.debt, own: decided.value.shares };
    const taken = takeBackBy('UNLIMITED', wallet, this.now);
    expect(taken.points).toBe(decided.value.points);
    const ids = { entryId: this.id<EntryId>(), returnId: this.id<ReturnId>(), sequence: 1n };
    const purchase = { ...sold, currency: 'EUR', termsVersion: 1, agreementId: agreement.id };
    this.post(
      returnEntry({
        ids,
        memberId: sold.memberId,
        purchase,
        returning: decided.value,
        taken: new Map([['PTS', { ...taken, outOfLapse: [] }]]),
        ...moneyBack(sold, taken.points),
        returnedAt: this.now,
        now: this.now,
      }),
    );
    const soldLines = sold.lines.map((line) => ({
      ...line,
      returnedQuantity: line.returnedQuantity + quantity,
    }));
    bought.sold = { ...sold, takenPoints: sold.takenPoints + taken.points, lines: soldLines };
  }

  check(): void {
    const posted = new Map<string, bigint>();
    const add = (key: string, amount: bigint) => posted.set(key, (posted.get(key) ?? 0n) + amount);
    for (const { postings } of this.entries) {
      for (const { account, unit, amount, lotId } of postings) {
        add(`unit ${unit}`, amount);
        add(lotId === null ? account : `lot ${lotId}`, amount);
      }
    }
    expect(posted.get('unit PTS') ?? 0n).toBe(0n);
    expect(posted.get('unit EUR') ?? 0n).toBe(0n);
    expect(this.debt).toBe(-(posted.get(`member:${MEMBER}`) ?? 0n));
    expect(this.debt).toBeGreaterThanOrEqual(0n);
    for (const lot of this.lots.values()) {
      expect(lot.remaining).toBe(posted.get(`lot ${lot.id}`) ?? 0n);
      expect(lot.held).toBeGreaterThanOrEqual(0n);
      expect(lot.remaining).toBeGreaterThanOrEqual(lot.held);
    }
    const open = this.holds
      .filter(({ hold }) => hold.state === 'HELD')
      .reduce((sum, { hold }) => sum + hold.points, 0n);
    const balance = walletBalance([...this.lots.values()], this.debt, this.now);
    expect(balance.held).toBe(open);
    expect(balance.available).toBe(this.spendable());
  }
}

const which = fc.nat({ max: 8 });
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('earn' as const),
    totalMinor: fc.bigInt(1n, 50_000n),
    quantity: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ do: fc.constant('hold' as const), points: fc.bigInt(1n, 200n) }),
  fc.record({ do: fc.constantFrom('capture' as const, 'void' as const), which, points: fc.bigInt(1n, 120n) }),
  fc.record({ do: fc.constant('return' as const), which, quantity: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 6 }) }),
);

describe('a wallet', () => {
  it('keeps its books after any sequence of purchases, holds, captures, voids, returns and days', () => {
    fc.assert(
      fc.property(fc.array(acts, { minLength: 5, maxLength: 60 }), (sequence) => {
        const books = new Books();
        for (const act of sequence) {
          books.act(act);
          books.check();
        }
      }),
      { numRuns: 300 },
    );
  });
});

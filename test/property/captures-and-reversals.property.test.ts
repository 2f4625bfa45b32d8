/**
 * However a hold is captured and however its captures are reversed, over lots of several issuers, with time running
 * out and debts arising: no lot leaves its bounds, postings balance, and all reversals of a capture sum to it, in
 * points and in money.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureId, EntryId, HoldId, LotId, PartnerId } from '../../shared/values/ids.js';
import { slicesForDebt } from '../../subgraphs/rewards/ledger/debt-payment.js';
import type { EntryDraft } from '../../subgraphs/rewards/ledger/entry.js';
import { takeFrom } from '../../subgraphs/rewards/ledger/lot.js';
import { captureEntry, owedMinor } from '../../subgraphs/rewards/redemptions/capture-entry.js';
import {
  captureChanges,
  capturedSlices,
  decideCapture,
  freedSlices,
  reimbursements,
} from '../../subgraphs/rewards/redemptions/capturing.js';
import { type Hold, leftOf, setAside } from '../../subgraphs/rewards/redemptions/hold.js';
import { reimbursementFor } from '../../subgraphs/rewards/reference/agreement.js';
import { reversalEntry } from '../../subgraphs/rewards/reversals/reversal-entry.js';
import {
  type BurnedLot,
  type CapturedPoints,
  decideReversal,
  landingOf,
} from '../../subgraphs/rewards/reversals/reversing.js';
import { agreement, lot, MEMBER, NOW, PARTNER, STORE } from '../unit/rewards/facts.js';

const DAY_MS = 86_400_000;

interface Beginning {
  readonly lots: readonly { readonly points: bigint; readonly issuer: string; readonly days: number }[];
  readonly held: bigint;
  readonly perThousand: bigint;
}

type Act =
  | { readonly do: 'capture'; readonly points: bigint; readonly isFinal: boolean }
  | { readonly do: 'reverse'; readonly which: number; readonly points: bigint | null }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'owe'; readonly points: bigint };

/** One hold, its lots and what was done to them. */
class Spending {
  readonly lots = new Map<string, BurnedLot & { readonly original: bigint }>();
  readonly captures: { made: CapturedPoints; readonly money: bigint[] }[] = [];
  readonly postedOnLots = new Map<string, bigint>();
  readonly agreed: typeof agreement;
  hold: Hold;
  private readonly slices: ReturnType<typeof takeFrom>['slices'];
  private debt = 0n;
  private now = NOW;

  constructor({ lots, held, perThousand }: Beginning) {
    this.agreed = { ...agreement, reimbursementMinorPerThousand: perThousand };
    for (const [index, { points, issuer, days }] of lots.entries()) {
      const expiresAt = new Date(NOW.getTime() + days * DAY_MS);
      const facts = { remaining: points, issuerPartnerId: issuer as PartnerId, expiresAt };
      const made = { ...lot(`lot ${index}`, facts), closedAs: null, original: points };
      this.lots.set(made.id, made);
      this.postedOnLots.set(made.id, points);
    }
    this.slices = takeFrom([...this.lots.values()], held).slices;
    const points = this.slices.reduce((sum, slice) => sum + slice.points, 0n);
    const moments = { heldAt: NOW, expiresAt: new Date(NOW.getTime() + 9999 * DAY_MS), changedAt: NOW };
    this.hold = {
      ...{ id: 'hold' as HoldId, memberId: MEMBER, partnerId: PARTNER, storeId: STORE, receiptNumber: null },
      ...{
        points,
        capturedPoints: 0n,
        state: 'HELD',
        termsVersion: 1,
        agreementId: agreement.id,
        ...moments,
      },
    };
    this.change(setAside(this.slices));
  }

  private change(changes: EntryDraft['lotChanges']): void {
    for (const { lotId, remaining, held } of changes) {
      const found = this.lots.get(lotId);
      if (found === undefined) throw new Error('no such lot');
      this.lots.set(lotId, { ...found, remaining: found.remaining + remaining, held: found.held + held });
    }
  }

  private post(entry: EntryDraft): void {
    this.change(entry.lotChanges);
    for (const { points } of entry.debtChanges) this.debt += points;
    for (const { lotId, amount } of entry.postings) {
      if (lotId !== null) this.postedOnLots.set(lotId, (this.postedOnLots.get(lotId) ?? 0n) + amount);
    }
  }

  act(act: Act): void {
    if (act.do === 'wait') this.now = new Date(this.now.getTime() + act.days * DAY_MS);
    else if (act.do === 'owe') this.debt += act.points;
    else if (act.do === 'capture') this.capture(act.points, act.isFinal);
    else this.reverse(act.which, act.points);
  }

  private capture(points: bigint, isFinal: boolean): void {
    const wish = { holdId: this.hold.id, sentBy: PARTNER, points, isFinal };
    const decided = decideCapture(wish, this.hold, this.now);
    const left = this.hold.points - this.hold.capturedPoints;
    expect(decided.ok).toBe(this.hold.state === 'HELD' && points <= left);
    if (!decided.ok) return;
    const { isLast } = decided.value;
    const slices = leftOf(this.slices, this.hold.capturedPoints);
    const captured = capturedSlices(slices, points);
    const obligations = reimbursements(captured, this.agreed, this.hold.capturedPoints);
    const lots = [...this.lots.values()];
    const freed = isLast ? freedSlices(slices, captured) : [];
    const paid = slicesForDebt(freed, { lots, debt: this.debt }, this.now);
    const changes = captureChanges(isLast ? slices : captured, captured);
    const ids = { entryId: 'entry' as EntryId, sequence: 1n };
    const facts = {
      ids,
      capture: decided.value,
      agreement: this.agreed,
      captured,
      paid,
      changes,
      obligations,
    };
    this.post(captureEntry({ ...facts, now: this.now }));
    const made: CapturedPoints = {
      ...{ ...this.hold, id: `capture ${this.captures.length}` as CaptureId, holdId: this.hold.id, points },
      ...{ amountMinor: owedMinor(obligations), currency: 'EUR', slices: captured, lots, reversedPoints: 0n },
    };
    this.captures.push({ made, money: [] });
    const state = isLast ? 'CAPTURED' : 'HELD';
    this.hold = { ...this.hold, state, capturedPoints: this.hold.capturedPoints + points };
  }

  private reverse(which: number, points: bigint | null): void {
    const found = this.captures[which % Math.max(this.captures.length, 1)];
    if (found === undefined) return;
    const lots = found.made.slices.map(({ lotId }) => this.lots.get(lotId) as BurnedLot);
    const capture = { ...found.made, lots };
    const decided = decideReversal({ captureId: capture.id, points, sentBy: null }, capture);
    const left = capture.points - capture.reversedPoints;
    expect(decided.ok).toBe(points === null ? left > 0n : points <= left);
    if (!decided.ok) return;
    const landing = landingOf(decided.value, this.debt, this.now);
    const back = decided.value.points;
    expect(landing.usable + landing.expired + landing.debtPaid).toBe(back);
    if (landing.usable > 0n) expect(this.debt).toBe(landing.debtPaid);
    const ids = { entryId: 'entry' as EntryId, sequence: 1n };
    this.post(reversalEntry({ ids, reversing: decided.value, landing, now: this.now }));
    found.money.push(decided.value.amountMinor);
    found.made = { ...found.made, reversedPoints: found.made.reversedPoints + back };
  }

  check(): void {
    for (const { id, remaining, held, original } of this.lots.values()) {
      expect(held).toBeGreaterThanOrEqual(0n);
      expect(remaining).toBeGreaterThanOrEqual(held);
      expect(original).toBeGreaterThanOrEqual(remaining);
      expect(remaining).toBe(this.postedOnLots.get(id as LotId));
    }
    expect(this.debt).toBeGreaterThanOrEqual(0n);
    const held = [...this.lots.values()].reduce((sum, each) => sum + each.held, 0n);
    const { state, points, capturedPoints } = this.hold;
    expect(held).toBe(state === 'HELD' ? points - capturedPoints : 0n);
    const owed = this.captures.reduce((sum, { made }) => sum + made.amountMinor, 0n);
    expect(owed).toBe(reimbursementFor(capturedPoints, this.agreed));
    for (const { made, money } of this.captures) {
      const back = money.reduce((sum, amount) => sum + amount, 0n);
      expect(money.every((amount) => amount >= 0n)).toBe(true);
      expect(back).toBeLessThanOrEqual(made.amountMinor);
      if (made.reversedPoints === made.points) expect(back).toBe(made.amountMinor);
    }
  }
}

const beginnings: fc.Arbitrary<Beginning> = fc.record({
  lots: fc.array(
    fc.record({
      points: fc.bigInt(1n, 40n),
      issuer: fc.constantFrom('A', 'B', 'C'),
      days: fc.integer({ min: 1, max: 30 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  held: fc.bigInt(1n, 150n),
  perThousand: fc.bigInt(0n, 3000n),
});
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('capture' as const),
    points: fc.bigInt(1n, 30n),
    isFinal: fc.nat({ max: 9 }).map((roll) => roll === 0),
  }),
  fc.record({
    do: fc.constant('reverse' as const),
    which: fc.nat({ max: 8 }),
    points: fc.option(fc.bigInt(1n, 15n), { nil: null, freq: 4 }),
  }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('owe' as const), points: fc.bigInt(1n, 20n) }),
);

describe('a hold', () => {
  it('keeps its books after any sequence of captures, reversals, debts and days', () => {
    fc.assert(
      fc.property(beginnings, fc.array(acts, { minLength: 3, maxLength: 40 }), (beginning, sequence) => {
        const spending = new Spending(beginning);
        for (const act of sequence) {
          spending.act(act);
          spending.check();
        }
        // Whatever is left of its captures can be reversed, to the last point and the last cent.
        for (const which of spending.captures.keys()) {
          spending.act({ do: 'reverse', which, points: null });
          spending.check();
        }
      }),
      { numRuns: 300 },
    );
  });
});

/**
 * A wallet told as simply as can be: lists, sums and loops, written from the words of the glossary and not from the
 * code.
 *
 * It decides what every act must do to one member's points. When an act starts, ends or lapses it is told by the test,
 * so the model has no clock and no calendar of its own.
 */
export interface ModelLot {
  readonly id: string;
  left: bigint;
  held: bigint;
  readonly earnedAt: number;
  readonly from: number;
  readonly until: number;
}

export interface ModelHold {
  readonly id: string;
  readonly until: number;
  isOpen: boolean;
  readonly parts: { readonly lot: ModelLot; points: bigint }[];
}

export interface ModelPurchase {
  readonly id: string;
  readonly lotId: string | null;
  readonly points: bigint;
  readonly pieces: number;
  back: number;
}

export interface Figures {
  readonly available: bigint;
  readonly pending: bigint;
  readonly held: bigint;
  readonly debt: bigint;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export class WalletModel {
  readonly lots: ModelLot[] = [];
  readonly holds: ModelHold[] = [];
  readonly purchases: ModelPurchase[] = [];
  debt = 0n;

  /** The figures that everybody must see at an instant. */
  figures(now: number): Figures {
    const sum = (lots: readonly ModelLot[], of: (lot: ModelLot) => bigint): bigint =>
      lots.reduce((total, lot) => total + of(lot), 0n);
    const free = (lot: ModelLot): bigint => lot.left - lot.held;
    const pending = this.lots.filter((lot) => lot.from > now && lot.until > now);
    return {
      available: sum(this.usable(now), free) - this.debt,
      pending: sum(pending, free),
      held: sum(this.lots, (lot) => lot.held),
      debt: this.debt,
    };
  }

  private usable(now: number): ModelLot[] {
    return this.lots.filter((lot) => lot.from <= now && lot.until > now).sort(inBurnSequence);
  }

  earn(purchase: ModelPurchase, lot: Omit<ModelLot, 'left' | 'held'> | null): void {
    this.purchases.push(purchase);
    if (lot === null) return;
    const paid = least(purchase.points, this.debt);
    this.debt -= paid;
    this.lots.push({ ...lot, left: purchase.points - paid, held: 0n });
  }

  /** How many points the goods that come back gave, all returns together giving all of them. */
  pointsOf(purchase: ModelPurchase, pieces: number): bigint {
    const upTo = (count: number): bigint =>
      (2n * purchase.points * BigInt(count) + BigInt(purchase.pieces)) / (2n * BigInt(purchase.pieces));
    return upTo(purchase.back + pieces) - upTo(purchase.back);
  }

  giveBack(purchase: ModelPurchase, pieces: number, now: number): bigint {
    const points = this.pointsOf(purchase, pieces);
    purchase.back += pieces;
    const own = this.lots.filter((lot) => lot.id === purchase.lotId);
    const pending = this.lots.filter((lot) => lot.from > now && lot.until > now).sort(inBurnSequence);
    let missing = points;
    for (const lot of [...own, ...this.usable(now), ...pending]) {
      const taken = least(lot.left - lot.held, missing);
      lot.left -= taken;
      missing -= taken;
    }
    this.debt += missing;
    return points;
  }

  hold(id: string, points: bigint, moments: { readonly now: number; readonly until: number }): void {
    const hold: ModelHold = { id, until: moments.until, isOpen: true, parts: [] };
    let missing = points;
    for (const lot of this.usable(moments.now)) {
      const taken = least(lot.left - lot.held, missing);
      if (taken === 0n) continue;
      lot.held += taken;
      hold.parts.push({ lot, points: taken });
      missing -= taken;
    }
    if (missing !== 0n) throw new Error('the model holds what is not there');
    this.holds.push(hold);
  }

  /** Spends a part of a hold, or nothing of it, and lets the rest go: what is free again pays what is owed. */
  end(hold: ModelHold, spent: bigint, now: number): void {
    let left = spent;
    hold.isOpen = false;
    for (const { lot, points } of hold.parts) {
      const burnt = least(points, left);
      left -= burnt;
      lot.held -= points;
      lot.left -= burnt;
      const paid = lot.until > now ? least(points - burnt, this.debt) : 0n;
      lot.left -= paid;
      this.debt -= paid;
    }
  }

  /** Ends the holds whose time is over. */
  lapse(now: number): void {
    for (const hold of this.holds) if (hold.isOpen && hold.until <= now) this.end(hold, 0n, now);
  }
}

function inBurnSequence(a: ModelLot, b: ModelLot): number {
  if (a.until !== b.until) return a.until < b.until ? -1 : 1;
  return a.earnedAt !== b.earnedAt ? a.earnedAt - b.earnedAt : a.id < b.id ? -1 : 1;
}

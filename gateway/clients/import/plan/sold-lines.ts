/**
 * What members bought and have not brought back: the lines that a return may be of.
 *
 * A return takes from lines of the same member and article that are not younger than itself, latest first. It never
 * takes more than was bought, and takes nothing at all when not enough is left.
 */
export interface SoldLine {
  /** The key of the purchase. */
  readonly purchase: string;
  /** The number of the line in the purchase. */
  readonly lineNumber: number;
  readonly quantity: number;
  readonly at: Date;
}

export interface TakenLine {
  readonly purchase: string;
  readonly lineNumber: number;
  readonly quantity: number;
}

interface LeftLine extends SoldLine {
  left: number;
}

export class SoldLines {
  /** Oldest first, by member and article. */
  private readonly lines = new Map<string, LeftLine[]>();

  add(member: string, sku: string, line: SoldLine): void {
    const name = nameOf(member, sku);
    const known = this.lines.get(name) ?? [];
    if (known.length === 0) this.lines.set(name, known);
    const after = known.findLastIndex(({ at }) => at <= line.at);
    known.splice(after + 1, 0, { ...line, left: line.quantity });
  }

  /** Takes `quantity` back at a moment; null, and nothing taken, when so many were not bought until then. */
  take(
    member: string,
    sku: string,
    wish: { readonly quantity: number; readonly at: Date },
  ): readonly TakenLine[] | null {
    const name = nameOf(member, sku);
    const candidates = (this.lines.get(name) ?? []).filter(({ at }) => at <= wish.at);
    const left = candidates.reduce((sum, line) => sum + line.left, 0);
    if (left < wish.quantity) return null;
    const taken: TakenLine[] = [];
    let missing = wish.quantity;
    for (const line of candidates.toReversed()) {
      if (missing === 0) break;
      const quantity = Math.min(line.left, missing);
      line.left -= quantity;
      missing -= quantity;
      taken.push({ purchase: line.purchase, lineNumber: line.lineNumber, quantity });
    }
    const remaining = (this.lines.get(name) ?? []).filter((line) => line.left > 0);
    this.lines.set(name, remaining);
    return taken;
  }
}

function nameOf(member: string, sku: string): string {
  return `${member}\0${sku}`;
}

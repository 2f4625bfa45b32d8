/**
 * Puts lines together to receipts while the file goes by.
 *
 * Receipts may be interleaved: lines of one may stand up to `apartMax` lines of the file apart. Receipts are given
 * in the order in which they began, so a return follows its purchase. Memory is bounded: at most `heldMax` lines
 * wait. What comes of a receipt after it was given is told apart, never recorded as a second receipt of the same
 * number.
 */
import type { ReceiptLine } from '../read/receipt-line.js';

export type Receipt = readonly [ReceiptLine, ...ReceiptLine[]];

interface OpenReceipt {
  readonly lines: [ReceiptLine, ...ReceiptLine[]];
  lastSeen: number;
}

export interface GroupLimits {
  readonly apartMax: number;
  readonly heldMax: number;
}

export const groupLimits: GroupLimits = { apartMax: 2_000, heldMax: 20_000 };

export class ReceiptGroups {
  private readonly open = new Map<string, OpenReceipt>();
  private readonly given = new Set<string>();
  private seen = 0;
  private held = 0;

  constructor(private readonly limits: GroupLimits = groupLimits) {}

  /** Tells that a line of the file went by, of any receipt or none; gives the receipts that are complete by that. */
  pass(line: ReceiptLine | null): { readonly complete: readonly Receipt[]; readonly isLate: boolean } {
    this.seen += 1;
    const isLate = line !== null && !this.hold(line);
    return { complete: this.release(), isLate };
  }

  /** Gives what is left at the end of the file. */
  rest(): readonly Receipt[] {
    const left = [...this.open.values()].map(({ lines }) => lines);
    this.open.clear();
    this.held = 0;
    return left;
  }

  /** False when the receipt was given before. */
  private hold(line: ReceiptLine): boolean {
    const name = [line.receipt, line.country, line.member].join('\0');
    if (this.given.has(name)) return false;
    const receipt = this.open.get(name);
    if (receipt === undefined) this.open.set(name, { lines: [line], lastSeen: this.seen });
    else {
      receipt.lines.push(line);
      receipt.lastSeen = this.seen;
    }
    this.held += 1;
    return true;
  }

  private release(): readonly Receipt[] {
    const complete: Receipt[] = [];
    for (const [name, { lines, lastSeen }] of this.open) {
      const isComplete = this.seen - lastSeen >= this.limits.apartMax;
      if (!isComplete && this.held <= this.limits.heldMax) break;
      this.open.delete(name);
      this.given.add(name);
      this.held -= lines.length;
      complete.push(lines);
    }
    return complete;
  }
}

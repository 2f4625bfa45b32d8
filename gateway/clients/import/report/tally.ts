/**
 * Counts what became of every line, and what the lines that went by, were accepted and were refused are worth.
 *
 * `read = accepted + refused`, of lines and of worth alike, once everything is done. Worth is quantity times price
 * as the file states them, exact; points are what the platform answered.
 */
import { decimalText } from '../read/decimal.js';
import type { Origin } from '../send/sender.js';

type ActKind = 'purchases' | 'returns';
type Counted = 'members' | 'partners';

export interface Summary {
  readonly lines: { readonly read: number; readonly accepted: number; readonly refused: number };
  /** Lines by the reason why they were refused. */
  readonly refused: Readonly<Record<string, number>>;
  readonly value: { readonly read: string; readonly accepted: string; readonly refused: string };
  readonly receipts: { readonly purchases: ActCount; readonly returns: ActCount };
  readonly members: { readonly new: number; readonly known: number };
  readonly partners: { readonly new: number; readonly known: number };
  /** Null in a dry run: the platform alone knows them. */
  readonly points: { readonly granted: string; readonly taken: string } | null;
  /** Whether the platform was changed at all by this run. */
  readonly isUnchanged: boolean;
  readonly isDryRun: boolean;
  readonly seconds: number;
  readonly linesPerSecond: number;
}

interface ActCount {
  readonly new: number;
  readonly replayed: number;
  readonly resumed: number;
}

const noActs = () => ({ NEW: 0, REPLAYED: 0, RESUMED: 0 });
const none = () => ({ lines: 0, value: 0n });

export class Tally {
  private readonly all = none();
  private readonly accepted = none();
  private readonly refusedByReason = new Map<string, number>();
  private readonly refused = none();
  private readonly acts = { purchases: noActs(), returns: noActs() };
  private readonly counted = { members: { new: 0, known: 0 }, partners: { new: 0, known: 0 } };
  private readonly points = { purchases: 0n, returns: 0n };

  get linesRead(): number {
    return this.all.lines;
  }

  read(value: bigint): void {
    add(this.all, value);
  }

  accept(value: bigint): void {
    add(this.accepted, value);
  }

  refuse(reason: string, value: bigint): void {
    add(this.refused, value);
    this.refusedByReason.set(reason, (this.refusedByReason.get(reason) ?? 0) + 1);
  }

  act(kind: ActKind, origin: Origin, points: bigint): void {
    this.acts[kind][origin] += 1;
    this.points[kind] += points;
  }

  count(what: Counted, isNew: boolean): void {
    this.counted[what][isNew ? 'new' : 'known'] += 1;
  }

  summary({ seconds, isDryRun }: { readonly seconds: number; readonly isDryRun: boolean }): Summary {
    const { all, accepted, refused, acts, counted, points } = this;
    const news = acts.purchases.NEW + acts.returns.NEW + counted.members.new + counted.partners.new;
    return {
      lines: { read: all.lines, accepted: accepted.lines, refused: refused.lines },
      refused: Object.fromEntries([...this.refusedByReason].sort(([a], [b]) => (a < b ? -1 : 1))),
      value: {
        read: decimalText(all.value),
        accepted: decimalText(accepted.value),
        refused: decimalText(refused.value),
      },
      receipts: { purchases: actCount(acts.purchases), returns: actCount(acts.returns) },
      members: { ...counted.members },
      partners: { ...counted.partners },
      points: isDryRun ? null : { granted: String(points.purchases), taken: String(points.returns) },
      isUnchanged: isDryRun || news === 0,
      isDryRun,
      seconds: Math.round(seconds * 10) / 10,
      linesPerSecond: Math.round(all.lines / Math.max(seconds, 0.001)),
    };
  }
}

function add(count: { lines: number; value: bigint }, value: bigint): void {
  count.lines += 1;
  count.value += value;
}

function actCount({ NEW, REPLAYED, RESUMED }: Readonly<Record<Origin, number>>): ActCount {
  return { new: NEW, replayed: REPLAYED, resumed: RESUMED };
}

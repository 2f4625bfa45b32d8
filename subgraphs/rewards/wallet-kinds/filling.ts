/**
 * How many units a receipt asks for, and how many of them a wallet may take.
 *
 * Over a cap the units are trimmed, never refused: what was asked and what was granted are both told.
 */
import { roundHalfUp } from '../../../shared/values/money.js';
import type { EarnBasis, WalletKind } from './wallet-kind.js';

/** Divides with the rounding of a kind; for amounts of zero and more. */
export function roundBy(rounding: WalletKind['rounding'], numerator: bigint, denominator: bigint): bigint {
  if (rounding === 'HALF_UP') return roundHalfUp(numerator, denominator);
  return rounding === 'DOWN' ? numerator / denominator : (numerator + denominator - 1n) / denominator;
}

/** Gives the units that a receipt asks for in a kind whose basis is not the agreement. */
export function unitsFor(
  basis: EarnBasis,
  rounding: WalletKind['rounding'],
  receipt: { readonly totalMinor: bigint; readonly basePoints: bigint },
): bigint {
  switch (basis.by) {
    case 'AGREEMENT':
    case 'NOTHING':
      return 0n;
    case 'POINTS':
      return receipt.basePoints;
    case 'MONEY':
      return roundBy(rounding, receipt.totalMinor * basis.units, basis.perMinor);
    case 'VISIT':
      return basis.units;
  }
}

/** What counts against the caps of a wallet at an instant. */
export interface Filled {
  /** Usable, pending and held together, less debt. */
  readonly balance: bigint;
  /** Earned in the calendar period of the period cap so far. */
  readonly inPeriod: bigint;
}

export type CapName = 'BALANCE_CAP' | 'PERIOD_CAP';

export interface Trimmed {
  readonly asked: bigint;
  readonly granted: bigint;
  /** The cap that took most away; null when all was granted. */
  readonly trimmedBy: CapName | null;
}

type Caps = Pick<WalletKind, 'balanceCap' | 'periodCap'>;

function roomsOf({ balanceCap, periodCap }: Caps, filled: Filled): readonly (readonly [CapName, bigint])[] {
  return [
    ...(balanceCap === null ? [] : [['BALANCE_CAP', balanceCap - filled.balance] as const]),
    ...(periodCap === null ? [] : [['PERIOD_CAP', periodCap.units - filled.inPeriod] as const]),
  ];
}

/** Gives what the caps of a kind leave room for; null for a kind without caps. */
export function roomIn(caps: Caps, filled: Filled): bigint | null {
  const [first, ...others] = roomsOf(caps, filled).map(([, room]) => (room > 0n ? room : 0n));
  return first === undefined ? null : others.reduce((least, room) => (room < least ? room : least), first);
}

/** Trims what is asked to what the caps of a kind leave room for. */
export function trimToCaps(caps: Caps, filled: Filled, asked: bigint): Trimmed {
  let granted = asked;
  let trimmedBy: CapName | null = null;
  for (const [name, room] of roomsOf(caps, filled)) {
    if (room >= granted) continue;
    granted = room > 0n ? room : 0n;
    trimmedBy = name;
  }
  return { asked, granted, trimmedBy };
}

export function hasCap({ balanceCap, periodCap }: Caps): boolean {
  return balanceCap !== null || periodCap !== null;
}

/**
 * How much of what goods gave a return takes back: only what is still pending, as much as the wallet has, or all of it.
 *
 * What is not taken is let off: the member keeps it, or spent it, and its issuer goes on funding it. Taken and let off
 * sum to what was asked, and only UNLIMITED leaves a debt.
 */
import { roundHalfUp } from '../../../shared/values/money.js';
import type { Points } from '../../../shared/values/points.js';
import { freePoints, type Lot, lotState } from '../ledger/lot.js';
import { type OwnShare, type TakenBack, takeBack } from '../ledger/taking-back.js';
import type { ReturnPolicy, WalletKind } from '../wallet-kinds/wallet-kind.js';
import type { SoldPurchase } from './returning.js';
import { between } from './shares.js';

export interface Taken extends TakenBack {
  readonly asked: Points;
  /** Taken from lots, or a debt. */
  readonly points: Points;
  readonly letOff: Points;
}

/** A kind whose wallets may not go below zero takes no more than is there, whatever its policy. */
export function policyOf({
  returnPolicy,
  negative,
}: Pick<WalletKind, 'returnPolicy' | 'negative'>): ReturnPolicy {
  return returnPolicy === 'UNLIMITED' && negative === 'FORBIDDEN' ? 'WITHIN_BALANCE' : returnPolicy;
}

interface AskedWallet {
  readonly lots: readonly Lot[];
  readonly debt: Points;
  /** What each lot of the purchase gave of what goes back. */
  readonly own: readonly OwnShare[];
}

export function takeBackBy(policy: ReturnPolicy, wallet: AskedWallet, now: Date): Taken {
  const asked = wallet.own.reduce((sum, { points }) => sum + points, 0n);
  const taken = takenBy(policy, { ...wallet, asked }, now);
  const points = taken.slices.reduce((sum, slice) => sum + slice.points, taken.debt);
  return { ...taken, asked, points, letOff: asked - points };
}

function takenBy(
  policy: ReturnPolicy,
  { lots, debt, own, asked }: AskedWallet & { readonly asked: Points },
  now: Date,
): TakenBack {
  switch (policy) {
    case 'UNLIMITED':
      return takeBack(asked, { lots, own }, now);
    case 'WITHIN_BALANCE': {
      // A debt beside points means that they are not the member's to give twice.
      const room = debt === 0n ? asked : roomOf(lots, debt, now);
      return { ...takeBack(room < asked ? room : asked, { lots, own: within(own, room) }, now), debt: 0n };
    }
    case 'ONLY_PENDING': {
      const pending = lots.filter((lot) => lotState(lot, now) === 'PENDING');
      const slices = own.flatMap(({ lotId, points }) => {
        const lot = pending.find(({ id }) => id === lotId);
        const free = lot === undefined ? 0n : freePoints(lot);
        const part = free < points ? free : points;
        return lot === undefined || part === 0n
          ? []
          : [{ lotId, issuerPartnerId: lot.issuerPartnerId, points: part }];
      });
      return { slices, debt: 0n };
    }
  }
}

function roomOf(lots: readonly Lot[], debt: Points, now: Date): Points {
  const there = lots
    .filter((lot) => lotState(lot, now) === 'ACTIVE' || lotState(lot, now) === 'PENDING')
    .reduce((sum, lot) => sum + freePoints(lot), 0n);
  return there > debt ? there - debt : 0n;
}

function within(own: readonly OwnShare[], room: Points): readonly OwnShare[] {
  let left = room;
  return own.map(({ lotId, points }) => {
    const part = points < left ? points : left;
    left -= part;
    return { lotId, points: part };
  });
}

/** The money of points that are taken back now; what is let off stays funded by its issuer. */
export function moneyBack(
  { points, takenPoints, fundingMinor, feeMinor }: SoldPurchase,
  taken: Points,
): { readonly fundingMinor: bigint; readonly feeMinor: bigint } {
  const step = { from: takenPoints, to: takenPoints + taken, of: points };
  return {
    fundingMinor: between(fundingMinor, step, roundHalfUp),
    feeMinor: between(feeMinor, step, roundHalfUp),
  };
}

/**
 * Draws points of the household for a hold, and gives back what is left of them when the hold has ended.
 *
 * All wallets of the household are locked in order of the member's id before anything is read. Drawn points are lots
 * of the one who draws, with the issuer and the life they had; where each came from is kept, so that it finds its way
 * back.
 */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { HoldId, LotId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { freePoints } from '../ledger/lot.js';
import type { MovableWallet, MovedLot, MovedUnit } from '../ledger/moving.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { lotsMovedBy, movableWallets } from '../merging/movable-wallets.query.js';
import { postMove } from '../merging/post-move.command.js';
import { monthOf } from '../programme/month.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsInForce } from '../programme/terms.query.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import { type Contribution, decideDraw, type HouseholdDrawExceeded } from './drawing.js';
import { drawnSince, type EndedDraw, endedDraws, ownersOf, poolOf } from './household.query.js';

export interface DrawWish {
  readonly memberId: MemberId;
  readonly holdId: HoldId;
  readonly points: bigint;
  readonly terms: ProgrammeTerms;
  readonly now: Date;
}

async function mainWalletOf(transaction: Transaction, memberId: MemberId): Promise<MovableWallet> {
  const wallets = await movableWallets(transaction, memberId);
  return wallets.find(({ unit }) => unit === POINTS_UNIT) ?? { unit: POINTS_UNIT, debt: 0n, lots: [] };
}

/** Draws what the member's own points lack for a hold; nothing where she has no household or enough of her own. */
export async function drawForHold(
  transaction: Transaction,
  { memberId, holdId, points, terms, now }: DrawWish,
): Promise<Result<null, HouseholdDrawExceeded>> {
  const pool = await poolOf(transaction, memberId);
  if (pool === null) return ok(null);
  for (const each of pool.memberIds) await lockWallet(transaction, each);
  // What holds kept whose time is over is free, whoever's it is: wallets say so, and so must a draw find it.
  for (const each of pool.memberIds) await releaseLapsedOf(transaction, each, now);
  const own = await mainWalletOf(transaction, memberId);
  const others = pool.memberIds.filter((each) => each !== memberId);
  const contributors = [];
  for (const each of others) {
    contributors.push({ memberId: each, wallet: await mainWalletOf(transaction, each) });
  }
  const drawn = await drawnSince(transaction, memberId, monthOf(now, terms));
  const { householdId, monthlyDrawLimit } = pool;
  const decided = decideDraw(points, { own, contributors, monthlyDrawLimit, drawn, now });
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return ok(null);
  const draw = { id: newId<string>(), householdId, memberId, holdId, termsVersion: terms.version, now };
  await write(transaction, draw, { own, contributions: decided.value });
  return ok(null);
}

interface Draw {
  readonly id: string;
  readonly householdId: string;
  readonly memberId: MemberId;
  readonly holdId: HoldId;
  readonly termsVersion: number;
  readonly now: Date;
}

async function write(
  transaction: Transaction,
  draw: Draw,
  drawn: { readonly own: MovableWallet; readonly contributions: readonly Contribution[] },
): Promise<void> {
  const { id: causeId, memberId: to, termsVersion, now } = draw;
  let points = 0n;
  for (const { memberId: from, lots } of drawn.contributions) {
    const moved = lots.map((each) => ({ ...each, into: { lotId: newId<LotId>(), isNew: true } }));
    points += sumOf(moved);
    await postMove(transaction, [unitOf(moved, drawn.own)], {
      ...DRAWN,
      causeId,
      from,
      to,
      termsVersion,
      now,
    });
  }
  await rows(
    transaction,
    `insert into household_draw (id, household_id, member_id, hold_id, points, drawn_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [draw.id, draw.householdId, draw.memberId, draw.holdId, points, now],
  );
}

const DRAWN = { kind: 'HOUSEHOLD_DRAW', rule: 'HOUSEHOLD_DRAW' } as const;
const GIVEN_BACK = { kind: 'HOUSEHOLD_DRAW', rule: 'HOUSEHOLD_DRAW_GIVEN_BACK' } as const;

const sumOf = (lots: readonly MovedLot[]): bigint => lots.reduce((sum, { points }) => sum + points, 0n);

function unitOf(lots: readonly MovedLot[], target: MovableWallet): MovedUnit {
  return { unit: POINTS_UNIT, lots, debt: 0n, target };
}

/** Gives back what is left of the draws of members whose holds have ended. Safe to repeat. */
export async function giveBackDraws(
  transaction: Transaction,
  memberIds: readonly string[],
  now: Date,
): Promise<void> {
  for (const draw of await endedDraws(transaction, [...new Set(memberIds)].sort())) {
    await giveBack(transaction, draw, now);
  }
}

async function giveBack(transaction: Transaction, draw: EndedDraw, now: Date): Promise<void> {
  const before = await lotsMovedBy(transaction, draw.id);
  const owners = await ownersOf(
    transaction,
    before.map(({ originLotId }) => originLotId),
  );
  const memberIds = [...new Set([draw.memberId, ...owners.map(({ memberId }) => memberId)])].sort();
  for (const memberId of memberIds) await lockWallet(transaction, memberId);
  // Read again under the locks: another redemption may have taken some meanwhile.
  const left = await lotsMovedBy(transaction, draw.id);
  const { version: termsVersion } = await termsInForce(transaction);
  for (const to of memberIds.filter((memberId) => memberId !== draw.memberId)) {
    const moved = left
      .filter(({ originLotId }) => owners.find(({ lotId }) => lotId === originLotId)?.memberId === to)
      .map((lot) => ({ lot, points: freePoints(lot), into: { lotId: lot.originLotId, isNew: false } }));
    const target = await mainWalletOf(transaction, to);
    const move = { ...GIVEN_BACK, causeId: draw.id, from: draw.memberId, to, termsVersion, now };
    await postMove(transaction, [unitOf(moved, target)], move);
  }
  await rows(transaction, 'update household_draw set given_back = given_back + $2 where id = $1', [
    draw.id,
    left.reduce((sum, lot) => sum + freePoints(lot), 0n),
  ]);
}

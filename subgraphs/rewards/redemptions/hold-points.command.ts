/** Holds points for a redemption. Holds of the member whose time is over are let go first, under the same lock. */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { HoldId, MemberId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { lotChangesPart, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { buyersOf } from '../pooling/buyer.query.js';
import type { Buyer } from '../pooling/buyer-limit.js';
import { type DrawWish, drawForHold } from '../pooling/draw-points.command.js';
import type { HouseholdDrawExceeded } from '../pooling/drawing.js';
import type { MemberLanes } from '../posting/member-lanes.command.js';
import { monthOf } from '../programme/month.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { termsInForce } from '../programme/terms.query.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { namesOf } from '../reference/standing.js';
import { findStanding } from '../reference/standing.query.js';
import { checkedSpend, orAskMember } from '../safety/check-spend.command.js';
import type { SpendRefusal, SpendRequest, ToldSpendRefusal } from '../safety/spend-safety.js';
import { type Hold, holdChanged, setAside } from './hold.js';
import { HoldStore, holdParts } from './hold.store.js';
import {
  decideHold,
  type Holding,
  type HoldRefusal,
  type HoldRequest,
  type ReceiptFacts,
} from './holding.js';
import { releaseLapsedOf } from './release-lapsed-holds.command.js';

export interface RedemptionDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
  readonly lanes: MemberLanes;
}

/** A hold as it is asked for: the points of a household may be drawn for it before it is decided. */
export interface HoldWish extends HoldRequest {
  readonly usesHousehold: boolean;
}

export type HoldPointsRefusal = HoldRefusal | ToldSpendRefusal | KeyReused;
type Held = Replayable<{ holdId: HoldId }>;
type Refused = HoldRefusal | SpendRefusal;

export async function holdPoints(
  { database, clock, arrivals, lanes }: RedemptionDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly wish: HoldWish },
): Promise<Result<Held, HoldPointsRefusal>> {
  const { caller, key, wish } = request;
  const command = { caller, key, command: 'holdPoints', input: wish };
  const attempt = () =>
    once<{ holdId: HoldId }, Refused>(database, command, async (transaction) => {
      const now = clock.now();
      const search = { ...namesOf(wish.member), storeId: wish.storeId, at: now };
      const standing = await findStanding(transaction, search);
      const terms = await termsInForce(transaction);
      const holdId = newId<HoldId>();
      const drawn = await drawnFromHousehold(transaction, wish, {
        memberId: standing.memberId,
        holdId,
        terms,
        now,
      });
      if (!drawn.ok) return drawn;
      const wallet = await walletWithoutLapsed(transaction, standing.memberId, now);
      const { lots, debt } = wallet ?? { lots: [], debt: 0n };
      const receipt = await onReceipt(transaction, wish, now);
      const [buyer = null] = await buyersOf(transaction, [search.cardNumber], monthOf(now, terms));
      const decided = decideHold(wish, { ...standing, ...receipt, lots, debt, buyer, terms, now });
      if (!decided.ok) return decided;
      const safe = await checkedSpend(transaction, spendOf(request, decided.value), now);
      if (!safe.ok) return safe;
      const hold = openedHold(wish, decided.value, { holdId, buyer, terms, now });
      await write(transaction, hold, decided.value);
      return ok({ holdId: hold.id });
    });
  const inTurn = () => lanes.run(wish.member, attempt);
  return orAskMember({ database, clock }, () => arrivals.orArrived<Held, Refused | KeyReused>(inTurn));
}

function spendOf(
  { caller, key, wish }: { readonly caller: Caller; readonly key: string; readonly wish: HoldRequest },
  { standing: { memberId, store } }: Holding,
): SpendRequest {
  const { storeId, partnerId } = store;
  return {
    memberId,
    partnerId,
    storeId,
    points: wish.points,
    sentBy: callerId(caller),
    key,
    isByMember: false,
  };
}

/** The wallets of a household are locked before the member's own is, all of them in one order. */
async function drawnFromHousehold(
  transaction: Transaction,
  { usesHousehold, points }: HoldWish,
  { memberId, ...facts }: Omit<DrawWish, 'memberId' | 'points'> & { readonly memberId: MemberId | null },
): Promise<Result<null, HouseholdDrawExceeded>> {
  if (!usesHousehold || memberId === null || points <= 0n) return ok(null);
  return drawForHold(transaction, { ...facts, memberId, points });
}

async function walletWithoutLapsed(
  transaction: Transaction,
  memberId: MemberId | null,
  now: Date,
): Promise<LockedWallet | null> {
  if (memberId === null) return null;
  await releaseLapsedOf(transaction, memberId, now);
  return lockWallet(transaction, memberId);
}

async function onReceipt(
  transaction: Transaction,
  { storeId, receiptNumber }: HoldRequest,
  now: Date,
): Promise<ReceiptFacts> {
  if (receiptNumber === null) return { receiptLots: [], paidOnReceipt: 0n };
  return new HoldStore(transaction).onReceipt(storeId, receiptNumber, now);
}

function openedHold(
  { storeId, receiptNumber, points }: HoldRequest,
  { standing, expiresAt }: Holding,
  facts: {
    readonly holdId: HoldId;
    readonly buyer: Buyer | null;
    readonly terms: ProgrammeTerms;
    readonly now: Date;
  },
): Hold {
  const { holdId, buyer, terms, now } = facts;
  return {
    id: holdId,
    memberId: standing.memberId,
    partnerId: standing.store.partnerId,
    storeId,
    receiptNumber,
    buyerId: buyer?.buyerId ?? null,
    points,
    capturedPoints: 0n,
    state: 'HELD',
    heldAt: now,
    expiresAt,
    changedAt: now,
    termsVersion: terms.version,
    agreementId: standing.agreement.id,
  };
}

async function write(transaction: Transaction, hold: Hold, { slices }: Holding): Promise<void> {
  const bind = new Bind();
  await runParts(transaction, bind, [
    ...holdParts(bind, hold, slices),
    lotChangesPart(bind, setAside(slices)),
    outboxPart(bind, [holdChanged(hold, newId())]),
  ]);
}

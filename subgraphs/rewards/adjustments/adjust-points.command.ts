/**
 * Adjusts a member's wallet by hand: posts it at once, or only proposes it where another operator must approve.
 *
 * What is proposed is decided again when it is approved: the wallet may be another one by then.
 */
import type { DataSource } from 'typeorm';
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type CallerOf, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { AdjustmentId } from '../../../shared/values/ids.js';
import { ok, type Result } from '../../../shared/values/result.js';
import { Bind } from '../ledger/bind.js';
import { type LockedWallet, lockWallet } from '../ledger/lock-wallet.command.js';
import { runParts } from '../ledger/post-entry.command.js';
import { holderOf } from '../merging/holder.query.js';
import { termsInForce } from '../programme/terms.query.js';
import { releaseLapsedOf } from '../redemptions/release-lapsed-holds.command.js';
import type { Arrivals } from '../reference/arrivals.command.js';
import { findPartner } from '../reference/parties.query.js';
import { dayOf, startOfDay } from '../wallet-kinds/calendar-days.js';
import { kindsInForce } from '../wallet-kinds/wallet-kinds.query.js';
import {
  type Adjusting,
  type AdjustmentFacts,
  type AdjustmentRefusal,
  type AdjustmentRequest,
  decideAdjustment,
} from './adjusting.js';
import { type Adjustment, needsSecond } from './adjustment.js';
import { AdjustmentStore, adjustmentPart } from './adjustment.store.js';
import { postAdjustment } from './post-adjustment.command.js';

export interface AdjustmentDependencies {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly arrivals: Arrivals;
}

interface AdjustmentNamed {
  readonly adjustmentId: AdjustmentId;
}

export type AdjustPointsRefusal = AdjustmentRefusal | KeyReused;

export interface DecidedAdjustment {
  readonly facts: AdjustmentFacts;
  readonly locked: LockedWallet | null;
  readonly decided: Result<Adjusting, AdjustmentRefusal>;
}

/** Decides an adjustment under the lock of the member's wallet. */
export async function decideLocked(
  transaction: Transaction,
  request: AdjustmentRequest,
  now: Date,
): Promise<DecidedAdjustment> {
  const { memberId, unit, partnerId } = request;
  await releaseLapsedOf(transaction, memberId, now);
  const locked = await lockWallet(transaction, memberId, unit);
  const { inForce } = await kindsInForce(transaction);
  const facts = {
    kind: inForce.find((kind) => kind.unit === unit) ?? null,
    wallet: locked,
    partner: partnerId === null ? null : await findPartner(transaction, partnerId, now),
    terms: await termsInForce(transaction),
    now,
  };
  return { facts, locked, decided: decideAdjustment(request, facts) };
}

export async function adjustPoints(
  { database, clock, arrivals }: AdjustmentDependencies,
  request: { readonly caller: CallerOf<'operator'>; readonly key: string; readonly wish: AdjustmentRequest },
): Promise<Result<Replayable<AdjustmentNamed>, AdjustPointsRefusal>> {
  const { caller, key, wish: sent } = request;
  const command = { caller, key, command: 'adjustPoints', input: sent };
  return arrivals.orArrived<Replayable<AdjustmentNamed>, AdjustPointsRefusal>(() =>
    once<AdjustmentNamed, AdjustmentRefusal>(database, command, async (transaction) => {
      const now = clock.now();
      // Of a member who was merged it is the wallet of the one who has her points.
      const wish = { ...sent, memberId: await holderOf(transaction, sent.memberId) };
      const { facts, locked, decided } = await decideLocked(transaction, wish, now);
      if (!decided.ok) return decided;
      const store = new AdjustmentStore(transaction);
      const terms = await store.termsInForce();
      const { timeZone } = facts.terms;
      const today = startOfDay(dayOf(now, timeZone), timeZone);
      const unseen = await store.unseenSince(wish.memberId, wish.unit, today);
      const isProposed = needsSecond(wish.points, { unseen, above: terms.secondApprovalAbovePoints });
      const proposed = proposal(wish, { termsVersion: terms.version, proposedBy: callerId(caller), now });
      const bind = new Bind();
      if (isProposed) await runParts(transaction, bind, [adjustmentPart(bind, proposed)]);
      else {
        const { sequence } = locked as LockedWallet;
        const posting = { adjusting: decided.value, sequence, terms: facts.terms, now };
        await postAdjustment(transaction, { ...proposed, state: 'POSTED' }, posting, adjustmentPart);
      }
      return ok({ adjustmentId: proposed.id });
    }),
  );
}

function proposal(
  { memberId, unit, points, reason, partnerId }: AdjustmentRequest,
  at: { readonly termsVersion: number; readonly proposedBy: string; readonly now: Date },
): Adjustment {
  return {
    id: newId<AdjustmentId>(),
    memberId,
    unit,
    points,
    reason,
    partnerId,
    state: 'PROPOSED',
    termsVersion: at.termsVersion,
    proposedAt: at.now,
    proposedBy: at.proposedBy,
    decidedAt: null,
    decidedBy: null,
    decisionReason: null,
    entryId: null,
  };
}

/**
 * Puts a redemption to the member, in a transaction of its own: the redemption itself was refused and is undone.
 *
 * One request has one question at a time: asked again, it gives the one that stands. Lost between the two
 * transactions, nothing is: the request is refused again, and asks again.
 */
import type { DataSource } from 'typeorm';
import { inTransaction, type Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { wakeRelayOf } from '../../../shared/platform/outbox/outbox-wake.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { StepUpId } from '../../../shared/values/ids.js';
import { lockWallet } from '../ledger/lock-wallet.command.js';
import { writeNotice } from '../notices/write-notice.command.js';
import {
  covers,
  type StepUp,
  type StepUpCause,
  type StepUpSubject,
  stepUpChanged,
  stepUpState,
} from './step-up.js';
import { StepUpStore } from './step-up.store.js';

export interface StepUpWish extends StepUpSubject {
  readonly because: StepUpCause;
  readonly minutes: number;
  readonly now: Date;
}

/** Gives the question of a request: the one that stands, or a new one. */
export async function askMember(database: DataSource, wish: StepUpWish): Promise<StepUp> {
  const asked = await inTransaction(database, async (transaction) => {
    await lockWallet(transaction, wish.memberId);
    const standing = (await new StepUpStore(transaction).ofRequest(wish)).find(
      (stepUp) => ['OPEN', 'CONFIRMED'].includes(stepUpState(stepUp, wish.now)) && covers(stepUp, wish),
    );
    return standing ?? opened(transaction, wish);
  });
  wakeRelayOf(database);
  return asked;
}

async function opened(transaction: Transaction, wish: StepUpWish): Promise<StepUp> {
  const { memberId, partnerId, storeId, points, sentBy, key, because, minutes, now } = wish;
  const stepUp: StepUp = {
    ...{ memberId, partnerId, storeId, points, sentBy, key, because },
    id: newId<StepUpId>(),
    state: 'OPEN',
    askedAt: now,
    expiresAt: new Date(now.getTime() + minutes * 60_000),
    answeredAt: null,
    answeredBy: null,
  };
  await new StepUpStore(transaction).add(stepUp);
  const facts = { challengeId: stepUp.id, because };
  await writeNotice(transaction, { kind: 'STEP_UP_ASKED', memberId, points, partnerId, facts, at: now });
  await tell(transaction, [stepUpChanged(stepUp, { eventId: newId(), at: now })]);
  return stepUp;
}

/**
 * Uses up step-ups in the transaction of the redemptions that they allow.
 *
 * @throws Error when one is not confirmed any more: under the lock of the wallet it cannot be
 */
export async function useStepUps(
  transaction: Transaction,
  ids: readonly StepUpId[],
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  const used = await new StepUpStore(transaction).use(ids, now);
  if (used.length !== ids.length) throw new Error('a step-up was used twice');
  await tell(
    transaction,
    used.map((stepUp) => stepUpChanged(stepUp, { eventId: newId(), at: now })),
  );
}

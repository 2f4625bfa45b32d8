/**
 * One till of the load: enrols people, sells to them, takes goods back, and lets them pay with points, one act after
 * another, with each act's own idempotency key. The same seed gives the same wishes.
 *
 * A tenth of the acts is sent twice at once, as impatient software does; a few are wrong on purpose.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoTill } from '../../../gateway/clients/demo/open-coalition.js';
import { demoPerson } from '../../../gateway/clients/demo/people.js';
import { demoReceipt } from '../../../gateway/clients/demo/receipts.js';
import type { SeededRandom } from '../../../gateway/clients/seeded-random.js';
import type { ActKind } from './acts.js';
import { askOnce, type Outcome } from './ask-once.js';
import { knownOf, type OperationLog } from './operation-log.js';

export interface TillFacts {
  readonly url: string;
  readonly number: number;
  readonly till: DemoTill;
  readonly random: SeededRandom;
  readonly log: OperationLog;
  /** Members of the whole load: two tills may serve one at the same time. */
  readonly members: string[];
  readonly signal: AbortSignal;
  /** Between two customers; a gentle load leaves the machine to those who restart. */
  readonly paceMs: number;
}

interface Sold {
  readonly purchaseId: string;
  readonly soldAt: Date;
}

const TWIN_PERCENT = 10;
const ENROL_PERCENT = 12;
const WRONG_PERCENT = 5;
const RETURN_PERCENT = 20;
const REDEEM_PERCENT = 35;
const VOID_PERCENT = 30;
/** Far more than anyone can have earned. */
const ABSURD_POINTS = '900000000';
/** A till that got no answer waits a moment before the next customer. */
const AFTER_DOUBT_MS = 300;
const PEOPLE_PER_TILL = 10_000;

export class Till {
  private acted = 0;
  private people = 0;

  constructor(private readonly facts: TillFacts) {}

  async work(): Promise<void> {
    const { signal, paceMs } = this.facts;
    while (!signal.aborted) {
      await this.serve();
      if (paceMs > 0) await this.rest(paceMs);
    }
  }

  private async serve(): Promise<void> {
    const { random, members } = this.facts;
    if (members.length === 0 || random.chance(ENROL_PERCENT)) await this.enrol();
    if (members.length === 0) return;
    const memberId = random.pick(members);
    if (random.chance(WRONG_PERCENT)) await this.doWrong(memberId);
    const sold = await this.sell(memberId);
    if (sold !== null && random.chance(RETURN_PERCENT)) await this.takeBack(sold);
    if (random.chance(REDEEM_PERCENT)) await this.redeem(memberId);
  }

  private async enrol(): Promise<void> {
    const { number, random, members } = this.facts;
    this.people += 1;
    const person = demoPerson(random, number * PEOPLE_PER_TILL + this.people);
    const { phone, nickname, isNicknameShown } = person;
    const outcome = await this.act('enrolMember', { phone, nickname, isNicknameShown });
    if (outcome.is === 'ok') members.push(outcome.id);
  }

  private async sell(memberId: string): Promise<Sold | null> {
    const { random, till } = this.facts;
    const soldAt = new Date();
    const receipt = demoReceipt(random, till.brand);
    const outcome = await this.act('recordPurchase', { ...this.basket(memberId, soldAt), ...receipt });
    return outcome.is === 'ok' ? { purchaseId: outcome.id, soldAt } : null;
  }

  private basket(memberId: string, soldAt: Date) {
    const storeId = this.facts.random.pick(this.facts.till.storeIds);
    return { memberId, storeId, purchasedAt: soldAt.toISOString(), currency: 'EUR' };
  }

  private async takeBack({ purchaseId, soldAt }: Sold): Promise<void> {
    const returnedAt = soldAt.toISOString();
    const lines = [{ lineNumber: 1, quantity: 1 }];
    await this.act('returnPurchase', { purchaseId, returnedAt, lines });
  }

  private async redeem(memberId: string): Promise<void> {
    const { random, till } = this.facts;
    const storeId = random.pick(till.storeIds);
    const held = await this.act('holdPoints', { memberId, storeId, points: String(random.between(1, 25)) });
    if (held.is !== 'ok') return;
    if (random.chance(VOID_PERCENT)) await this.act('voidPoints', { holdId: held.id });
    else await this.act('capturePoints', { holdId: held.id });
  }

  /** What must be refused, and of which nothing may ever be found. */
  private async doWrong(memberId: string): Promise<void> {
    const { random, till } = this.facts;
    if (random.chance(50)) {
      const storeId = random.pick(till.storeIds);
      await this.act('holdPoints', { memberId, storeId, points: ABSURD_POINTS });
      return;
    }
    const receipt = { ...demoReceipt(random, till.brand), totalMinor: '1' };
    await this.act('recordPurchase', { ...this.basket(memberId, new Date()), ...receipt });
  }

  private async act(kind: ActKind, wish: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const { url, number, till, random, log } = this.facts;
    this.acted += 1;
    const key = `till-${number}:${this.acted}`;
    const receipt = kind === 'recordPurchase' ? { receiptNumber: key } : {};
    const input = { idempotencyKey: key, ...receipt, ...wish };
    const operation = log.begin({ key, kind, credential: till.apiKey, input });
    const times = random.chance(TWIN_PERCENT) ? 2 : 1;
    const sent = { url, credential: till.apiKey, kind, input };
    await Promise.all(
      Array.from({ length: times }, async () => operation.outcomes.push(await askOnce(sent))),
    );
    const known = knownOf(operation);
    if (known.is === 'unknown') await this.rest(AFTER_DOUBT_MS);
    return known;
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.facts.signal }).catch(() => undefined);
  }
}

/**
 * What people of the demo do at a till: join, buy, pay with points, bring something back. Each is one act of the
 * public graph.
 */
import type { GraphClient } from '../graph-client.js';
import { RefusedError } from '../graph-client.js';
import type { SeededRandom } from '../seeded-random.js';
import type { DemoTill } from './open-coalition.js';
import { DEMO_CURRENCY } from './open-coalition.js';
import { type DemoPerson, demoPerson } from './people.js';
import { demoReceipt } from './receipts.js';

const ENROL = `mutation ($input: EnrolMemberInput!) {
  enrolMember(input: $input) { __typename ... on MemberEnrolled { member { id } } ... on Problem { message } } }`;
const ISSUE_CARD = `mutation ($input: IssueCardInput!) {
  issueCard(input: $input) { __typename ... on CardIssued { card { number } } ... on Problem { message } } }`;
const RECORD = `mutation ($input: RecordPurchaseInput!) {
  recordPurchase(input: $input) { __typename
    ... on PurchaseRecorded { replayed purchase { id } wallet { available } } ... on Problem { message } } }`;
const HOLD = `mutation ($input: HoldPointsInput!) {
  holdPoints(input: $input) { __typename ... on PointsHeld { hold { id } } ... on Problem { message } } }`;
const CAPTURE = `mutation ($input: CapturePointsInput!) {
  capturePoints(input: $input) { __typename ... on Problem { message } } }`;
const RETURN = `mutation ($input: ReturnPurchaseInput!) {
  returnPurchase(input: $input) { __typename ... on Problem { message } } }`;

export interface DemoMember {
  readonly memberId: string;
  readonly cardNumber: string;
}

/** One visit of a member to a till, at an instant; `number` names it the same at every run. */
export interface Visit {
  readonly number: number;
  readonly member: DemoMember;
  readonly till: DemoTill;
  readonly at: Date;
}

export async function join(client: GraphClient, random: SeededRandom, number: number): Promise<DemoMember> {
  const person: DemoPerson = demoPerson(random, number);
  const { phone, nickname, isNicknameShown } = person;
  const enrolment = { idempotencyKey: `demo:person:${number}`, phone, nickname, isNicknameShown };
  const { member } = await client.succeed<{ member: { id: string } }>(
    ENROL,
    { input: enrolment },
    'MemberEnrolled',
  );
  const cardInput = { idempotencyKey: `demo:person:${number}:card`, memberId: member.id, kind: 'VIRTUAL' };
  const { card } = await client.succeed<{ card: { number: string } }>(
    ISSUE_CARD,
    { input: cardInput },
    'CardIssued',
  );
  return { memberId: member.id, cardNumber: card.number };
}

const REDEEMS_PERCENT = 12;
const RETURNS_PERCENT = 3;
const WORTH_REDEEMING = 100n;

/**
 * Buys, and sometimes pays the next thing with points at the same till or brings the first line back.
 *
 * A later start tells the history again: what was told before is found by its key, and what another day's calendar
 * makes different is refused for the same key. Either way it has happened.
 */
export async function visit(client: GraphClient, random: SeededRandom, made: Visit): Promise<void> {
  try {
    await visitStore(client, random, made);
  } catch (fault) {
    if (!(fault instanceof RefusedError) || fault.refusal !== 'KeyReused') throw fault;
  }
}

async function visitStore(
  client: GraphClient,
  random: SeededRandom,
  { number, member, till, at }: Visit,
): Promise<void> {
  const storeId = random.pick(till.storeIds);
  const receipt = demoReceipt(random, till.brand);
  const redeems = random.chance(REDEEMS_PERCENT);
  const returns = random.chance(RETURNS_PERCENT);
  const asTill = client.as(till.apiKey);
  const input = {
    idempotencyKey: `demo:visit:${number}`,
    cardNumber: member.cardNumber,
    storeId,
    receiptNumber: `D-${number}`,
    purchasedAt: at.toISOString(),
    currency: DEMO_CURRENCY,
    ...receipt,
  };
  const recorded = await asTill.succeed<{
    replayed: boolean;
    purchase: { id: string };
    wallet: { available: string };
  }>(RECORD, { input }, 'PurchaseRecorded');
  if (returns) await bringBack(asTill, { number, purchaseId: recorded.purchase.id, at });
  // The wallet of today is not what stood at the till then: points are paid the first time only.
  if (redeems && !returns && !recorded.replayed) {
    await payWithPoints(asTill, { number, member, storeId, available: BigInt(recorded.wallet.available) });
  }
}

async function bringBack(
  till: GraphClient,
  { number, purchaseId, at }: { readonly number: number; readonly purchaseId: string; readonly at: Date },
): Promise<void> {
  const input = {
    idempotencyKey: `demo:return:${number}`,
    purchaseId,
    returnedAt: at.toISOString(),
    lines: [{ lineNumber: 1, quantity: 1 }],
  };
  await till.succeed(RETURN, { input }, 'PurchaseReturned');
}

async function payWithPoints(
  till: GraphClient,
  facts: {
    readonly number: number;
    readonly member: DemoMember;
    readonly storeId: string;
    readonly available: bigint;
  },
): Promise<void> {
  const { number, member, storeId, available } = facts;
  if (available < WORTH_REDEEMING) return;
  const points = ((available * 2n) / 3n).toString();
  const hold = { idempotencyKey: `demo:hold:${number}`, cardNumber: member.cardNumber, storeId, points };
  try {
    const held = await till.succeed<{ hold: { id: string } }>(HOLD, { input: hold }, 'PointsHeld');
    const capture = { idempotencyKey: `demo:capture:${number}`, holdId: held.hold.id };
    await till.succeed(CAPTURE, { input: capture }, 'PointsCaptured');
  } catch (fault) {
    // The member may have paid with the same points at another till a moment ago: that is the coalition at work.
    if (!(fault instanceof RefusedError) || fault.refusal !== 'InsufficientPoints') throw fault;
  }
}

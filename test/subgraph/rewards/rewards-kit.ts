/**
 * What the tests of the rewards subgraph share: a coalition as the other subgraphs tell of it, and its mutations
 * as a till sends them. Names and numbers are fresh for each call, so tests of one file do not meet.
 */
import pg from 'pg';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { DomainEvent, EventData } from '../../../shared/contracts/event.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { operator, partnerCaller } from '../../world/callers.js';
import type { GraphAnswer, SubgraphWorld } from '../../world/subgraph-world.js';

const WALLET = 'wallet { available pending held debt worth { amountMinor currency } }';

export const RECORD = `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { replayed points ${WALLET} purchase { id receiptNumber points total { amountMinor currency }
    member { id } partner { id } store { id } lines { lineNumber points } } }
  ... on Problem { message retryable } ... on MemberNotEnrolled { memberId cardNumber } ... on StoreNotFound { storeId }
  ... on PartnerNotActive { partnerId status } ... on AgreementNotInForce { partnerId at }
  ... on CurrencyNotAgreed { currency agreed } ... on AmountNotPositive { field amount }
  ... on AmountTooLarge { amountMinor maxMinor } ... on LineSumMismatch { expectedMinor gotMinor }
  ... on TooManyLines { count max } ... on PurchaseInTheFuture { now } ... on PurchaseTooOld { oldestAllowed }
  ... on ReceiptAlreadyRecorded { purchaseId } ... on KeyReused { key command } } }`;
export const PREVIEW = `query ($input: PreviewPurchaseInput!) { previewPurchase(input: $input) { __typename
  ... on PurchasePreviewed { member { id } points lines { lineNumber points payable { amountMinor } }
    activatesAt expiresAt payable { points amount { amountMinor currency } limitedBy }
    walletAfter { available pending held debt }
    reasons { rule fired points explanation } } ... on Problem { message } } }`;
export const RETURN = `mutation ($input: ReturnPurchaseInput!) { returnPurchase(input: $input) { __typename
  ... on PurchaseReturned { replayed points ${WALLET} purchase { id returns { id points } lines { returnedQuantity } }
    purchaseReturn { id points amount { amountMinor currency } lines { lineNumber quantity } } }
  ... on Problem { message retryable } ... on LineNotFound { lineNumber } ... on PurchaseNotFound { purchaseId }
  ... on ReturnExceedsPurchase { lineNumber bought alreadyReturned asked } ... on AmountNotPositive { field amount }
  ... on ReturnBeforePurchase { purchasedAt } ... on ReturnInTheFuture { now } ... on KeyReused { key } } }`;
export const HOLD = `mutation ($input: HoldPointsInput!) { holdPoints(input: $input) { __typename
  ... on PointsHeld { replayed ${WALLET} hold { id state points expiresAt } }
  ... on Problem { message retryable } ... on InsufficientPoints { available asked } ... on StoreNotFound { storeId }
  ... on PointsNotPositive { points } ... on BasketRequired { field } ... on CurrencyNotAgreed { currency agreed }
  ... on AmountNotPositive { field amount } ... on AmountTooLarge { amountMinor maxMinor }
  ... on LineSumMismatch { expectedMinor gotMinor } ... on TooManyLines { count max }
  ... on PayableShareExceeded { asked payable payableMinor limitedBy } } }`;
export const CAPTURE = `mutation ($input: CapturePointsInput!) { capturePoints(input: $input) { __typename
  ... on PointsCaptured { replayed points reimbursement { amountMinor currency } ${WALLET}
    capture { id points reversedPoints } hold { id state capturedPoints remainingPoints
      captures { id points reversedPoints reimbursement { amountMinor } } } }
  ... on Problem { message retryable } ... on HoldNotOpen { state } ... on CaptureExceedsHold { held asked } } }`;
export const REVERSE = `mutation ($input: ReverseCaptureInput!) { reverseCapture(input: $input) { __typename
  ... on CaptureReversed { replayed points usable expired debtPaid takenBack { amountMinor currency } ${WALLET}
    capture { id points reversedPoints } hold { id state capturedPoints } }
  ... on Problem { message retryable } ... on CaptureNotFound { captureId }
  ... on ReversalExceedsCapture { captured alreadyReversed asked } } }`;
export const CONFIGURE = `mutation ($input: ConfigureProgrammeInput!) { configureProgramme(input: $input) { __typename
  ... on ProgrammeConfigured { terms { version linePayableShareBasisPoints isBasketRequired spendsOnEarningReceipt } }
  ... on TermsNotValid { field rule } } }`;
export const SPEND = `mutation ($input: SpendPointsInput!) { spendPoints(input: $input) { __typename
  ... on PointsSpent { replayed points reimbursement { amountMinor currency } ${WALLET}
    hold { id state points capturedPoints } }
  ... on Problem { message retryable } ... on InsufficientPoints { available asked } } }`;
export const VOID = `mutation ($input: VoidPointsInput!) { voidPoints(input: $input) { __typename
  ... on PointsVoided { replayed ${WALLET} hold { id state } }
  ... on Problem { message } ... on HoldNotOpen { state } } }`;

export interface TestPartner {
  readonly partnerId: string;
  readonly storeId: string;
  readonly till: Caller;
}

type AgreementTerms = EventData<'partners.agreement-signed.1'>;

const event = <Type extends DomainEvent['type']>(
  type: Type,
  key: string,
  data: EventData<Type>,
): DomainEvent => ({ id: v7(), type, key, occurredAt: new Date(), data }) as DomainEvent;

/**
 * An active partner with one store and an agreement: 1 point per 1.00, 10.00 funding and 9.00 back per thousand,
 * 5% fee.
 */
export async function partnerOf(
  world: SubgraphWorld,
  terms: Partial<AgreementTerms> & {
    readonly status?: EventData<'partners.partner-changed.1'>['status'];
  } = {},
): Promise<TestPartner> {
  const { status = 'ACTIVE', ...agreed } = terms;
  const partnerId = v7();
  const storeId = v7();
  const store = { name: 'Mitte', city: 'Berlin', timeZone: 'Europe/Berlin', isOpen: true, version: 1 };
  const agreement: AgreementTerms = {
    agreementId: v7(),
    partnerId,
    version: 1,
    effectiveFrom: new Date('2020-01-01T00:00:00Z'),
    effectiveUntil: null,
    currency: 'EUR',
    earnPoints: 1n,
    earnPerMinor: 100n,
    fundingMinorPerThousand: 1000n,
    reimbursementMinorPerThousand: 900n,
    operatorFeeBasisPoints: 500n,
    ...agreed,
  };
  await world.hear('partners', [
    event('partners.partner-changed.1', partnerId, { partnerId, name: 'Brand', status, version: 1 }),
    event('partners.store-changed.1', partnerId, { storeId, partnerId, ...store }),
    event('partners.agreement-signed.1', partnerId, agreement),
  ]);
  return { partnerId, storeId, till: partnerCaller(partnerId) };
}

export function enrolment(memberId: string): DomainEvent {
  return event('members.member-enrolled.1', memberId, { memberId, enrolledAt: new Date() });
}

export async function memberOf(world: SubgraphWorld): Promise<{ memberId: string; cardNumber: string }> {
  const memberId = v7();
  const cardNumber = `${Date.now()}${Math.floor(Math.random() * 1e6)}`;
  const card = { cardId: v7(), memberId, cardNumber, kind: 'VIRTUAL' as const, issuedAt: new Date() };
  await world.hear('members', [enrolment(memberId), event('members.card-issued.1', memberId, card)]);
  return { memberId, cardNumber };
}

/** A receipt of one line, as a till sends it. */
export function receipt(at: { readonly memberId: string; readonly storeId: string }, totalMinor: number) {
  return {
    idempotencyKey: v7(),
    memberId: at.memberId,
    storeId: at.storeId,
    receiptNumber: v7(),
    purchasedAt: new Date().toISOString(),
    currency: 'EUR',
    totalMinor: String(totalMinor),
    lines: [{ sku: 'A1', name: 'Bread', quantity: 1, amountMinor: String(totalMinor) }],
  };
}

/** Sends a mutation or query with an input and gives its result. */
export async function act(
  world: SubgraphWorld,
  caller: Caller,
  document: string,
  input: Record<string, unknown>,
): Promise<GraphAnswer['data']> {
  const withKey = document.startsWith('mutation') ? { idempotencyKey: v7(), ...input } : input;
  const { data, errors } = await world.ask(caller, document, { input: withKey });
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

/** Records a receipt that must succeed. */
export async function bought(
  world: SubgraphWorld,
  at: { readonly memberId: string; readonly partner: TestPartner },
  totalMinor: number,
): Promise<GraphAnswer['data']> {
  const { memberId, partner } = at;
  const input = receipt({ memberId, storeId: partner.storeId }, totalMinor);
  const recorded = await act(world, partner.till, RECORD, input);
  expect(recorded.__typename).toBe('PurchaseRecorded');
  return recorded;
}

export async function walletOf(world: SubgraphWorld, memberId: string): Promise<GraphAnswer['data']> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Member { ${WALLET} } } }`;
  const representations = [{ __typename: 'Member', id: memberId }];
  const { data, errors } = await world.ask(operator, query, { representations });
  expect(errors).toBeUndefined();
  return data._entities[0].wallet;
}

export interface SentStatement {
  readonly connection: unknown;
  readonly text: string;
}

/** The SQL that this process sent while `work` ran, background work included. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<SentStatement[]> {
  const original = pg.Client.prototype.query;
  const sent: SentStatement[] = [];
  pg.Client.prototype.query = function counted(this: unknown, ...given: unknown[]) {
    const [first] = given;
    const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '');
    sent.push({ connection: this, text });
    return Reflect.apply(original, this, given);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return sent;
}

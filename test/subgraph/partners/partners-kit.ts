/**
 * What the tests of the partners subgraph share: its mutations as an operator sends them, and clearing facts as the
 * ledger tells them.
 */

import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { DomainEvent, EventData } from '../../../shared/contracts/event.js';
import { operator } from '../../world/callers.js';
import type { GraphAnswer, SubgraphWorld } from '../../world/subgraph-world.js';

export const BRING_IN = `mutation ($input: BringInPartnerInput!) { bringInPartner(input: $input) { __typename
  ... on PartnerBroughtIn { replayed partner { id name trade status joinedAt } }
  ... on Problem { message retryable } ... on PartnerNameTaken { name } ... on KeyReused { key command } } }`;
export const SET_STATUS = `mutation ($input: SetPartnerStatusInput!) { setPartnerStatus(input: $input) { __typename
  ... on PartnerStatusSet { replayed partner { id status } } ... on PartnerNotFound { partnerId }
  ... on PartnerStatusNotReachable { from to reachable } ... on AgreementMissing { partnerId } } }`;
export const SIGN = `mutation ($input: SignAgreementInput!) { signAgreement(input: $input) { __typename
  ... on AgreementSigned { replayed
    agreement { id version effectiveFrom effectiveUntil earnPoints operatorFeeBasisPoints } }
  ... on PartnerNotFound { partnerId } ... on AgreementTermsNotPlausible { field given lowest highest }
  ... on AgreementOverlaps { agreementId effectiveFrom effectiveUntil } } }`;
export const OPEN_STORE = `mutation ($input: OpenStoreInput!) { openStore(input: $input) { __typename
  ... on StoreOpened { replayed store { id name city countryCode timeZone isOpen partner { id } } }
  ... on PartnerNotFound { partnerId } ... on TimeZoneUnknown { timeZone } } }`;
export const ISSUE_KEY = `mutation ($input: IssueApiKeyInput!) { issueApiKey(input: $input) { __typename
  ... on ApiKeyIssued { replayed secret apiKey { id label prefix revokedAt lastUsedAt } }
  ... on PartnerNotFound { partnerId } ... on ApiKeyLimitReached { limit } } }`;
export const REVOKE_KEY = `mutation ($input: RevokeApiKeyInput!) { revokeApiKey(input: $input) { __typename
  ... on ApiKeyRevoked { replayed apiKey { id revokedAt } } ... on ApiKeyNotFound { apiKeyId } } }`;
const FIGURES = `id number state openedAt closedAt watermark entryCount
  positions { partner { id } net { amountMinor currency } }
  obligations { kind debtor { id } creditor { id } issuer { id } points amount { amountMinor currency } }`;
export const CLOSE = `mutation ($input: CloseSettlementPeriodInput!) { closeSettlementPeriod(input: $input) { __typename
  ... on SettlementPeriodClosed { replayed period { ${FIGURES} } } ... on SettlementPeriodNotFound { periodId }
  ... on SettlementPeriodAlreadyClosed { closedAt } ... on SettlementPeriodEmpty { openedAt retryable }
  ... on KeyReused { command } } }`;
export const CURRENT = `{ currentSettlementPeriod { ${FIGURES} } }`;
export const PERIOD = `query ($id: ID!) { settlementPeriod(id: $id) { ${FIGURES} } }`;

let names = 0;

/** A name that no other partner of the test run has. */
export function freshName(): string {
  names += 1;
  return `Brand ${names}`;
}

/** Sends a mutation as the operator with a fresh key, or the one in the input, and gives its result. */
export async function act(
  world: SubgraphWorld,
  mutation: string,
  input: Record<string, unknown>,
): Promise<GraphAnswer['data']> {
  const { data, errors } = await world.ask(operator, mutation, { input: { idempotencyKey: v7(), ...input } });
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

export async function broughtIn(world: SubgraphWorld, name = freshName()): Promise<string> {
  return (await act(world, BRING_IN, { name, trade: 'grocery' })).partner.id;
}

export const openTerms = {
  effectiveFrom: '2026-01-01T00:00:00Z',
  currency: 'EUR',
  earnPoints: '1',
  earnPerMinor: '100',
  fundingMinorPerThousand: '1000',
  reimbursementMinorPerThousand: '900',
  operatorFeeBasisPoints: '500',
};

export async function activated(world: SubgraphWorld): Promise<string> {
  const partnerId = await broughtIn(world);
  await act(world, SIGN, { partnerId, ...openTerms });
  await act(world, SET_STATUS, { partnerId, status: 'ACTIVE' });
  return partnerId;
}

type Cleared = EventData<'rewards.clearing-recorded.1'>;
let sequence = 0n;

/** A clearing fact as the ledger tells it, with the next sequence unless told otherwise. */
export function cleared(
  facts: Pick<Cleared, 'kind' | 'partnerId' | 'points' | 'amountMinor'> & Partial<Cleared>,
): DomainEvent<'rewards.clearing-recorded.1'> {
  sequence += 1n;
  const occurredAt = new Date('2026-11-01T10:00:00Z');
  const data: Cleared = {
    clearingId: v7(),
    ledgerSequence: sequence,
    entryId: v7(),
    issuerPartnerId: facts.partnerId,
    currency: 'EUR',
    agreementId: v7(),
    occurredAt,
    ...facts,
  };
  return { id: v7(), type: 'rewards.clearing-recorded.1', key: data.entryId, occurredAt, data };
}

/** What a purchase at A and a redemption of a part of it at B clear. */
export function purchaseAndRedemption(a: string, b: string): DomainEvent<'rewards.clearing-recorded.1'>[] {
  return [
    cleared({ kind: 'FUNDING', partnerId: a, points: 1000n, amountMinor: 1000n }),
    cleared({ kind: 'OPERATOR_FEE', partnerId: a, points: 0n, amountMinor: 50n }),
    cleared({ kind: 'REIMBURSEMENT', partnerId: b, issuerPartnerId: a, points: 400n, amountMinor: -360n }),
  ];
}

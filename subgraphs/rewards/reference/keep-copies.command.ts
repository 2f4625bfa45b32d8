/**
 * Writes down what other subgraphs told. A higher version replaces a lower one and never the other way, and hearing
 * twice is hearing once, so a copy can be rebuilt over itself.
 */
import type { EventData } from '../../../shared/contracts/event.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { openWallets } from '../ledger/open-wallets.command.js';

export async function keepMembers(
  transaction: Transaction,
  members: readonly EventData<'members.member-enrolled.1'>[],
): Promise<void> {
  const ids = members.map((member) => member.memberId);
  await rows(
    transaction,
    `insert into member_copy select * from unnest($1::uuid[], $2::timestamptz[]) on conflict do nothing`,
    [ids, members.map((member) => member.enrolledAt)],
  );
  await openWallets(transaction, ids);
}

export async function keepCards(
  transaction: Transaction,
  cards: readonly EventData<'members.card-issued.1'>[],
): Promise<void> {
  await rows(
    transaction,
    `insert into card_copy (card_number, card_id, member_id)
     select * from unnest($1::text[], $2::uuid[], $3::uuid[]) on conflict do nothing`,
    [
      cards.map((card) => card.cardNumber),
      cards.map((card) => card.cardId),
      cards.map((card) => card.memberId),
    ],
  );
}

export async function keepPartner(
  transaction: Transaction,
  partner: EventData<'partners.partner-changed.1'>,
): Promise<void> {
  await rows(
    transaction,
    `insert into partner_copy (partner_id, name, status, version) values ($1, $2, $3, $4)
     on conflict (partner_id) do update
     set name = excluded.name, status = excluded.status, version = excluded.version
     where partner_copy.version < excluded.version`,
    [partner.partnerId, partner.name, partner.status, partner.version],
  );
}

export async function keepStore(
  transaction: Transaction,
  store: EventData<'partners.store-changed.1'>,
): Promise<void> {
  await rows(
    transaction,
    `insert into store_copy (store_id, partner_id, name, city, time_zone, is_open, version)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (store_id) do update
     set name = excluded.name, city = excluded.city, time_zone = excluded.time_zone,
       is_open = excluded.is_open, version = excluded.version
     where store_copy.version < excluded.version`,
    [store.storeId, store.partnerId, store.name, store.city, store.timeZone, store.isOpen, store.version],
  );
}

/** Signed terms never change, so an agreement that is here already is the same one. */
export async function keepAgreement(
  transaction: Transaction,
  agreement: EventData<'partners.agreement-signed.1'>,
): Promise<void> {
  await rows(
    transaction,
    `insert into agreement_copy (agreement_id, partner_id, version, effective_from, effective_until, currency,
       earn_points, earn_per_minor, funding_minor_per_thousand, reimbursement_minor_per_thousand,
       operator_fee_basis_points)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      agreement.agreementId,
      agreement.partnerId,
      agreement.version,
      agreement.effectiveFrom,
      agreement.effectiveUntil,
      agreement.currency,
      agreement.earnPoints,
      agreement.earnPerMinor,
      agreement.fundingMinorPerThousand,
      agreement.reimbursementMinorPerThousand,
      agreement.operatorFeeBasisPoints,
    ],
  );
}

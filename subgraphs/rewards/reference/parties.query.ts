/** Finds a member, or a partner with its agreement in force, among the local copies, where no till is involved. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId, PartnerId } from '../../../shared/values/ids.js';
import type { PartnerStatus } from './agreement.js';
import type { PartnerFacts } from './party.js';
import { type MemberRef, namesOf } from './standing.js';
import { type AgreementColumns, agreementOf } from './standing.query.js';

/** Gives the member who is named, or whom she was merged into; null when nobody in the programme is. */
export async function findMember(runner: SqlRunner, member: MemberRef): Promise<MemberId | null> {
  const { memberId, cardNumber } = namesOf(member);
  const [found] = await rows<{ member_id: MemberId }>(
    runner,
    `select coalesce(merged_into, member_id) as member_id from member_copy where member_id = $1
     union all select coalesce(merged_into, card_copy.member_id) from card_copy left join member_copy using (member_id)
       where card_number = $2 limit 1`,
    [memberId, cardNumber],
  );
  return found?.member_id ?? null;
}

/** Gives a partner with the agreement that is in force at an instant; null when the coalition knows no such one. */
export async function findPartner(
  runner: SqlRunner,
  partnerId: PartnerId,
  at: Date,
): Promise<PartnerFacts | null> {
  const [found] = await rows<
    AgreementColumns & { readonly status: PartnerStatus; readonly is_agreed: boolean }
  >(
    runner,
    `select partner_copy.status, agreement.*, agreement.currency as agreed_currency,
       agreement.agreement_id is not null as is_agreed
     from partner_copy left join lateral (
       select * from agreement_copy where agreement_copy.partner_id = partner_copy.partner_id
         and effective_from <= $2 and (effective_until is null or effective_until > $2)
       order by version desc limit 1) as agreement on true
     where partner_copy.partner_id = $1`,
    [partnerId, at],
  );
  if (found === undefined) return null;
  return { status: found.status, agreement: found.is_agreed ? agreementOf(found) : null };
}

/** The ways a member comes and changes inside a transaction of whoever decided it: as a firm, and by a merge. */
import type { Transaction } from '../../../shared/platform/database/transaction.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { MemberStore } from './member.store.js';

/** Adds the member that a firm is, with the event that gives it a wallet: as for a person, without a phone. */
export async function addOrganisationMember(
  transaction: Transaction,
  { enrolledAt, enrolledBy }: { readonly enrolledAt: Date; readonly enrolledBy: string },
): Promise<MemberId> {
  const memberId = newId<MemberId>();
  await new MemberStore(transaction).add({
    id: memberId,
    kind: 'ORGANISATION',
    phoneIndex: null,
    phoneSealed: null,
    nickname: null,
    isNicknameShown: false,
    enrolledAt,
    enrolledBy,
    mergedIntoId: null,
  });
  const data = { memberId, enrolledAt };
  await tell(transaction, [
    { id: newId(), type: 'members.member-enrolled.1', key: memberId, occurredAt: enrolledAt, data },
  ]);
  return memberId;
}

/** Writes where a locked member went, or that it is itself again. */
export function setMergedInto(
  transaction: Transaction,
  memberId: string,
  mergedIntoId: string | null,
): Promise<void> {
  return new MemberStore(transaction).setMergedInto(memberId, mergedIntoId);
}

/**
 * Enrols a person by phone alone: the member, the phone sealed, and the event that gives them a wallet, in one
 * transaction.
 */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { MemberStore } from './member.store.js';
import { e164, type PhoneNotValid } from './phone.js';
import type { PhoneVault } from './phone-vault.secret.js';
import { type NicknameNotAllowed, nicknameFrom } from './public-name.js';

export interface Enrolment {
  readonly phone: string;
  readonly nickname: string | null;
  readonly isNicknameShown: boolean;
}

export interface PhoneAlreadyEnrolled {
  readonly kind: 'PhoneAlreadyEnrolled';
  readonly memberId: MemberId;
}

export type EnrolMemberRefusal = PhoneNotValid | NicknameNotAllowed | PhoneAlreadyEnrolled | KeyReused;

export interface EnrolmentDependencies {
  readonly database: DataSource;
  readonly vault: PhoneVault;
  readonly clock: Clock;
}

export async function enrolMember(
  { database, vault, clock }: EnrolmentDependencies,
  request: { readonly caller: Caller; readonly key: string; readonly enrolment: Enrolment },
): Promise<Result<Replayable<{ memberId: MemberId }>, EnrolMemberRefusal>> {
  const { caller, key, enrolment } = request;
  const phone = e164(enrolment.phone);
  if (!phone.ok) return phone;
  const nickname = enrolment.nickname === null ? ok(null) : nicknameFrom(enrolment.nickname);
  if (!nickname.ok) return nickname;

  return once(database, { caller, key, command: 'enrolMember', input: enrolment }, async (transaction) => {
    const members = new MemberStore(transaction);
    const memberId = newId<MemberId>();
    const enrolledAt = clock.now();
    const phoneIndex = vault.indexOf(phone.value);
    const added = await members.add({
      id: memberId,
      kind: 'PERSON',
      phoneIndex,
      phoneSealed: vault.seal(phone.value, memberId),
      nickname: nickname.value,
      isNicknameShown: enrolment.isNicknameShown && nickname.value !== null,
      enrolledAt,
      enrolledBy: callerId(caller),
      mergedIntoId: null,
    });
    if (added === 'phone-taken') {
      const holder = await members.withPhoneIndex(phoneIndex);
      return refused({ kind: 'PhoneAlreadyEnrolled' as const, memberId: holder?.id as MemberId });
    }
    const data = { memberId, enrolledAt };
    await tell(transaction, [
      { id: newId(), type: 'members.member-enrolled.1', key: memberId, occurredAt: enrolledAt, data },
    ]);
    return ok({ memberId });
  });
}

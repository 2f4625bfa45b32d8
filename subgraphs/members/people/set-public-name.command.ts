/**
 * Changes the name that others see. The name lives here alone: boards join it at reading, so a change shows
 * everywhere at once.
 */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { MemberNotFound } from '../standing/member-standing.js';
import { MemberStore } from './member.store.js';
import { type NicknameNotAllowed, nicknameFrom } from './public-name.js';

export interface PublicNameChoice {
  readonly nickname: string | null;
  readonly isNicknameShown: boolean;
}

export type SetPublicNameRefusal = MemberNotFound | NicknameNotAllowed | KeyReused;

export async function setPublicName(
  database: DataSource,
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly memberId: MemberId;
    readonly choice: PublicNameChoice;
  },
): Promise<Result<Replayable<{ memberId: MemberId }>, SetPublicNameRefusal>> {
  const { caller, key, memberId, choice } = request;
  const nickname = choice.nickname === null ? ok(null) : nicknameFrom(choice.nickname);
  if (!nickname.ok) return nickname;
  return once(
    database,
    { caller, key, command: 'setPublicName', input: { memberId, choice } },
    async (transaction) => {
      const changed = await new MemberStore(transaction).setPublicName(memberId, {
        nickname: nickname.value,
        isNicknameShown: choice.isNicknameShown && nickname.value !== null,
      });
      return changed === null ? refused({ kind: 'MemberNotFound' as const, memberId }) : ok({ memberId });
    },
  );
}

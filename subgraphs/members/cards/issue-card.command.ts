/** Issues a card to a member, with the event that lets every till of the coalition read it. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { lockMembers } from '../people/lock-members.command.js';
import {
  actingPerson,
  type MemberIsOrganisation,
  type MemberMerged,
  type MemberNotFound,
} from '../standing/member-standing.js';
import type { CardKind, CardRow } from './card.row.js';
import { CardStore } from './card.store.js';
import { addCard } from './change-cards.command.js';

export const CARDS_PER_MEMBER_MAX = 5;

export interface CardLimitReached {
  readonly kind: 'CardLimitReached';
  readonly limit: number;
}

export type IssueCardRefusal =
  | MemberNotFound
  | MemberMerged
  | MemberIsOrganisation
  | CardLimitReached
  | KeyReused;

export async function issueCard(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly memberId: string;
    readonly cardKind: CardKind;
  },
): Promise<Result<Replayable<{ card: CardRow }>, IssueCardRefusal>> {
  const { caller, key, memberId, cardKind } = request;
  return once(
    database,
    { caller, key, command: 'issueCard', input: { memberId, cardKind } },
    async (transaction): Promise<Result<{ card: CardRow }, IssueCardRefusal>> => {
      const [locked] = await lockMembers(transaction, [memberId]);
      const member = actingPerson(memberId, locked);
      if (!member.ok) return member;
      if ((await new CardStore(transaction).count(memberId)) >= CARDS_PER_MEMBER_MAX) {
        return refused({ kind: 'CardLimitReached' as const, limit: CARDS_PER_MEMBER_MAX });
      }
      const card = await addCard(transaction, { memberId, kind: cardKind, issuedAt: clock.now() });
      return ok({ card });
    },
  );
}

/** Reads and writes invitations to households. Every read of many is one statement. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Invitation, InvitationState } from './invitation.js';

const INVITATION = `id, household_id as "householdId", member_id as "memberId",
  monthly_draw_limit as "monthlyDrawLimit", state, invited_at as "invitedAt"`;

export class InvitationStore {
  constructor(private readonly runner: SqlRunner) {}

  async add(invitation: Invitation, invitedBy: string): Promise<void> {
    const { id, householdId, memberId, monthlyDrawLimit, state, invitedAt } = invitation;
    await rows(
      this.runner,
      `insert into household_invitation
         (id, household_id, member_id, monthly_draw_limit, state, invited_at, invited_by)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, householdId, memberId, monthlyDrawLimit, state, invitedAt, invitedBy],
    );
  }

  /** Gives the invitations of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Invitation | null)[]> {
    const found = await rows<Invitation>(
      this.runner,
      `select ${INVITATION} from household_invitation where id = any($1::uuid[])`,
      [ids],
    );
    const byId = new Map(found.map((invitation) => [invitation.id, invitation]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Gives the open invitations to these households, each list at its household's place, oldest first. */
  async openOfHouseholds(householdIds: readonly string[]): Promise<Invitation[][]> {
    const found = await rows<Invitation>(
      this.runner,
      `select ${INVITATION} from household_invitation
       where household_id = any($1::uuid[]) and state = 'OPEN' order by invited_at, id`,
      [householdIds],
    );
    return householdIds.map((id) => found.filter((invitation) => invitation.householdId === id));
  }

  /** Gives the open invitations of these members, each list at its member's place, oldest first. */
  async openOfMembers(memberIds: readonly string[]): Promise<Invitation[][]> {
    const found = await rows<Invitation>(
      this.runner,
      `select ${INVITATION} from household_invitation
       where member_id = any($1::uuid[]) and state = 'OPEN' order by invited_at, id`,
      [memberIds],
    );
    return memberIds.map((id) => found.filter((invitation) => invitation.memberId === id));
  }

  async end(id: string, state: InvitationState, at: Date): Promise<void> {
    await rows(this.runner, 'update household_invitation set state = $2, ended_at = $3 where id = $1', [
      id,
      state,
      at,
    ]);
  }

  /** Withdraws those of the household, of the member, or of the member to the household. */
  async withdrawAll(
    to: { readonly householdId: string | null; readonly memberId: string | null },
    at: Date,
  ): Promise<void> {
    await rows(
      this.runner,
      `update household_invitation set state = 'WITHDRAWN', ended_at = $3
       where state = 'OPEN' and household_id = coalesce($1::uuid, household_id)
         and member_id = coalesce($2::uuid, member_id)`,
      [to.householdId, to.memberId, at],
    );
  }
}

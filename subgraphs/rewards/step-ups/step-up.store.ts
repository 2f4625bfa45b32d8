/** Reads and writes step-ups. Writers hold the lock of the member's wallet. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { StepUpId } from '../../../shared/values/ids.js';
import type { AnsweredBy, StepUp } from './step-up.js';

const COLUMNS = `id, member_id as "memberId", partner_id as "partnerId", store_id as "storeId", points, because,
  caller as "sentBy", key, state, asked_at as "askedAt", expires_at as "expiresAt", answered_at as "answeredAt",
  answered_by as "answeredBy"`;

export class StepUpStore {
  constructor(private readonly runner: SqlRunner) {}

  async withId(id: StepUpId): Promise<StepUp | null> {
    const [found] = await rows<StepUp>(this.runner, `select ${COLUMNS} from step_up where id = $1`, [id]);
    return found ?? null;
  }

  /** Those that were asked for a request, newest first. */
  ofRequest({ sentBy, key }: Pick<StepUp, 'sentBy' | 'key'>): Promise<StepUp[]> {
    return rows<StepUp>(
      this.runner,
      `select ${COLUMNS} from step_up where caller = $1 and key = $2 order by id desc`,
      [sentBy, key],
    );
  }

  /** The open ones of members, oldest first. */
  openOf(memberIds: readonly string[], now: Date): Promise<StepUp[]> {
    return rows<StepUp>(
      this.runner,
      `select ${COLUMNS} from step_up
       where member_id = any($1::uuid[]) and state = 'OPEN' and expires_at > $2 order by id`,
      [memberIds, now],
    );
  }

  async add(stepUp: StepUp): Promise<void> {
    const { id, memberId, partnerId, storeId, points, because, sentBy, key, state, askedAt, expiresAt } =
      stepUp;
    await rows(
      this.runner,
      `insert into step_up (id, member_id, partner_id, store_id, points, because, caller, key, state, asked_at,
         expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [id, memberId, partnerId, storeId, points, because, sentBy, key, state, askedAt, expiresAt],
    );
  }

  async answer(
    { id }: StepUp,
    answer: {
      readonly state: 'CONFIRMED' | 'DENIED';
      readonly by: AnsweredBy;
      readonly subject: string;
      readonly at: Date;
    },
  ): Promise<void> {
    const { state, by, subject, at } = answer;
    await rows(
      this.runner,
      `update step_up set state = $2, answered_by = $3, subject = $4, answered_at = $5 where id = $1 and state = 'OPEN'`,
      [id, state, by, subject, at],
    );
  }

  /** Uses up confirmed ones and gives them; one that is not confirmed any more is not among them. */
  use(ids: readonly StepUpId[], at: Date): Promise<StepUp[]> {
    return rows<StepUp>(
      this.runner,
      `update step_up set state = 'USED', used_at = $2 where id = any($1::uuid[]) and state = 'CONFIRMED'
       returning ${COLUMNS}`,
      [ids, at],
    );
  }
}

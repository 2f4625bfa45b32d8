/** Reads and writes adjustments and their terms. Writers hold the lock of the member's wallet. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { AdjustmentId, MemberId } from '../../../shared/values/ids.js';
import type { Bind } from '../ledger/bind.js';
import type { Adjustment, AdjustmentState } from './adjustment.js';
import type { AdjustmentTerms } from './adjustment-terms.js';

const COLUMNS = `id, member_id as "memberId", unit, points, reason, partner_id as "partnerId", state,
  terms_version as "termsVersion", proposed_at as "proposedAt", proposed_by as "proposedBy", decided_at as "decidedAt",
  decided_by as "decidedBy", decision_reason as "decisionReason", entry_id as "entryId"`;

const TERMS_COLUMNS = `version, second_approval_above_points as "secondApprovalAbovePoints",
  configured_at as "configuredAt"`;

export class AdjustmentStore {
  constructor(private readonly runner: SqlRunner) {}

  async withId(id: AdjustmentId): Promise<Adjustment | null> {
    const [found] = await rows<Adjustment>(this.runner, `select ${COLUMNS} from adjustment where id = $1`, [
      id,
    ]);
    return found ?? null;
  }

  /** A page of adjustments, newest first, of one state or of all. */
  page(asked: {
    readonly state: AdjustmentState | null;
    readonly first: number;
    readonly after: string | null;
  }): Promise<Adjustment[]> {
    return rows<Adjustment>(
      this.runner,
      `select ${COLUMNS} from adjustment where ($1::text is null or state = $1) and ($2::uuid is null or id < $2)
       order by id desc limit $3`,
      [asked.state, asked.after, asked.first + 1],
    );
  }

  /** What one member got and lost of a unit from an instant on, without a second operator. */
  async unseenSince(memberId: MemberId, unit: string, since: Date): Promise<bigint> {
    const [found] = await rows<{ points: bigint }>(
      this.runner,
      `select coalesce(sum(abs(points)), 0) as points from adjustment
       where member_id = $1 and unit = $2 and proposed_at >= $3 and state = 'POSTED' and decided_by is null`,
      [memberId, unit, since],
    );
    return found?.points ?? 0n;
  }

  async termsInForce(): Promise<AdjustmentTerms> {
    const [found] = await rows<AdjustmentTerms>(
      this.runner,
      `select ${TERMS_COLUMNS} from adjustment_terms order by version desc limit 1`,
    );
    return found as AdjustmentTerms;
  }

  async termsOfVersion(version: number): Promise<AdjustmentTerms> {
    const [found] = await rows<AdjustmentTerms>(
      this.runner,
      `select ${TERMS_COLUMNS} from adjustment_terms where version = $1`,
      [version],
    );
    return found as AdjustmentTerms;
  }

  async addTerms(terms: AdjustmentTerms, configuredBy: string): Promise<void> {
    await rows(
      this.runner,
      `insert into adjustment_terms (version, second_approval_above_points, configured_at, configured_by)
       values ($1, $2, $3, $4)`,
      [terms.version, terms.secondApprovalAbovePoints, terms.configuredAt, configuredBy],
    );
  }
}

/** A new adjustment as a part of a statement. */
export function adjustmentPart({ add }: Bind, adjustment: Adjustment): string {
  return `adjustment_made as (
    insert into adjustment (id, member_id, unit, points, reason, partner_id, state, terms_version, proposed_at,
      proposed_by, entry_id)
    values (${add(adjustment.id)}, ${add(adjustment.memberId)}, ${add(adjustment.unit)}, ${add(adjustment.points)},
      ${add(adjustment.reason)}, ${add(adjustment.partnerId)}, ${add(adjustment.state)},
      ${add(adjustment.termsVersion)}, ${add(adjustment.proposedAt)}, ${add(adjustment.proposedBy)},
      ${add(adjustment.entryId)}))`;
}

/** The decision on a proposed adjustment as a part of a statement. */
export function decisionPart({ add }: Bind, adjustment: Adjustment): string {
  return `adjustment_decided as (
    update adjustment set state = ${add(adjustment.state)}, decided_at = ${add(adjustment.decidedAt)},
      decided_by = ${add(adjustment.decidedBy)}, decision_reason = ${add(adjustment.decisionReason)},
      entry_id = ${add(adjustment.entryId)}
    where id = ${add(adjustment.id)} and state = 'PROPOSED')`;
}

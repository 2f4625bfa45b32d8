/**
 * The decision that two members are one, and that they were not after all.
 *
 * The source goes, the target stays. Merges of one member stand on each other: one whose target went into a third is
 * undone only after that one.
 */
import { ok, type Result, refused } from '../../../shared/values/result.js';
import {
  actingMember,
  type MemberFacts,
  type MemberMerged,
  type MemberNotFound,
} from '../standing/member-standing.js';

export interface Merge {
  readonly id: string;
  readonly sourceMemberId: string;
  readonly targetMemberId: string;
  readonly reason: string;
  readonly mergedAt: Date;
  readonly mergedBy: string;
  /** The cards that came to the target by it. */
  readonly cardNumbers: readonly string[];
  /** The household in which the target took over the source's seat; null when there was none to take over. */
  readonly seatHouseholdId: string | null;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
}

export interface MergeOfOneMember {
  readonly kind: 'MergeOfOneMember';
  readonly memberId: string;
}

export interface MemberKindsDiffer {
  readonly kind: 'MemberKindsDiffer';
  readonly sourceMemberId: string;
  readonly targetMemberId: string;
}

export interface MergeNotFound {
  readonly kind: 'MergeNotFound';
  readonly mergeId: string;
}

export interface MergeAlreadyUndone {
  readonly kind: 'MergeAlreadyUndone';
  readonly mergeId: string;
}

export interface Pair {
  readonly sourceMemberId: string;
  readonly targetMemberId: string;
}

/** Decides whether two members may become one. */
export function mergeable(
  { sourceMemberId, targetMemberId }: Pair,
  members: readonly (MemberFacts | null)[],
): Result<null, MergeOfOneMember | MemberNotFound | MemberMerged | MemberKindsDiffer> {
  if (sourceMemberId.toLowerCase() === targetMemberId.toLowerCase()) {
    return refused({ kind: 'MergeOfOneMember', memberId: sourceMemberId });
  }
  const source = actingMember(sourceMemberId, members[0]);
  if (!source.ok) return source;
  const target = actingMember(targetMemberId, members[1]);
  if (!target.ok) return target;
  if (source.value.kind === target.value.kind) return ok(null);
  return refused({ kind: 'MemberKindsDiffer', sourceMemberId, targetMemberId });
}

/** Decides whether a merge may be undone, given what became of its target since. */
export function unmergeable(
  mergeId: string,
  merge: Merge | null,
  target: MemberFacts | null | undefined,
): Result<Merge, MergeNotFound | MergeAlreadyUndone | MemberMerged> {
  if (merge === null) return refused({ kind: 'MergeNotFound', mergeId });
  if (merge.undoneAt !== null) return refused({ kind: 'MergeAlreadyUndone', mergeId });
  const mergedIntoId = target?.mergedIntoId ?? null;
  if (mergedIntoId === null) return ok(merge);
  return refused({ kind: 'MemberMerged', memberId: merge.targetMemberId, mergedIntoId });
}

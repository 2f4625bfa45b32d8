/**
 * What a member must be for an act: there at all, not merged into another, and for some acts a person.
 *
 * A merged member keeps its id for ever and does nothing more by it; whoever names it is told where it went.
 */
import { ok, type Result, refused } from '../../../shared/values/result.js';

export const memberKinds = ['PERSON', 'ORGANISATION'] as const;
export type MemberKind = (typeof memberKinds)[number];

export interface MemberFacts {
  readonly id: string;
  readonly kind: MemberKind;
  readonly mergedIntoId: string | null;
}

export interface MemberNotFound {
  readonly kind: 'MemberNotFound';
  readonly memberId: string;
}

/** The card was mistyped, stopped, or never issued. */
export interface CardNotFound {
  readonly kind: 'CardNotFound';
  readonly cardNumber: string;
}

export interface MemberMerged {
  readonly kind: 'MemberMerged';
  readonly memberId: string;
  readonly mergedIntoId: string;
}

export interface MemberIsOrganisation {
  readonly kind: 'MemberIsOrganisation';
  readonly memberId: string;
}

/** Gives the member if it can still act. */
export function actingMember<Member extends MemberFacts>(
  memberId: string,
  member: Member | null | undefined,
): Result<Member, MemberNotFound | MemberMerged> {
  if (member === null || member === undefined) return refused({ kind: 'MemberNotFound', memberId });
  const { mergedIntoId } = member;
  return mergedIntoId === null ? ok(member) : refused({ kind: 'MemberMerged', memberId, mergedIntoId });
}

/** Gives the member if it can still act and is no firm. */
export function actingPerson<Member extends MemberFacts>(
  memberId: string,
  member: Member | null | undefined,
): Result<Member, MemberNotFound | MemberMerged | MemberIsOrganisation> {
  const acting = actingMember(memberId, member);
  if (!acting.ok || acting.value.kind === 'PERSON') return acting;
  return refused({ kind: 'MemberIsOrganisation', memberId });
}

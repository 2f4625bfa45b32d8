/** Members, households, firms and merges made through the members subgraph's own graph, for its tests. */
import 'reflect-metadata';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { memberCaller, operator, partnerCaller } from '../../world/callers.js';
import type { SubgraphWorld } from '../../world/subgraph-world.js';

type Input = Readonly<Record<string, unknown>>;
/** The shape is the mutation's, which each test knows. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
type Answer = any;

const PROBLEM = '... on Problem { message retryable }';
const PLACES = 'id name members { member { id } joinedAt monthlyDrawLimit isOwner }';
const INVITATION = 'invitation { id state householdName monthlyDrawLimit owner { id } member { id } }';
const BUYER = 'buyer { id label monthlySpendLimit isActive card { number } }';
const MERGE =
  'merge { id reason mergedBy cardNumbers undoneBy undoReason source { id mergedInto { id } } target { id } }';

/** What each mutation is asked for when it succeeds, and of its refusals' own facts. */
const selections: Readonly<Record<string, string>> = {
  enrolMember: '... on MemberEnrolled { member { id } } ... on PhoneAlreadyEnrolled { member { id } }',
  issueCard: '... on CardIssued { card { id number } } ... on MemberMerged { mergedIntoId }',
  openHousehold: `... on HouseholdOpened { replayed household { ${PLACES} } } ... on AlreadyInHousehold { memberId }`,
  inviteToHousehold: `... on HouseholdInvitationSent { replayed ${INVITATION} } ... on HouseholdFull { limit }
    ... on AlreadyInvited { invitationId } ... on LimitNotValid { limitMax } ... on InvitationLimitReached { limit }
    ... on CardNotFound { cardNumber } ... on MemberMerged { mergedIntoId }`,
  answerHouseholdInvitation: `... on HouseholdInvitationAnswered { replayed ${INVITATION} }
    ... on HouseholdFull { limit } ... on InvitationNotOpen { state }`,
  withdrawHouseholdInvitation: `... on HouseholdInvitationWithdrawn { replayed ${INVITATION} }
    ... on InvitationNotOpen { state }`,
  setHouseholdDrawLimit: `... on HouseholdDrawLimitSet { replayed household { ${PLACES} } }`,
  leaveHousehold: '... on HouseholdLeft { replayed isClosed }',
  enrolOrganisation: `... on OrganisationEnrolled { replayed member { id kind phone } }
    ... on OrganisationAlreadyEnrolled { member { id } }`,
  addBuyer: `... on BuyerAdded { replayed ${BUYER} } ... on BuyerLimitReached { limit }
    ... on MemberMerged { mergedIntoId }`,
  setBuyerLimit: `... on BuyerLimitSet { replayed ${BUYER} }`,
  removeBuyer: `... on BuyerRemoved { replayed ${BUYER} }`,
  mergeMembers: `... on MembersMerged { replayed ${MERGE} } ... on MemberMerged { memberId mergedIntoId }`,
  unmergeMembers: `... on MembersUnmerged { replayed ${MERGE} } ... on MemberMerged { memberId mergedIntoId }`,
};

export class MembersKit {
  private lastPhone = 0;

  constructor(readonly world: SubgraphWorld) {}

  /** The result of a mutation; a key is made unless one is sent. */
  async act(caller: Caller, name: string, input: Input): Promise<Answer> {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) {
      __typename ${selections[name]} ${PROBLEM} } }`;
    const answer = await this.world.ask(caller, document, { input: { idempotencyKey: v7(), ...input } });
    expect(answer.errors).toBeUndefined();
    return answer.data[name];
  }

  /** The code with which a mutation is turned away at the door. */
  async turnedAway(caller: Caller, name: string, input: Input): Promise<unknown> {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`;
    const { errors } = await this.world.ask(caller, document, { input: { idempotencyKey: v7(), ...input } });
    return errors?.[0]?.extensions?.['code'];
  }

  freshPhone(): string {
    this.lastPhone += 1;
    return `+4915124${String(this.lastPhone).padStart(6, '0')}`;
  }

  async member(phone = this.freshPhone()): Promise<string> {
    return (await this.act(operator, 'enrolMember', { phone })).member.id;
  }

  async card(memberId: string): Promise<string> {
    return (await this.act(operator, 'issueCard', { memberId })).card.number;
  }

  async household(ownerId: string): Promise<string> {
    return (await this.act(memberCaller(ownerId), 'openHousehold', { name: 'Home' })).household.id;
  }

  async invitation(householdId: string, memberId: string, monthlyDrawLimit?: string): Promise<string> {
    const input = { householdId, memberId, monthlyDrawLimit };
    return (await this.act(operator, 'inviteToHousehold', input)).invitation.id;
  }

  /** A member who accepted an invitation to the household. */
  async joined(householdId: string, monthlyDrawLimit?: string): Promise<string> {
    const memberId = await this.member();
    const invitationId = await this.invitation(householdId, memberId, monthlyDrawLimit);
    const input = { invitationId, isAccepted: true };
    const answered = await this.act(memberCaller(memberId), 'answerHouseholdInvitation', input);
    expect(answered.__typename).toBe('HouseholdInvitationAnswered');
    return memberId;
  }

  async organisation(by: Caller = operator): Promise<string> {
    const firm = { name: 'Bolts & Sons', reference: v7() };
    return (await this.act(by, 'enrolOrganisation', firm)).member.id;
  }

  async buyer(memberId: string): Promise<{ id: string; card: { number: string } }> {
    return (await this.act(operator, 'addBuyer', { memberId, label: 'Yard' })).buyer;
  }

  async merge(sourceMemberId: string, targetMemberId: string): Promise<string> {
    const input = { sourceMemberId, targetMemberId, reason: 'one person, two phones' };
    return (await this.act(operator, 'mergeMembers', input)).merge.id;
  }

  /** The member as a till finds one. */
  async found(by: { readonly cardNumber?: string; readonly phone?: string }): Promise<string | null> {
    const query =
      'query ($cardNumber: String, $phone: String) { findMember(cardNumber: $cardNumber, phone: $phone) { id } }';
    return (await this.world.ask(partnerCaller(), query, by)).data.findMember?.id ?? null;
  }

  async see(caller: Caller, memberId: string, selection: string): Promise<Answer> {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Member { ${selection} } } }`;
    const answer = await this.world.ask(caller, query, { of: [{ __typename: 'Member', id: memberId }] });
    expect(answer.errors).toBeUndefined();
    return answer.data._entities[0];
  }

  /** The newest event of a type. */
  async lastTold(type: Parameters<SubgraphWorld['told']>[0]): Promise<{ key: string; data: Answer }> {
    return (await this.world.told(type)).at(-1) as { key: string; data: Answer };
  }
}

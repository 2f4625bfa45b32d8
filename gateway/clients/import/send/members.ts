/** The members of an import: enrolled when their first purchase is sent, each with a virtual card. */
import { type GraphClient, RefusedError } from '../../graph-client.js';
import { keyOf } from '../plan/acts.js';
import { syntheticPhone } from '../plan/synthetic-phone.js';
import { ENROL_MEMBER, ISSUE_CARD } from './operations.js';

interface Enrolled {
  readonly member: { readonly id: string; readonly cards: readonly unknown[] };
  readonly replayed: boolean;
}

export class Members {
  constructor(
    private readonly graph: GraphClient,
    private readonly source: string,
    /** Ids by the file's name of the member, filled as they are enrolled. */
    private readonly known: Map<string, string>,
    private readonly onReady: (isNew: boolean) => void,
  ) {}

  /** Gives the member's id, enrolling them first if need be. @throws RefusedError when they cannot be enrolled */
  async idOf(member: string, phone: string | null): Promise<string> {
    const known = this.known.get(member);
    if (known !== undefined) return known;
    const input = {
      idempotencyKey: keyOf(this.source, 'member', member),
      phone: phone ?? syntheticPhone(this.source, member),
    };
    const { member: enrolled, replayed } = await this.enrol(input);
    if (enrolled.cards.length === 0) await this.issueCard(enrolled.id, member);
    this.known.set(member, enrolled.id);
    this.onReady(!replayed);
    return enrolled.id;
  }

  private async enrol(input: Readonly<Record<string, string>>): Promise<Enrolled> {
    try {
      return await this.graph.succeed<Enrolled>(ENROL_MEMBER, { input }, 'MemberEnrolled');
    } catch (fault) {
      // Somebody enrolled the phone before: it is the same person.
      const isKnown = fault instanceof RefusedError && fault.refusal === 'PhoneAlreadyEnrolled';
      if (!isKnown) throw fault;
      return { member: fault.facts['member'] as Enrolled['member'], replayed: true };
    }
  }

  private issueCard(memberId: string, member: string): Promise<unknown> {
    const input = { idempotencyKey: keyOf(this.source, 'card', member), memberId, kind: 'VIRTUAL' };
    return this.graph.succeed(ISSUE_CARD, { input }, 'CardIssued');
  }
}

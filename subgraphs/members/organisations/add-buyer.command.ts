/** Adds somebody who buys for a firm, with a card of the firm that names nobody else. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { Points } from '../../../shared/values/points.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { CardKind } from '../cards/card.row.js';
import { addCard } from '../cards/change-cards.command.js';
import { type LimitNotValid, monthlyLimit } from '../limits/monthly-limit.js';
import { lockMembers } from '../people/lock-members.command.js';
import { actingMember, type MemberMerged } from '../standing/member-standing.js';
import {
  type Buyer,
  type BuyerLimitReached,
  type OrganisationNotFound,
  withRoomForBuyer,
} from './organisation.js';
import { OrganisationStore } from './organisation.store.js';
import { mayRunOrganisation } from './organisation-access.query.js';
import { tellBuyerChanged } from './tell-buyer.command.js';

type Decided = { readonly buyerId: string };
type Refusal = LimitNotValid | OrganisationNotFound | MemberMerged | BuyerLimitReached;
export type AddBuyerRefusal = Refusal | KeyReused;

export interface AddBuyerRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly memberId: string;
  readonly label: string;
  readonly cardKind: CardKind;
  readonly monthlySpendLimit: Points | null;
}

export async function addBuyer(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: AddBuyerRequest,
): Promise<Result<Replayable<Decided>, AddBuyerRefusal>> {
  const { caller, key, memberId, label, cardKind } = request;
  const limit = monthlyLimit(request.monthlySpendLimit);
  if (!limit.ok) return limit;
  const input = { memberId, label, cardKind, monthlySpendLimit: limit.value };
  const command = { caller, key, command: 'addBuyer', input };
  return once<Decided, Refusal>(database, command, async (transaction) => {
    const [locked] = await lockMembers(transaction, [memberId]);
    const isTheirs = locked?.kind === 'ORGANISATION' && mayRunOrganisation(caller, locked);
    if (!isTheirs) return refused({ kind: 'OrganisationNotFound', memberId });
    const member = actingMember(memberId, locked);
    if (!member.ok) {
      return refused(
        member.refusal.kind === 'MemberMerged'
          ? member.refusal
          : { ...member.refusal, kind: 'OrganisationNotFound' },
      );
    }
    const organisations = new OrganisationStore(transaction);
    const [buyers = []] = await organisations.buyersOf([memberId]);
    const room = withRoomForBuyer(buyers.filter(({ isActive }) => isActive).length);
    if (!room.ok) return room;
    const addedAt = clock.now();
    const { id: cardId, number: cardNumber } = await addCard(transaction, {
      memberId,
      kind: cardKind,
      issuedAt: addedAt,
    });
    const card = { memberId, cardId, cardNumber };
    const buyer: Buyer = {
      id: newId(),
      ...card,
      label,
      monthlySpendLimit: limit.value,
      isActive: true,
      version: 1,
      addedAt,
    };
    await organisations.addBuyer(buyer, callerId(caller));
    await tellBuyerChanged(transaction, buyer, addedAt);
    return ok({ buyerId: buyer.id });
  });
}

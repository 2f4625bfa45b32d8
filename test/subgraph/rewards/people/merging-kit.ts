/** What tests of merged members share: two members, their merge and its undoing as the members subgraph tells it. */
import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { DomainEvent } from '../../../../shared/contracts/event.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import type { SubgraphWorld } from '../../../world/subgraph-world.js';
import { memberOf } from '../rewards-kit.js';

export interface Pair {
  readonly mergeId: string;
  readonly source: { readonly memberId: string; readonly cardNumber: string };
  readonly target: { readonly memberId: string; readonly cardNumber: string };
}

export async function pairOf(world: SubgraphWorld): Promise<Pair> {
  return { mergeId: v7(), source: await memberOf(world), target: await memberOf(world) };
}

function told({ mergeId, source, target }: Pair) {
  return {
    mergeId,
    sourceMemberId: source.memberId,
    targetMemberId: target.memberId,
    cardNumbers: [source.cardNumber],
  };
}

/** The event of a merge, for tests that choose when it is heard. */
export function mergeOf(members: Pair): DomainEvent {
  const data = { ...told(members), mergedAt: new Date() };
  const key = members.target.memberId;
  return { id: v7(), type: 'members.members-merged.1', key, occurredAt: new Date(), data } as DomainEvent;
}

export async function merged(world: SubgraphWorld, members: Pair): Promise<void> {
  await world.hear('members', [mergeOf(members)]);
}

export async function unmerged(world: SubgraphWorld, members: Pair): Promise<void> {
  const data = { ...told(members), unmergedAt: new Date() };
  const key = members.target.memberId;
  await world.hear('members', [
    { id: v7(), type: 'members.members-unmerged.1', key, occurredAt: new Date(), data } as DomainEvent,
  ]);
}

/** The ledger holds, and nothing is on its way for ever. */
export async function auditMoves(world: SubgraphWorld): Promise<void> {
  await auditLedger(world.database);
  const [{ sum }] = await world.database.query(
    `select coalesce(sum(amount), 0) as sum from posting where account = 'transit'`,
  );
  expect(sum).toBe(0n);
}

/** Enrols a firm: the member that it is, its name and the reference by which it is known once. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import { type Caller, callerId } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { addOrganisationMember } from '../people/change-members.command.js';
import { type OrganisationAlreadyEnrolled, referenceOf } from './organisation.js';
import { OrganisationStore } from './organisation.store.js';

type Decided = { readonly memberId: string };
export type EnrolOrganisationRefusal = OrganisationAlreadyEnrolled | KeyReused;

export async function enrolOrganisation(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly name: string;
    readonly reference: string;
  },
): Promise<Result<Replayable<Decided>, EnrolOrganisationRefusal>> {
  const { caller, key, name } = request;
  const reference = referenceOf(request.reference);
  const command = { caller, key, command: 'enrolOrganisation', input: { name, reference } };
  return once<Decided, OrganisationAlreadyEnrolled>(database, command, async (transaction) => {
    const enrolledAt = clock.now();
    const memberId = await addOrganisationMember(transaction, { enrolledAt, enrolledBy: callerId(caller) });
    const organisations = new OrganisationStore(transaction);
    if (await organisations.add({ memberId, name, reference })) return ok({ memberId });
    const holder = await organisations.withReference(reference);
    if (holder === null) throw new Error('a reference is taken and nobody has it');
    return refused({ kind: 'OrganisationAlreadyEnrolled', memberId: holder.memberId });
  });
}

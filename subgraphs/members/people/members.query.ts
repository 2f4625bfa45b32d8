/** Reads of members, batched: however many are asked for in a request, one statement reads them. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { isId } from '../../../shared/values/ids.js';
import type { MemberRow } from './member.row.js';
import { MemberStore } from './member.store.js';
import { e164 } from './phone.js';
import type { PhoneVault } from './phone-vault.secret.js';

const MEMBERS = Symbol('members by id');

function memberLoader(database: DataSource, context: RequestContext): DataLoader<string, MemberRow | null> {
  return context.perRequest(
    MEMBERS,
    () => new DataLoader<string, MemberRow | null>((ids) => new MemberStore(database.manager).withIds(ids)),
  );
}

/** Gives the member of an id; null for none, and for a text that is no id. */
export async function memberById(
  database: DataSource,
  context: RequestContext,
  id: string,
): Promise<MemberRow | null> {
  if (!isId(id)) return null;
  return memberLoader(database, context).load(id);
}

/** Finds the member of a phone however it is written; null for a phone that is none or nobody's. */
export async function memberByPhone(
  database: DataSource,
  vault: PhoneVault,
  written: string,
): Promise<MemberRow | null> {
  const phone = e164(written);
  if (!phone.ok) return null;
  return new MemberStore(database.manager).withPhoneIndex(vault.indexOf(phone.value));
}

export async function memberByCard(database: DataSource, number: string): Promise<MemberRow | null> {
  return new MemberStore(database.manager).withCard(number);
}

/** A page in order of enrolment, one more than asked. */
export function membersPage(database: DataSource, after: string | null, limit: number): Promise<MemberRow[]> {
  return new MemberStore(database.manager).page(after, limit);
}

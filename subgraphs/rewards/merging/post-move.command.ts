/**
 * Posts a move of points between two members, whose wallets are locked, keeps where each new lot came from, and tells
 * both of it.
 */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { EntryId, MemberId } from '../../../shared/values/ids.js';
import { Bind } from '../ledger/bind.js';
import { nextSequence } from '../ledger/lock-wallet.command.js';
import { type MovedUnit, type MoveFacts, moveEntries } from '../ledger/moving.js';
import { entryParts, outboxPart, runParts } from '../ledger/post-entry.command.js';
import { pointsMoved } from './points-moved.js';

export interface Move extends Pick<MoveFacts, 'kind' | 'rule' | 'causeId' | 'termsVersion' | 'now'> {
  readonly from: MemberId;
  readonly to: MemberId;
}

export async function postMove(
  transaction: Transaction,
  units: readonly MovedUnit[],
  { from, to, ...facts }: Move,
): Promise<void> {
  const party = async (memberId: MemberId) => ({
    memberId,
    entryId: newId<EntryId>(),
    sequence: await nextSequence(transaction),
  });
  const move = { ...facts, from: await party(from), to: await party(to) };
  const entries = moveEntries(units, move);
  if (entries === null) return;
  await openUnits(transaction, to, units);
  for (const entry of entries) {
    const bind = new Bind();
    await runParts(transaction, bind, [...entryParts(bind, entry)]);
  }
  await keepOrigins(transaction, facts.causeId, units);
  const bind = new Bind();
  await runParts(transaction, bind, [outboxPart(bind, [pointsMoved(units, move, newId())])]);
}

/** A debt can go where no lot of its unit ever was. */
async function openUnits(
  transaction: Transaction,
  memberId: MemberId,
  units: readonly MovedUnit[],
): Promise<void> {
  await rows(
    transaction,
    'insert into wallet (member_id, unit) select $1::uuid, unnest($2::text[]) on conflict do nothing',
    [memberId, units.map(({ unit }) => unit)],
  );
}

async function keepOrigins(
  transaction: Transaction,
  causeId: string,
  units: readonly MovedUnit[],
): Promise<void> {
  const news = units.flatMap(({ lots }) => lots.filter(({ into }) => into.isNew));
  if (news.length === 0) return;
  await rows(
    transaction,
    `insert into lot_origin (lot_id, origin_lot_id, cause_id)
     select lot_id, origin_lot_id, $3::uuid from unnest($1::uuid[], $2::uuid[]) as made (lot_id, origin_lot_id)`,
    [news.map(({ into }) => into.lotId), news.map(({ lot }) => lot.id), causeId],
  );
}

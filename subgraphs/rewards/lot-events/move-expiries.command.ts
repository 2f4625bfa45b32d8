/**
 * Moves the expiry of open lots by what members just did, inside the transaction of the act and under the locks of
 * the wallets.
 *
 * It costs a purchase nothing while no kind in force has a policy that looks at members. Lots whose time is over stay
 * over, whether or not the night wrote it down yet.
 */
import { prepared } from '../../../shared/platform/database/prepared.js';
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { termsInForce } from '../programme/terms.query.js';
import type { ExpiryPolicy } from '../wallet-kinds/expiry.js';
import { type Act, aliveUntil, balanceResetsAt, savedPeriodEnds } from '../wallet-kinds/expiry-moves.js';
import { looksAtMember } from '../wallet-kinds/lot-life.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import {
  kindsInForce,
  kindsOfRevision,
  kindsReadLast,
  kindsRevision,
  type WalletKinds,
} from '../wallet-kinds/wallet-kinds.query.js';

interface Moving {
  readonly kind: Pick<WalletKind, 'unit' | 'version'>;
  readonly timeZone: string;
  readonly now: Date;
}

type ActsOfMembers = ReadonlyMap<MemberId, readonly Act[]>;

/**
 * @param now - when the acts are written; what had lapsed by then is not brought back
 * @param known - the kinds in force, where the act has just read them
 */
export async function moveExpiries(
  transaction: Transaction,
  acts: readonly Act[],
  now: Date,
  known?: WalletKinds,
): Promise<void> {
  if (acts.length === 0) return;
  const kinds = (known ?? (await kindsFor(transaction, acts))).inForce;
  const moved = kinds.flatMap((kind) => {
    const own = acts.filter(({ unit }) => unit === kind.unit);
    const { expiry } = kind;
    return own.length === 0 || expiry === null || !looksAtMember(expiry) ? [] : [{ kind, expiry, own }];
  });
  if (moved.length === 0) return;
  const { timeZone } = await termsInForce(transaction);
  for (const { kind, expiry, own } of moved) {
    await move(transaction, expiry, byMember(own), { kind, timeZone, now });
  }
}

/** Puts lots that just came to life under the expiry of the whole balance, where there is one. */
export async function alignBalances(transaction: Transaction, memberId: MemberId, now: Date): Promise<void> {
  const { inForce } = await kindsInForce(transaction);
  const { timeZone } = await termsInForce(transaction);
  for (const kind of inForce) {
    const { expiry } = kind;
    if (expiry?.by !== 'BALANCE_RESET') continue;
    await resetBalances(transaction, expiry, new Map([[memberId, []]]), { kind, timeZone, now });
  }
}

function byMember(acts: readonly Act[]): ActsOfMembers {
  const members = new Map<MemberId, Act[]>();
  for (const act of acts) members.set(act.memberId, [...(members.get(act.memberId) ?? []), act]);
  return members;
}

/** Gives the kinds in force: a purchase has just seen their revision, a redemption asks for it. */
async function kindsFor(transaction: Transaction, acts: readonly Act[]): Promise<WalletKinds> {
  const redeemed = acts.filter(({ activity }) => activity === 'REDEEM');
  const database = transaction.connection;
  if (redeemed.length === 0) return kindsReadLast(database, transaction);
  const [found] = await rows<{ revision: bigint }>(
    transaction,
    prepared(`select ${kindsRevision} as revision`),
  );
  return kindsOfRevision(database, transaction, found?.revision ?? 0n);
}

async function move(
  transaction: Transaction,
  policy: ExpiryPolicy,
  acts: ActsOfMembers,
  moving: Moving,
): Promise<void> {
  if (policy.by === 'INACTIVITY') {
    const untils = [...acts].map(([memberId, own]) => ({
      memberId,
      at: aliveUntil(policy, own, moving.timeZone),
    }));
    return keepAlive(transaction, untils, moving);
  }
  if (policy.by === 'BALANCE_RESET') return resetBalances(transaction, policy, acts, moving);
  if (policy.by !== 'WIPE_UNLESS_REDEEMED') return;
  const saved = [...acts].flatMap(([memberId, own]) =>
    savedPeriodEnds(policy, own, moving.timeZone).map((at) => ({ memberId, at })),
  );
  return savePeriods(transaction, saved, moving);
}

interface MovedTo {
  readonly memberId: MemberId;
  readonly at: Date | null;
}

/** Open lots that still live, as a condition; those that wait for an event have no expiry to move. */
const ALIVE = `lot.remaining > 0 and lot.activates_at is not null and (lot.expires_at is null or lot.expires_at > $4)`;

function bound(moves: readonly MovedTo[], { kind, now }: Moving): readonly unknown[] {
  return [moves.map(({ memberId }) => memberId), moves.map(({ at }) => at), kind.unit, now];
}

async function keepAlive(
  transaction: Transaction,
  untils: readonly MovedTo[],
  moving: Moving,
): Promise<void> {
  const moves = untils.filter(({ at }) => at !== null);
  if (moves.length === 0) return;
  await rows(
    transaction,
    `update lot set expires_at = move.until, expiry_policy = 'INACTIVITY',
       own_expires_at = case when own_expires_at is null then null else move.until end
     from unnest($1::uuid[], $2::timestamptz[]) as move (member_id, until)
     where lot.member_id = move.member_id and lot.unit = $3 and ${ALIVE}
       and lot.expires_at < move.until and lot.expiry_by <> 'PROMOTION'`,
    bound(moves, moving),
  );
}

/** What was earned in a period that a redemption saved is never wiped. */
async function savePeriods(
  transaction: Transaction,
  saved: readonly MovedTo[],
  moving: Moving,
): Promise<void> {
  if (saved.length === 0) return;
  await rows(
    transaction,
    `update lot set expires_at = null
     from unnest($1::uuid[], $2::timestamptz[]) as period (member_id, ends)
     where lot.member_id = period.member_id and lot.unit = $3 and ${ALIVE}
       and lot.expires_at = period.ends and lot.expiry_policy = 'WIPE_UNLESS_REDEEMED'
       and lot.expiry_by <> 'PROMOTION'`,
    bound(saved, moving),
  );
}

interface BalanceRow {
  readonly memberId: MemberId;
  readonly resetsAt: Date | null;
  readonly lastEarnedAt: Date | null;
  readonly lastRedeemedAt: Date | null;
}

/**
 * Puts the whole balance of members under one expiry, by their acts and by what is known of them.
 *
 * Done again it changes nothing, so the night does it for wallets that nobody touched since the policy came.
 */
export async function resetBalances(
  transaction: Transaction,
  policy: Extract<ExpiryPolicy, { by: 'BALANCE_RESET' }>,
  acts: ActsOfMembers,
  moving: Moving,
): Promise<void> {
  const { kind, timeZone, now } = moving;
  const found = await rows<BalanceRow>(
    transaction,
    `select member_id as "memberId", last_redeemed_at as "lastRedeemedAt",
       case when resets_by_version = $3 then resets_at end as "resetsAt",
       case when resets_by_version is distinct from $3 then (select max(earned_at) from lot
         where lot.member_id = wallet.member_id and lot.unit = wallet.unit and purchase_id is not null)
       end as "lastEarnedAt"
     from wallet where member_id = any($1::uuid[]) and unit = $2`,
    [[...acts.keys()], kind.unit, kind.version],
  );
  const moves = found.map(({ memberId, ...facts }) => ({
    memberId,
    at: balanceResetsAt(policy, facts, { acts: acts.get(memberId) ?? [], timeZone, now }),
  }));
  await rows(
    transaction,
    `with moved as (
       update wallet set resets_at = move.at, resets_by_version = $5
       from unnest($1::uuid[], $2::timestamptz[]) as move (member_id, at)
       where wallet.member_id = move.member_id and wallet.unit = $3)
     update lot set expires_at = least(own_expires_at, move.at),
       expiry_policy = case when own_expires_at is null then 'BALANCE_RESET' else expiry_policy end
     from unnest($1::uuid[], $2::timestamptz[]) as move (member_id, at)
     where lot.member_id = move.member_id and lot.unit = $3 and ${ALIVE}
       and lot.expires_at is distinct from least(own_expires_at, move.at)`,
    [...bound(moves, moving), kind.version],
  );
}

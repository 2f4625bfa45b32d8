/**
 * Lots that end unspent: the entries that write their end down, with the policy and the dates that caused it, and what
 * is told of it.
 *
 * What a hold keeps of an ended lot stays with it until the hold ends, so a till never loses what it was promised.
 */
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type {
  AgreementId,
  EntryId,
  LotId,
  MemberId,
  PartnerId,
  PurchaseId,
} from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import { type EntryDraft, type LotChange, NOTHING_ELSE, type Reason } from '../ledger/entry.js';
import { type ExpiryGiver, freePoints } from '../ledger/lot.js';
import { accounts, balanced, POINTS_UNIT, posting } from '../ledger/posting.js';

export interface EndingLot {
  readonly id: LotId;
  readonly memberId: MemberId;
  readonly unit: string;
  readonly issuerPartnerId: PartnerId;
  readonly agreementId: AgreementId;
  readonly purchaseId: PurchaseId | null;
  readonly original: Points;
  readonly remaining: Points;
  readonly held: Points;
  readonly earnedAt: Date;
  readonly cancelsAt: Date | null;
  readonly expiresAt: Date | null;
  readonly ownExpiresAt: Date | null;
  readonly expiryBy: ExpiryGiver;
  readonly expiryPolicy: string | null;
  /** What a lot that waits is to live by. */
  readonly afterEvent: unknown;
  /** Nothing is left of it because a merge, or its undoing, moved all of it on. */
  readonly hasMovedOn?: boolean;
  /** The lot of a purchase that all of it came from, where a merge moved it. */
  readonly root?: { readonly id: LotId; readonly original: Points };
}

export type LapseCause = 'EXPIRED' | 'CANCELLED';

/** The act that ends lots. */
export interface Ending {
  readonly id: EntryId;
  readonly sequence: bigint;
  /** The run of the night, if it was one. */
  readonly causeId: string | null;
  /** The instant by which the lots were due. */
  readonly asOf: Date;
  readonly now: Date;
  readonly termsVersion: number;
}

/** Lots that one entry ends: of one member, one unit and one issuer, never none. */
export interface EndingGroup {
  readonly cause: LapseCause;
  readonly lots: readonly [EndingLot, ...EndingLot[]];
}

/** Groups lots as their entries take them, in the order in which they come. */
export function endingGroups(cause: LapseCause, lots: readonly EndingLot[]): readonly EndingGroup[] {
  const groups = new Map<string, [EndingLot, ...EndingLot[]]>();
  for (const lot of lots) {
    const key = `${lot.memberId} ${lot.unit} ${lot.issuerPartnerId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [lot]);
    else group.push(lot);
  }
  return [...groups.values()].map((group) => ({ cause, lots: group }));
}

/** The entry by which what is free of lots goes to what their issuer's members let lapse. */
export function lapseEntry({ cause, lots }: EndingGroup, ending: Ending): EntryDraft {
  const [{ memberId, unit, issuerPartnerId }] = lots;
  const member = accounts.member(memberId);
  return {
    ...NOTHING_ELSE,
    id: ending.id,
    sequence: ending.sequence,
    kind: cause === 'EXPIRED' ? 'EXPIRY' : 'CANCELLATION',
    memberId,
    partnerId: null,
    causeId: ending.causeId,
    occurredAt: ending.asOf,
    postedAt: ending.now,
    termsVersion: ending.termsVersion,
    agreementId: null,
    reasons: lapseReasons(cause, lots),
    postings: balanced([
      ...lots.map((lot) => posting(member, unit, -freePoints(lot), lot.id)),
      posting(accounts.lapsed(issuerPartnerId), unit, sumFree(lots)),
    ]),
    lotChanges: lots.map((lot) => lapsed(lot, cause)),
  };
}

/** A lot of which a hold keeps something is not closed yet. */
function lapsed(lot: EndingLot, closedAs: LapseCause): LotChange {
  const change = { lotId: lot.id, remaining: -freePoints(lot), held: 0n };
  return lot.held === 0n ? { ...change, closedAs } : change;
}

export function sumFree(lots: readonly Pick<EndingLot, 'remaining' | 'held'>[]): Points {
  return lots.reduce((sum, lot) => sum + freePoints(lot), 0n);
}

/** Lots that ended alike share a reason. */
function lapseReasons(cause: LapseCause, lots: readonly EndingLot[]): readonly Reason[] {
  const alike = new Map<string, { readonly facts: Readonly<Record<string, string>>; lots: EndingLot[] }>();
  for (const lot of lots) {
    const facts = cause === 'EXPIRED' ? expiryFacts(lot) : cancelFacts(lot);
    const key = JSON.stringify(facts);
    alike.set(key, { facts, lots: [...(alike.get(key)?.lots ?? []), lot] });
  }
  return [...alike.values()].map((group) => ({
    rule: cause === 'EXPIRED' ? 'TIME_IS_OVER' : 'EVENT_DID_NOT_COME',
    facts: { ...group.facts, lots: String(group.lots.length), points: String(sumFree(group.lots)) },
  }));
}

function expiryFacts({ expiresAt, ownExpiresAt, expiryPolicy, expiryBy }: EndingLot): Record<string, string> {
  const isOwn = ownExpiresAt === null || ownExpiresAt.getTime() === expiresAt?.getTime();
  const policy = isOwn ? expiryPolicy : 'BALANCE_RESET';
  return {
    givenBy: expiryBy,
    ...(policy === null ? {} : { policy }),
    expiredAt: expiresAt?.toISOString() ?? '',
  };
}

export function cancelFacts({ earnedAt, cancelsAt }: EndingLot): Record<string, string> {
  return { earnedAt: earnedAt.toISOString(), cancelsAt: cancelsAt?.toISOString() ?? '' };
}

/** What a member is told of points that ended: once for each unit. */
export function lapsedEvents(
  cause: LapseCause,
  lots: readonly EndingLot[],
  { at, newId }: { readonly at: Date; readonly newId: () => string },
): readonly DomainEvent<'rewards.lots-lapsed.1'>[] {
  const told = byWallet(lots.filter((lot) => freePoints(lot) > 0n));
  return told.map(([{ memberId, unit }, group]) => ({
    id: newId(),
    type: 'rewards.lots-lapsed.1',
    key: memberId,
    occurredAt: at,
    data: { memberId, unit, points: sumFree(group), cause, lots: group.map(({ id }) => id) },
  }));
}

type ToldLot = Pick<EndingLot, 'id' | 'memberId' | 'unit' | 'remaining' | 'held'>;

/** What a member is told of points that became usable: once for each unit. */
export function activatedEvents(
  lots: readonly ToldLot[],
  { at, newId }: { readonly at: Date; readonly newId: () => string },
): readonly DomainEvent<'rewards.lots-activated.1'>[] {
  const told = byWallet(lots.filter((lot) => freePoints(lot) > 0n));
  return told.map(([{ memberId, unit }, group]) => ({
    id: newId(),
    type: 'rewards.lots-activated.1',
    key: memberId,
    occurredAt: at,
    data: { memberId, unit, points: sumFree(group), lots: group.map(({ id }) => id) },
  }));
}

/** The lots of each wallet, with the first of them, which says whose they are. */
function byWallet<OneLot extends ToldLot>(lots: readonly OneLot[]): readonly [OneLot, readonly OneLot[]][] {
  const wallets = new Map<string, [OneLot, OneLot[]]>();
  for (const lot of lots) {
    const key = `${lot.memberId} ${lot.unit}`;
    const known = wallets.get(key);
    if (known === undefined) wallets.set(key, [lot, [lot]]);
    else known[1].push(lot);
  }
  return [...wallets.values()];
}

/** How much an act of the night did. */
export interface Tally {
  readonly members: number;
  readonly lots: number;
  /** Of the shared currency. */
  readonly points: Points;
}

export function tallyOf(lots: readonly ToldLot[]): Tally {
  return {
    members: new Set(lots.map(({ memberId }) => memberId)).size,
    lots: lots.length,
    points: sumFree(lots.filter(({ unit }) => unit === POINTS_UNIT)),
  };
}

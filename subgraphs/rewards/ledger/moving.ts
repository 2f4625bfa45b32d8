/**
 * Moving what one member has to another: by compensation, never by changing what was written.
 *
 * Two entries over the account of what is on its way. The target gets lots of the same issuer, life and funding;
 * what it owes is paid at once by what comes and what it has. Held points are promised to a till and move when the
 * hold ends.
 */
import type { AgreementId, EntryId, LotId, MemberId, PurchaseId } from '../../../shared/values/ids.js';
import type { Points } from '../../../shared/values/points.js';
import {
  debtChange,
  type EntryDraft,
  type EntryKind,
  type LotChange,
  type NewLot,
  NOTHING_ELSE,
} from './entry.js';
import { byBurnOrder, freePoints, type Lot, type LotTerms, lotState } from './lot.js';
import { accounts, balanced, type Posting, posting } from './posting.js';

/** A lot with all that a lot made from it takes over. */
export interface MovableLot extends Lot {
  readonly rule: string;
  readonly agreementId: AgreementId;
  readonly purchaseId: PurchaseId | null;
  readonly fundingMinorPerThousand: bigint;
  /** How its life was decided, which whoever has it now goes on with. */
  readonly terms?: Omit<LotTerms, 'ownExpiresAt'>;
  readonly ownExpiresAt?: Date | null;
}

/** What a member has in one unit. */
export interface MovableWallet {
  readonly unit: string;
  readonly debt: Points;
  readonly lots: readonly MovableLot[];
}

export interface MoveFacts {
  readonly kind: Extract<EntryKind, 'MERGE' | 'UNMERGE' | 'HOUSEHOLD_DRAW'>;
  /** Why the points move, in the words of the reason's rule. */
  readonly rule: string;
  readonly causeId: string;
  readonly from: { readonly memberId: MemberId; readonly entryId: EntryId; readonly sequence: bigint };
  readonly to: { readonly memberId: MemberId; readonly entryId: EntryId; readonly sequence: bigint };
  readonly termsVersion: number;
  readonly now: Date;
}

/** A lot that goes over, and what becomes of it. */
export interface MovedLot {
  readonly lot: MovableLot;
  readonly points: Points;
  /** Where it goes: a lot that is there already, or a new one of this id. */
  readonly into: { readonly lotId: LotId; readonly isNew: boolean };
}

export interface MovedUnit {
  readonly unit: string;
  readonly lots: readonly MovedLot[];
  /** The debt that goes over with them. */
  readonly debt: Points;
  /** What the target has and owes before. */
  readonly target: MovableWallet;
}

/** Gives the two entries of a move; null when there is nothing to move. */
export function moveEntries(
  units: readonly MovedUnit[],
  facts: MoveFacts,
): readonly [EntryDraft, EntryDraft] | null {
  const moved = units.filter(({ lots, debt }) => lots.length > 0 || debt > 0n);
  if (moved.length === 0) return null;
  return [sentEntry(moved, facts), receivedEntry(moved, facts)];
}

function entryOf(facts: MoveFacts, party: MoveFacts['from']): Omit<EntryDraft, 'postings'> {
  return {
    ...NOTHING_ELSE,
    id: party.entryId,
    sequence: party.sequence,
    kind: facts.kind,
    memberId: party.memberId,
    partnerId: null,
    agreementId: null,
    causeId: facts.causeId,
    occurredAt: facts.now,
    postedAt: facts.now,
    termsVersion: facts.termsVersion,
    reasons: [
      {
        rule: facts.rule,
        facts: { causeId: facts.causeId, fromMemberId: facts.from.memberId, toMemberId: facts.to.memberId },
      },
    ],
  };
}

function sentEntry(units: readonly MovedUnit[], facts: MoveFacts): EntryDraft {
  const member = accounts.member(facts.from.memberId);
  return {
    ...entryOf(facts, facts.from),
    postings: balanced(
      units.flatMap(({ unit, lots, debt }) => [
        ...lots.flatMap(({ lot, points }) => [
          posting(member, unit, -points, lot.id),
          posting(accounts.transit, unit, points),
        ]),
        posting(member, unit, debt),
        posting(accounts.transit, unit, -debt),
      ]),
    ),
    lotChanges: units.flatMap(({ lots }) =>
      lots.map(({ lot, points }) => ({ lotId: lot.id, remaining: -points, held: 0n })),
    ),
    debtChanges: units.flatMap(({ unit, debt }) => debtChange(unit, -debt)),
  };
}

function receivedEntry(units: readonly MovedUnit[], facts: MoveFacts): EntryDraft {
  const received = units.map((unit) => receivedUnit(unit, facts));
  return {
    ...entryOf(facts, facts.to),
    postings: balanced(received.flatMap(({ postings }) => postings)),
    newLots: received.flatMap(({ newLots }) => newLots),
    lotChanges: received.flatMap(({ lotChanges }) => lotChanges),
    debtChanges: received.flatMap(({ unit, debt }) => debtChange(unit, debt)),
  };
}

interface ReceivedUnit {
  readonly unit: string;
  readonly postings: readonly Posting[];
  readonly newLots: readonly NewLot[];
  readonly lotChanges: readonly LotChange[];
  readonly debt: Points;
}

function receivedUnit({ unit, lots, debt, target }: MovedUnit, facts: MoveFacts): ReceivedUnit {
  const member = accounts.member(facts.to.memberId);
  const paid = payments(lots, target, { owed: target.debt + debt, now: facts.now });
  const paidTotal = [...paid.values()].reduce((sum, points) => sum + points, 0n);
  const change = new Map<LotId, Points>([...paid].map(([lotId, points]) => [lotId, -points]));
  const news = lots.filter(({ into }) => into.isNew);
  for (const { into, points } of lots.filter((moved) => !moved.into.isNew)) {
    change.set(into.lotId, (change.get(into.lotId) ?? 0n) + points);
  }
  const isNew = (lotId: LotId): boolean => news.some(({ into }) => into.lotId === lotId);
  return {
    unit,
    postings: [
      ...lots.flatMap(({ into, points }) => [
        posting(member, unit, points, into.lotId),
        posting(accounts.transit, unit, -points),
      ]),
      posting(member, unit, -debt),
      posting(accounts.transit, unit, debt),
      ...[...paid].map(([lotId, points]) => posting(member, unit, -points, lotId)),
      posting(member, unit, paidTotal),
    ],
    newLots: news.map((moved) => newLot(moved, paid.get(moved.into.lotId) ?? 0n, facts.causeId)),
    lotChanges: [...change]
      .filter(([lotId]) => !isNew(lotId))
      .map(([lotId, remaining]) => ({ lotId, remaining, held: 0n })),
    debt: debt - paidTotal,
  };
}

/** What each lot pays of what is owed: usable points alone, soonest to expire first. */
function payments(
  moved: readonly MovedLot[],
  target: MovableWallet,
  { owed, now }: { readonly owed: Points; readonly now: Date },
): ReadonlyMap<LotId, Points> {
  const coming = moved.map(({ lot, points, into }) => ({
    ...lot,
    id: into.lotId,
    remaining: points,
    held: 0n,
  }));
  const usable = [...target.lots, ...coming]
    .filter((lot) => lotState(lot, now) === 'ACTIVE' && freePoints(lot) > 0n)
    .sort(byBurnOrder);
  const paid = new Map<LotId, Points>();
  let left = owed;
  for (const lot of usable) {
    const free = freePoints(lot);
    const points = free < left ? free : left;
    if (points > 0n) paid.set(lot.id, (paid.get(lot.id) ?? 0n) + points);
    left -= points;
  }
  return paid;
}

function newLot({ lot, points, into }: MovedLot, paid: Points, causeId: string): NewLot {
  return {
    id: into.lotId,
    unit: lot.unit,
    rule: lot.rule,
    issuerPartnerId: lot.issuerPartnerId,
    agreementId: lot.agreementId,
    purchaseId: lot.purchaseId,
    causeId,
    original: points,
    remaining: points - paid,
    earnedAt: lot.earnedAt,
    activatesAt: lot.activatesAt,
    cancelsAt: lot.cancelsAt,
    expiresAt: lot.expiresAt,
    fundingMinorPerThousand: lot.fundingMinorPerThousand,
    ...(lot.terms === undefined ? {} : { terms: { ...lot.terms, ownExpiresAt: lot.ownExpiresAt ?? null } }),
  };
}

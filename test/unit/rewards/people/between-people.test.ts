/** Gifts, donations and adjustments as decisions: limits, slices, what a reversal gives back, who must approve. */
import { describe, expect, it } from 'vitest';
import type {
  AdjustmentId,
  CauseId,
  EntryId,
  GiftId,
  LotId,
  MemberId,
  PartnerId,
} from '../../../../shared/values/ids.js';
import { decideAdjustment } from '../../../../subgraphs/rewards/adjustments/adjusting.js';
import { decideApproval, needsSecond } from '../../../../subgraphs/rewards/adjustments/adjustment.js';
import type { Cause } from '../../../../subgraphs/rewards/causes/cause.js';
import { decideDonation, donationEntry } from '../../../../subgraphs/rewards/causes/donating.js';
import { decideGiftTerms, type GiftTerms } from '../../../../subgraphs/rewards/gift-terms/gift-terms.js';
import { decideEnd, type Gift, giftState, missingPoints } from '../../../../subgraphs/rewards/gifts/gift.js';
import { receivedEntry } from '../../../../subgraphs/rewards/gifts/gift-entries.js';
import { decideOffer, type OfferFacts } from '../../../../subgraphs/rewards/gifts/offering.js';
import { reversalOf } from '../../../../subgraphs/rewards/gifts/reversing.js';
import type { LotOrigin } from '../../../../subgraphs/rewards/wallets/lot-origin.js';
import { agreement, lot, MEMBER, mainKind, NOW, OTHER_PARTNER, PARTNER, terms } from '../facts.js';

const RECEIVER = 'receiver' as MemberId;

const giftTerms: GiftTerms = {
  version: 1,
  configuredAt: NOW,
  isOn: true,
  giftMinPoints: 1n,
  giftMaxPoints: 100n,
  giverDayMaxPoints: 150n,
  giverMonthMaxPoints: 200n,
  receiverMonthMaxPoints: 250n,
  offerDays: 14,
};

const offerFacts: OfferFacts = {
  giver: { lots: [lot('a'), lot('b')], debt: 0n },
  receiverId: RECEIVER,
  terms: giftTerms,
  given: { onDay: 0n, inMonth: 0n, received: 0n },
  now: NOW,
};

const request = (points: bigint) => ({
  giverId: MEMBER,
  receiver: { by: 'ID', memberId: RECEIVER } as const,
  points,
  message: null,
});

const gift: Gift = {
  id: 'gift' as GiftId,
  giverId: MEMBER,
  receiverId: RECEIVER,
  points: 10n,
  message: null,
  state: 'OFFERED',
  offeredAt: NOW,
  lapsesAt: new Date('2026-06-29T12:00:00Z'),
  soonestExpiry: null,
  changedAt: NOW,
  termsVersion: 1,
  giftTermsVersion: 1,
  returnedPoints: 0n,
  owedPoints: 0n,
  reversalReason: null,
};

const origin = (id: string, changes: Partial<LotOrigin> = {}): LotOrigin => {
  const { unit: _unit, ...facts } = lot(id);
  const issued = { agreementId: agreement.id, fundingMinorPerThousand: 1000n, original: 10n, closedAs: null };
  return { ...facts, ...issued, ...changes };
};

describe('an offer', () => {
  it('lapses after the days of the terms, and with the first of its points when that is sooner', () => {
    const later = decideOffer(request(5n), offerFacts);
    expect(later.ok && later.value.lapsesAt).toEqual(new Date('2026-06-29T12:00:00Z'));
    const expiresAt = new Date('2026-06-20T00:00:00Z');
    const giver = { lots: [lot('a'), lot('soon', { expiresAt })], debt: 0n };
    const sooner = decideOffer(request(15n), { ...offerFacts, giver });
    expect(sooner.ok && sooner.value).toMatchObject({ lapsesAt: expiresAt, soonestExpiry: expiresAt });
    expect(sooner.ok && sooner.value.slices.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['soon', 10n],
      ['a', 5n],
    ]);
  });

  it('may reach each limit and not pass it', () => {
    const rich = { ...offerFacts, giver: { lots: [lot('a', { remaining: 1000n })], debt: 0n } };
    const limitOf = (points: bigint, given = rich.given) => {
      const decided = decideOffer(request(points), { ...rich, given });
      return decided.ok
        ? 'fits'
        : decided.refusal.kind === 'GiftLimitExceeded'
          ? decided.refusal.giftLimit
          : 'other';
    };
    expect(limitOf(100n)).toBe('fits');
    expect(limitOf(101n)).toBe('PER_GIFT');
    expect(limitOf(50n, { onDay: 100n, inMonth: 100n, received: 0n })).toBe('fits');
    expect(limitOf(51n, { onDay: 100n, inMonth: 100n, received: 0n })).toBe('PER_DAY');
    expect(limitOf(51n, { onDay: 0n, inMonth: 150n, received: 0n })).toBe('PER_MONTH');
    expect(limitOf(51n, { onDay: 0n, inMonth: 0n, received: 200n })).toBe('RECEIVED_PER_MONTH');
  });

  it('never takes what a debt stands against', () => {
    const decided = decideOffer(request(16n), {
      ...offerFacts,
      giver: { lots: [lot('a'), lot('b')], debt: 5n },
    });
    expect(decided).toEqual({
      ok: false,
      refusal: { kind: 'InsufficientPoints', available: 15n, asked: 16n },
    });
  });

  it('is over from the instant on at which it lapses, whoever asks', () => {
    expect(giftState(gift, new Date(gift.lapsesAt.getTime() - 1))).toBe('OFFERED');
    expect(giftState(gift, gift.lapsesAt)).toBe('LAPSED');
    const late = { role: 'RECEIVER', now: gift.lapsesAt } as const;
    expect(decideEnd({ giftId: gift.id, askedBy: RECEIVER }, gift, late)).toMatchObject({
      refusal: { kind: 'GiftNotOpen', state: 'LAPSED' },
    });
    expect(decideEnd({ giftId: gift.id, askedBy: MEMBER }, gift, late)).toMatchObject({
      refusal: { kind: 'GiftNotFound' },
    });
  });
});

describe('what is received', () => {
  it('keeps everything of its lot but the owner, and pays the debt of the receiver first', () => {
    const source = origin('a', { issuerPartnerId: OTHER_PARTNER });
    const slice = { lotId: source.id, issuerPartnerId: OTHER_PARTNER, points: 10n };
    const entry = receivedEntry({ entryId: 'entry' as EntryId, sequence: 1n }, gift, {
      slices: [{ ...slice, newLotId: 'new' as LotId, origin: source }],
      debt: 4n,
      now: NOW,
    });
    const { issuerPartnerId, agreementId, expiresAt, earnedAt, activatesAt } = source;
    expect(entry.newLots).toMatchObject([
      { issuerPartnerId, agreementId, expiresAt, earnedAt, activatesAt, original: 10n, remaining: 6n },
    ]);
    expect(entry.debtChanges).toEqual([{ unit: 'PTS', points: -4n }]);
  });
});

describe('a reversal', () => {
  const slice = (id: string, received: Partial<LotOrigin>) => ({
    lotId: id as LotId,
    issuerPartnerId: PARTNER,
    points: 10n,
    origin: origin(id),
    received: origin(`${id}-received`, received),
  });
  const facts = { now: NOW, newLotId: () => 'new' as LotId };

  it('gives back what is free of the gift, and nothing of what is held', () => {
    const reversal = reversalOf([slice('a', { remaining: 8n, held: 3n })], {
      ...facts,
      lots: [lot('a-received', { remaining: 8n, held: 3n })],
      mayOwe: false,
    });
    expect(reversal).toMatchObject({ returned: 5n, owed: 0n, taken: { debt: 0n } });
  });

  it('lets what was spent be owed, and never what has lapsed', () => {
    const past = new Date('2026-06-01T00:00:00Z');
    const slices = [slice('a', { remaining: 4n }), slice('b', { expiresAt: past })];
    const lots = [lot('a-received', { remaining: 4n }), lot('other', { remaining: 5n })];
    const reversal = reversalOf(slices, { ...facts, lots, mayOwe: true });
    expect(reversal).toMatchObject({ returned: 4n, owed: 6n, taken: { debt: 1n } });
    expect(reversal.back.map(({ lotId, points }) => [lotId, points])).toEqual([['a', 10n]]);
  });

  it('tells what is missing only once it happened', () => {
    expect(missingPoints(gift)).toBe(0n);
    expect(missingPoints({ ...gift, state: 'REVERSED', returnedPoints: 3n, owedPoints: 2n })).toBe(5n);
  });
});

describe('the terms of gifts', () => {
  it.each([
    [{ giftMinPoints: 0n }, 'giftMinPoints'],
    [{ giftMinPoints: 101n }, 'giftMinPoints'],
    [{ giverDayMaxPoints: -1n }, 'giverDayMaxPoints'],
    [{ receiverMonthMaxPoints: 1_000_000_001n }, 'receiverMonthMaxPoints'],
    [{ offerDays: 366 }, 'offerDays'],
    [{ offerDays: 0 }, 'offerDays'],
  ])('refuses %o', (changes, field) => {
    expect(decideGiftTerms({ ...giftTerms, ...changes })).toMatchObject({ ok: false, refusal: { field } });
  });
});

describe('a donation', () => {
  it('owes the partner the whole rounded once, shared out over the issuers of the points', () => {
    const cause: Cause = {
      id: 'cause' as CauseId,
      name: 'Trees',
      description: 'Trees.',
      partnerId: 'charity' as PartnerId,
      goalPoints: null,
      openedAt: NOW,
      closedAt: null,
    };
    const lots = [lot('a'), lot('b', { issuerPartnerId: OTHER_PARTNER })];
    const wallet = { lots, debt: 0n };
    const partner = { status: 'EARN_CLOSED', agreement } as const;
    const wish = { causeId: cause.id, memberId: MEMBER, points: 15n };
    const decided = decideDonation(wish, { cause, partner, wallet, now: NOW });
    if (!decided.ok) throw new Error(decided.refusal.kind);
    expect(decided.value.amountMinor).toBe(14n);
    expect(decided.value.obligations.map(({ amountMinor }) => amountMinor)).toEqual([-9n, -5n]);
    const ids = { entryId: 'entry' as EntryId, sequence: 1n, donationId: 'donation' as never };
    const entry = donationEntry(ids, decided.value, { termsVersion: 1, now: NOW });
    expect(entry.postings.reduce((sum, { unit, amount }) => sum + (unit === 'EUR' ? amount : 0n), 0n)).toBe(
      0n,
    );
  });
});

describe('an adjustment', () => {
  const wallet = { lots: [lot('a')], debt: 0n, lastRedeemedAt: null };
  const facts = {
    kind: mainKind,
    wallet,
    partner: { status: 'ACTIVE', agreement },
    terms,
    now: NOW,
  } as const;
  const wish = { memberId: MEMBER, unit: 'PTS', reason: 'a gift of the house', partnerId: PARTNER };

  it('needs another operator from one unit above the limit on, whichever way it goes', () => {
    expect(needsSecond(40n, { unseen: 60n, above: 100n })).toBe(false);
    expect(needsSecond(-41n, { unseen: 60n, above: 100n })).toBe(true);
    expect(needsSecond(1n, { unseen: 0n, above: 0n })).toBe(true);
  });

  it('is not approved by who proposed it', () => {
    const adjustment = {
      ...wish,
      id: 'adjustment' as AdjustmentId,
      points: 5n,
      state: 'PROPOSED',
      termsVersion: 1,
      proposedAt: NOW,
      proposedBy: 'operator:olga',
      decidedAt: null,
      decidedBy: null,
      decisionReason: null,
      entryId: null,
    } as const;
    expect(decideApproval(adjustment.id, adjustment, 'operator:olga')).toMatchObject({
      refusal: { kind: 'SecondOperatorNeeded', proposedBy: 'operator:olga' },
    });
    expect(decideApproval(adjustment.id, adjustment, 'operator:otto').ok).toBe(true);
  });

  it('lives as long as everything in its wallet, and can be used at once', () => {
    const waits = { ...mainKind, activation: { by: 'DELAY', days: 9 } } as const;
    const decided = decideAdjustment({ ...wish, points: 5n }, { ...facts, kind: waits });
    expect(decided).toMatchObject({ ok: true, value: { way: 'CREDIT', life: { activatesAt: NOW } } });
    expect(decided.ok && decided.value.way === 'CREDIT' && decided.value.life.expiresAt).toBeInstanceOf(Date);
  });

  it('takes what is there before it makes a debt', () => {
    const decided = decideAdjustment({ ...wish, points: -13n }, facts);
    expect(decided).toMatchObject({
      value: { way: 'DEBIT', slices: [{ lotId: 'a', points: 10n }], debt: 3n },
    });
  });
});

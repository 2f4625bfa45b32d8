/**
 * The books of three members, written as the database writes them: entries are posted to lots and debts, and what both
 * come to is told as figures beside what they must be.
 */
import type { CauseId, DonationId, EntryId, GiftId, LotId, MemberId } from '../../shared/values/ids.js';
import { type Adjusting, decideAdjustment } from '../../subgraphs/rewards/adjustments/adjusting.js';
import type { Adjustment } from '../../subgraphs/rewards/adjustments/adjustment.js';
import {
  adjustmentEntry,
  creditShare,
  debitShares,
} from '../../subgraphs/rewards/adjustments/adjustment-entry.js';
import { decideDonation, donationEntry } from '../../subgraphs/rewards/causes/donating.js';
import { decideEnd, decideReversal, type Gift, giftState } from '../../subgraphs/rewards/gifts/gift.js';
import { freedEntry, receivedEntry, sentEntry } from '../../subgraphs/rewards/gifts/gift-entries.js';
import { decideOffer } from '../../subgraphs/rewards/gifts/offering.js';
import { givenBackEntry, reversalOf, takenBackEntry } from '../../subgraphs/rewards/gifts/reversing.js';
import { slicesForDebt } from '../../subgraphs/rewards/ledger/debt-payment.js';
import type { EntryDraft, LotChange } from '../../subgraphs/rewards/ledger/entry.js';
import type { LotSlice } from '../../subgraphs/rewards/ledger/lot.js';
import { letGo, setAside } from '../../subgraphs/rewards/redemptions/hold.js';
import type { LotOrigin } from '../../subgraphs/rewards/wallets/lot-origin.js';
import { agreement, mainKind, OTHER_PARTNER, PARTNER, terms } from '../unit/rewards/facts.js';

export type Deed =
  | { readonly do: 'credit' | 'debit' | 'donate'; readonly who: number; readonly points: bigint }
  | { readonly do: 'offer'; readonly who: number; readonly to: number; readonly points: bigint }
  | { readonly do: 'accept' | 'letGo' | 'reverse' | 'reverseOwing'; readonly which: number }
  | { readonly do: 'wait'; readonly days: number };

type KeptLot = LotOrigin & { readonly memberId: MemberId; readonly unit: string };
interface KeptGift {
  gift: Gift;
  slices: readonly LotSlice[];
  received: readonly LotId[];
}
type Figure = readonly [what: string, found: bigint, wanted: bigint];

const MEMBERS = ['m0', 'm1', 'm2'] as MemberId[];
const most = 1_000_000n;
const limits = { giverDayMaxPoints: most, giverMonthMaxPoints: most, receiverMonthMaxPoints: most };
const cause = { id: 'cause' as CauseId, name: 'Trees', description: 'Trees.', partnerId: OTHER_PARTNER };

export class BetweenBooks {
  private readonly lots = new Map<LotId, KeptLot>();
  private readonly debts = new Map<MemberId, bigint>();
  private readonly gifts: KeptGift[] = [];
  private readonly entries: EntryDraft[] = [];
  private now = new Date('2026-01-01T12:00:00Z');
  private made = 0;

  private id<Id extends string>(): Id {
    this.made += 1;
    return `id-${String(this.made).padStart(6, '0')}` as Id;
  }

  private name() {
    return { entryId: this.id<EntryId>(), sequence: 1n };
  }

  private walletOf(memberId: MemberId) {
    const lots = [...this.lots.values()].filter((lot) => lot.memberId === memberId && lot.remaining > 0n);
    return { lots, debt: this.debts.get(memberId) ?? 0n, lastRedeemedAt: null };
  }

  private lot(id: LotId): KeptLot {
    return this.lots.get(id) as KeptLot;
  }

  private change(changes: readonly LotChange[]): void {
    for (const { lotId, remaining, held } of changes) {
      const lot = this.lot(lotId);
      this.lots.set(lotId, { ...lot, remaining: lot.remaining + remaining, held: lot.held + held });
    }
  }

  private post(entry: EntryDraft): void {
    this.entries.push(entry);
    const { memberId } = entry;
    for (const { points } of entry.debtChanges)
      this.debts.set(memberId, (this.debts.get(memberId) ?? 0n) + points);
    for (const lot of entry.newLots) this.lots.set(lot.id, { ...lot, memberId, held: 0n, closedAs: null });
    this.change(entry.lotChanges);
  }

  act(deed: Deed): void {
    if (deed.do === 'wait') this.now = new Date(this.now.getTime() + deed.days * 86_400_000);
    else if (deed.do === 'offer')
      this.offer(MEMBERS[deed.who] as MemberId, MEMBERS[deed.to] as MemberId, deed.points);
    else if (deed.do === 'donate') this.donate(MEMBERS[deed.who] as MemberId, deed.points);
    else if ('who' in deed)
      this.adjust(MEMBERS[deed.who] as MemberId, deed.do === 'credit' ? deed.points : -deed.points);
    else this.end(deed.do, deed.which);
  }

  private adjust(memberId: MemberId, points: bigint): void {
    const wish = { memberId, unit: 'PTS', points, reason: 'test', partnerId: PARTNER };
    const months = { ...terms, expiryMonths: 1 };
    const partner = { status: 'ACTIVE', agreement } as const;
    const facts = { kind: mainKind, wallet: this.walletOf(memberId), partner, terms: months, now: this.now };
    const decided = decideAdjustment(wish, facts);
    if (!decided.ok) throw new Error(decided.refusal.kind);
    const adjustment = { ...wish, id: this.id(), proposedBy: 'o', decidedBy: null } as unknown as Adjustment;
    this.post(
      adjustmentEntry({
        name: this.name(),
        adjustment,
        adjusting: decided.value,
        shares: this.sharesOf(adjustment, decided.value),
        newLotId: this.id<LotId>(),
        termsVersion: 1,
        now: this.now,
      }),
    );
  }

  private sharesOf(adjustment: Adjustment, adjusting: Adjusting) {
    if (adjusting.way === 'CREDIT') return [creditShare(adjustment, adjusting)];
    const slices = adjusting.slices.map((slice) => ({ ...this.lot(slice.lotId), ...slice, currency: 'EUR' }));
    return debitShares('PTS', adjusting, slices);
  }

  private offer(giverId: MemberId, receiverId: MemberId, points: bigint): void {
    const giftTerms = {
      version: 1,
      isOn: true,
      giftMinPoints: 1n,
      giftMaxPoints: most,
      offerDays: 14,
      ...limits,
    };
    const decided = decideOffer(
      { giverId, receiver: { by: 'ID', memberId: receiverId }, points, message: null },
      {
        giver: this.walletOf(giverId),
        receiverId,
        terms: { ...giftTerms, configuredAt: this.now },
        given: { onDay: 0n, inMonth: 0n, received: 0n },
        now: this.now,
      },
    );
    if (!decided.ok) return;
    const { slices, lapsesAt, soonestExpiry } = decided.value;
    this.change(setAside(slices));
    const at = { offeredAt: this.now, changedAt: this.now, lapsesAt, soonestExpiry };
    const parties = { id: this.id<GiftId>(), giverId, receiverId, points, message: null };
    const versions = { termsVersion: 1, giftTermsVersion: 1 };
    const ended = { returnedPoints: 0n, owedPoints: 0n, reversalReason: null };
    this.gifts.push({
      gift: { ...parties, ...at, ...versions, ...ended, state: 'OFFERED' },
      slices,
      received: [],
    });
  }

  private end(how: 'accept' | 'letGo' | 'reverse' | 'reverseOwing', which: number): void {
    const kept = this.gifts[which % Math.max(this.gifts.length, 1)];
    if (kept === undefined) return;
    if (how === 'reverse' || how === 'reverseOwing') this.reverse(kept, how === 'reverseOwing');
    else if (how === 'letGo') this.letGo(kept);
    else this.accept(kept);
  }

  private accept(kept: KeptGift): void {
    const { gift, slices } = kept;
    const by = { role: 'RECEIVER', now: this.now } as const;
    if (!decideEnd({ giftId: gift.id, askedBy: gift.receiverId }, gift, by).ok) return;
    const given = slices.map((slice) => ({
      ...slice,
      newLotId: this.id<LotId>(),
      origin: this.lot(slice.lotId),
    }));
    const { debt } = this.walletOf(gift.receiverId);
    this.post(sentEntry(this.name(), gift, { slices, now: this.now }));
    this.post(receivedEntry(this.name(), gift, { slices: given, debt, now: this.now }));
    kept.received = given.map(({ newLotId }) => newLotId);
    kept.gift = { ...gift, state: 'ACCEPTED' };
  }

  private letGo(kept: KeptGift): void {
    const { gift, slices } = kept;
    if (gift.state !== 'OFFERED') return;
    const paid = slicesForDebt(slices, this.walletOf(gift.giverId), this.now);
    const changes = letGo(slices);
    if (paid.length === 0) this.change(changes);
    else this.post(freedEntry(this.name(), gift, { paid, changes, now: this.now }));
    kept.gift = { ...gift, state: giftState(gift, this.now) === 'LAPSED' ? 'LAPSED' : 'WITHDRAWN' };
  }

  private reverse(kept: KeptGift, mayOwe: boolean): void {
    const { gift, slices, received } = kept;
    if (!decideReversal(gift.id, gift, this.now).ok) return;
    const given = slices.map((slice, at) => ({
      ...slice,
      origin: this.lot(slice.lotId),
      received: this.lot(received[at] as LotId),
    }));
    const { lots } = this.walletOf(gift.receiverId);
    const newLotId = () => this.id<LotId>();
    const reversal = reversalOf(given, { lots, mayOwe, now: this.now, newLotId });
    const facts = { gift, reversal, reason: 'test', now: this.now };
    if (reversal.back.length > 0) {
      const giver = this.walletOf(gift.giverId);
      this.post(takenBackEntry(this.name(), { ...facts, memberId: gift.receiverId }));
      this.post(givenBackEntry(this.name(), { ...facts, giver }));
    }
    kept.gift = { ...gift, state: 'REVERSED' };
  }

  private donate(memberId: MemberId, points: bigint): void {
    const open = { ...cause, goalPoints: null, openedAt: this.now, closedAt: null };
    const partner = { status: 'ACTIVE', agreement } as const;
    const facts = { cause: open, partner, wallet: this.walletOf(memberId), now: this.now };
    const decided = decideDonation({ causeId: cause.id, memberId, points }, facts);
    if (!decided.ok) return;
    const ids = { ...this.name(), donationId: this.id<DonationId>() };
    this.post(donationEntry(ids, decided.value, { termsVersion: 1, now: this.now }));
  }

  /** What was found and what must be. */
  figures(): readonly Figure[] {
    const posted = new Map<string, bigint>();
    const add = (key: string, amount: bigint) => posted.set(key, (posted.get(key) ?? 0n) + amount);
    for (const { postings } of this.entries) {
      for (const { account, unit, amount, lotId } of postings) {
        add(`unit ${unit}`, amount);
        add(lotId === null ? account : `lot ${lotId}`, amount);
      }
    }
    const open = this.gifts.filter(({ gift }) => gift.state === 'OFFERED').flatMap(({ slices }) => slices);
    const heldIn = (id: LotId) =>
      open.reduce((sum, slice) => sum + (slice.lotId === id ? slice.points : 0n), 0n);
    const isWithin = ({ remaining, held, original }: KeptLot) =>
      0n <= held && held <= remaining && remaining <= original;
    const lots = [...this.lots.values()];
    return [
      ['points', posted.get('unit PTS') ?? 0n, 0n],
      ['money', posted.get('unit EUR') ?? 0n, 0n],
      ['transit', posted.get('transit') ?? 0n, 0n],
      ['lots out of bounds', BigInt(lots.filter((lot) => !isWithin(lot)).length), 0n],
      ...lots.map(({ id, remaining }): Figure => [id, remaining, posted.get(`lot ${id}`) ?? 0n]),
      ...lots.map(({ id, held }): Figure => [`${id} held`, held, heldIn(id)]),
      ...MEMBERS.map((id): Figure => [id, this.debts.get(id) ?? 0n, -(posted.get(`member:${id}`) ?? 0n)]),
      ['debts below zero', BigInt([...this.debts.values()].filter((debt) => debt < 0n).length), 0n],
    ];
  }
}

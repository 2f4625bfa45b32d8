/**
 * The awards of a receipt: what it gives in each unit, each award becoming a lot of its own with its own life.
 *
 * Caps trim awards in the order in which they stand: first the base of the shared currency, then what is given beyond
 * it. Awards pay the debt of their own unit; what was asked, what was granted and why are kept with the award.
 */
import type { Points } from '../../../shared/values/points.js';
import type { FiredBonus } from '../bonuses/bonus.js';
import type { Reason } from '../ledger/entry.js';
import { debtPaidBy } from '../ledger/wallet.js';
import type { ProgrammeTerms } from '../programme/terms.js';
import { type Filled, trimToCaps, unitsFor } from '../wallet-kinds/filling.js';
import { type LifePolicies, type LotLife, lotLife } from '../wallet-kinds/lot-life.js';
import { MAIN_UNIT, type WalletKind } from '../wallet-kinds/wallet-kind.js';

/** What is known of a member's wallet of one kind when a receipt fills it. */
export interface WalletFacts {
  readonly kind: WalletKind;
  readonly debt: Points;
  readonly lastRedeemedAt: Date | null;
  /** Null when the kind has no cap: then nobody counted. */
  readonly filled: Filled | null;
}

export interface Award {
  readonly unit: string;
  /** The version of the kind that decided it: its return is decided by the same. */
  readonly kindVersion: number;
  readonly rule: string;
  readonly asked: Points;
  readonly granted: Points;
  readonly life: LotLife;
  /** How much of the granted points pays the member's debt at once. */
  readonly debtPaid: Points;
  readonly reasons: readonly Reason[];
}

export interface AwardFacts {
  readonly terms: ProgrammeTerms;
  /** The main unit's first. */
  readonly wallets: readonly WalletFacts[];
  readonly bonuses: readonly FiredBonus[];
  readonly earnedAt: Date;
}

/** What the receipt brings to the awards. */
export interface AwardedReceipt {
  readonly totalMinor: bigint;
  readonly basePoints: Points;
  readonly baseFacts: Readonly<Record<string, string>>;
}

interface Asked extends LifePolicies {
  readonly rule: string;
  readonly points: Points;
  readonly facts: Readonly<Record<string, string>>;
}

const FROM_KIND: LifePolicies = { activation: null, expiry: null };

/** Gives every award of a receipt that asks for something, also when the caps leave nothing of it. */
export function awardsFor(receipt: AwardedReceipt, facts: AwardFacts): readonly Award[] {
  return facts.wallets.flatMap((wallet) => awardsOf(wallet, askedOf(wallet, receipt, facts), facts));
}

function askedOf(
  { kind }: WalletFacts,
  { basePoints, baseFacts, totalMinor }: AwardedReceipt,
  { bonuses }: AwardFacts,
): readonly Asked[] {
  if (kind.unit === MAIN_UNIT) {
    return [{ rule: 'BASE_RATE', points: basePoints, facts: baseFacts, ...FROM_KIND }, ...bonuses];
  }
  const points = unitsFor(kind.earning, kind.rounding, { totalMinor, basePoints });
  const facts = { unit: kind.unit, by: kind.earning.by, totalMinor: String(totalMinor) };
  return [{ rule: `BY_${kind.earning.by}`, points, facts, ...FROM_KIND }];
}

function awardsOf(
  wallet: WalletFacts,
  asked: readonly Asked[],
  { terms, earnedAt }: AwardFacts,
): readonly Award[] {
  const { kind, lastRedeemedAt } = wallet;
  let { debt, filled } = wallet;
  return asked
    .filter(({ points }) => points > 0n)
    .map(({ rule, points, facts, ...own }) => {
      const trimmed = trimToCaps(kind, filled ?? { balance: 0n, inPeriod: 0n }, points);
      const { granted } = trimmed;
      const debtPaid = debtPaidBy(granted, debt);
      debt -= debtPaid;
      if (filled !== null)
        filled = { balance: filled.balance + granted, inPeriod: filled.inPeriod + granted };
      return {
        unit: kind.unit,
        kindVersion: kind.version,
        rule,
        asked: points,
        granted,
        life: lotLife([own, kind], terms, { earnedAt, lastRedeemedAt }),
        debtPaid,
        reasons: reasonsOf(kind, { rule, facts }, trimmed),
      };
    });
}

function reasonsOf(
  kind: WalletKind,
  given: Reason,
  { asked, granted, trimmedBy }: ReturnType<typeof trimToCaps>,
): readonly Reason[] {
  const version = String(kind.version);
  const base = { rule: given.rule, facts: { ...given.facts, kindVersion: version, points: String(asked) } };
  if (trimmedBy === null) return [base];
  const facts = { unit: kind.unit, kindVersion: version, asked: String(asked), granted: String(granted) };
  return [base, { rule: trimmedBy, facts }];
}

/** The awards of the shared currency. */
export function mainAwards(awards: readonly Award[]): readonly Award[] {
  return awards.filter(({ unit }) => unit === MAIN_UNIT);
}

export function sumGranted(awards: readonly Award[]): Points {
  return awards.reduce((sum, { granted }) => sum + granted, 0n);
}

export function sumDebtPaid(awards: readonly Award[]): Points {
  return awards.reduce((sum, { debtPaid }) => sum + debtPaid, 0n);
}

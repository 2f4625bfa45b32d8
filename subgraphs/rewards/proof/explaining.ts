/**
 * Why an entry is there, in sentences: what caused it, then each rule that made its figures, then what it did to a
 * debt.
 *
 * Rules are many and grow; one that is not known here is told by its name and its facts, so that an entry never goes
 * without its reasons.
 */
import type { EntryKind, Reason } from '../ledger/entry.js';
import { money, type Sentence, sentenceOf } from './rule-sentences.js';

export interface ExplainedFact {
  readonly name: string;
  readonly value: string;
}

export interface ExplainedReason {
  readonly rule: string;
  readonly explanation: string;
  readonly facts: readonly ExplainedFact[];
}

export interface EntryFacts {
  readonly kind: EntryKind;
  /** The acts that caused it, by what is known of them: `receiptNumber`, `heldPoints`, and so on. */
  readonly cause: Readonly<Record<string, string>>;
  readonly reasons: readonly Reason[];
  /** By unit, what the legs without a lot come to: above zero a debt was paid, below it grew. */
  readonly debts: readonly { readonly unit: string; readonly points: bigint }[];
}

type Facts = Readonly<Record<string, string>>;

const CAUSES: Readonly<Record<EntryKind, Sentence>> = {
  EARN: ({ receiptNumber, totalMinor, currency }) =>
    receiptNumber === undefined
      ? 'Points were earned.'
      : `Receipt ${receiptNumber} of ${money(totalMinor, currency)} was recorded.`,
  RETURN: ({ receiptNumber }) => `Goods of receipt ${receiptNumber ?? 'unknown'} came back.`,
  CAPTURE: ({ heldPoints, capturedPoints }) =>
    `Of ${heldPoints} points that were held, ${capturedPoints} were spent.`,
  REVERSAL: () => 'A spending was undone, and its points came back.',
  DEBT_PAYMENT: ({ heldPoints }) =>
    heldPoints === undefined
      ? 'Points that became free paid a debt.'
      : `A hold of ${heldPoints} points was let go, and what became free paid a debt.`,
  EXPIRY: () => 'The time of the points was over.',
  CANCELLATION: () => 'The event that the points waited for did not come.',
  CONVERSION: () => 'The points became an item.',
  ADJUSTMENT: () => 'An operator gave or took points by hand.',
  GIFT_SENT: () => 'The points were given to another member.',
  GIFT_RECEIVED: () => 'Another member gave the points.',
  DONATION: () => 'The points were given to a cause.',
  MERGE: () => 'Two members became one, and their points with them.',
  UNMERGE: () => 'A merge of members was undone.',
  HOUSEHOLD_DRAW: () => 'The household helped out with points, or got back what was not spent.',
};

/** Gives the reasons in order. */
export function explain({ kind, cause, reasons, debts }: EntryFacts): readonly ExplainedReason[] {
  return [
    { rule: kind, explanation: CAUSES[kind](cause), facts: factsOf(cause) },
    ...reasons.map(explainReason),
    ...debts.filter(({ points }) => points !== 0n).map(explainDebt),
  ];
}

function explainReason({ rule, facts: given, ...beside }: Reason): ExplainedReason {
  // Facts may stand beside the rule as well: both are told.
  const facts = Object.fromEntries(
    Object.entries({ ...beside, ...given }).map(([name, value]) => [name, String(value)]),
  );
  const known = sentenceOf(rule);
  return {
    rule,
    explanation: known === undefined ? unknownRule(rule, facts) : known(facts),
    facts: factsOf(facts),
  };
}

function unknownRule(rule: string, facts: Facts): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return `The rule ${rule} applied${told.length === 0 ? '' : `, with ${told.join(', ')}`}.`;
}

function explainDebt({ unit, points }: { readonly unit: string; readonly points: bigint }): ExplainedReason {
  const isPaid = points > 0n;
  const figure = isPaid ? points : -points;
  const explanation = isPaid
    ? `${figure} ${unit} paid for what an earlier return took back and was spent already.`
    : `${figure} ${unit} were spent or held already: they are a debt that the next ones pay.`;
  return {
    rule: isPaid ? 'DEBT_PAID' : 'DEBT',
    explanation,
    facts: factsOf({ unit, points: String(figure) }),
  };
}

function factsOf(facts: Facts): readonly ExplainedFact[] {
  return Object.entries(facts).map(([name, value]) => ({ name, value }));
}

/**
 * What the tills of a load know: every operation they began, and how it ended as far as they were told.
 *
 * The log is kept outside the platform, so it outlives whatever the test kills.
 */
import type { ActKind } from './acts.js';
import type { Outcome } from './ask-once.js';

export interface Operation {
  /** The idempotency key; also the receipt number of a purchase. */
  readonly key: string;
  readonly kind: ActKind;
  readonly credential: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Every answer in the order of arrival; twins and repetitions give several. */
  readonly outcomes: Outcome[];
  /** How it ended when it was repeated after the trouble was over; null when that was not needed. */
  resolution: Outcome | null;
}

export class OperationLog {
  private readonly begun = new Map<string, Operation>();

  begin(operation: Omit<Operation, 'outcomes' | 'resolution'>): Operation {
    if (this.begun.has(operation.key)) throw new Error(`the load used the key ${operation.key} twice`);
    const opened: Operation = { ...operation, outcomes: [], resolution: null };
    this.begun.set(operation.key, opened);
    return opened;
  }

  get all(): readonly Operation[] {
    return [...this.begun.values()];
  }

  ended(is: Outcome['is']): readonly Operation[] {
    return this.all.filter((operation) => knownOf(operation).is === is);
  }

  count(is: Outcome['is']): number {
    return this.ended(is).length;
  }

  /** How often each reason left a client without an answer. */
  get doubts(): Readonly<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const outcome of this.all.flatMap(({ outcomes }) => outcomes)) {
      if (outcome.is === 'unknown') counted[outcome.why] = (counted[outcome.why] ?? 0) + 1;
    }
    return counted;
  }
}

const byWeight = ['turned away', 'ok', 'unknown', 'refused'] as const;

/**
 * What is known of an operation: one success is a success whatever else was said, and a refusal is final only when
 * no answer is missing.
 */
export function knownOf({ outcomes, resolution }: Operation): Outcome {
  if (resolution !== null) return resolution;
  for (const is of byWeight) {
    const found = outcomes.find((outcome) => outcome.is === is);
    if (found !== undefined) return found;
  }
  return { is: 'unknown', why: 'no answer yet' };
}

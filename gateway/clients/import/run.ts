/** What happens to planned acts: they are sent to a platform, or, in a dry run, only counted. */
import type { PurchaseAct, ReturnAct } from './plan/acts.js';
import type { RefusedLine } from './read/receipt-line.js';
import type { Tally } from './report/tally.js';

export interface Run {
  /** Resolves when the act is taken, not when it is done. */
  take(act: PurchaseAct | ReturnAct): Promise<void>;
  /** Resolves when all acts are done. */
  finish(): Promise<void>;
  /** Lets go of everything, whether it went well or not. */
  close(): Promise<void>;
}

export interface Report {
  readonly tally: Tally;
  refuse(line: RefusedLine): void;
}

/** Opens an act of the ledger's benchmark in one of its three ways. */
import type { OpenAct } from '../load/http-acts.js';
import type { LedgerLoad } from '../load/job.js';
import { openFloor } from './floor-acts.js';
import { openPlain } from './plain-acts.js';
import { openProduct } from './product-acts.js';

export function openLedgerActs(load: LedgerLoad, callers: number): Promise<OpenAct> {
  switch (load.way) {
    case 'floor':
      return openFloor(load, callers);
    case 'plain':
      return openPlain(load, callers);
    case 'product':
      return openProduct(load, callers);
  }
}

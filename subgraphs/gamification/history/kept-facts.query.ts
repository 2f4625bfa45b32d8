/** Reads the whole history again, page by page, in the order in which it was kept. */
import type { SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { FreshFact } from './game-fact.js';
import { readFacts } from './game-fact.store.js';

/** A page is a few megabytes and a fraction of a second, far from the limit of a statement. */
const PAGE_SIZE = 5_000;

export async function* keptFacts(
  runner: SqlRunner,
  pageSize = PAGE_SIZE,
): AsyncGenerator<readonly FreshFact[]> {
  let after = 0n;
  for (;;) {
    const { facts, last } = await readFacts(runner, after, pageSize);
    if (last === null) return;
    yield facts;
    after = last;
  }
}

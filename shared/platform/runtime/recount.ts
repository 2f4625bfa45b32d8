/**
 * Counts many things over a few connections that see one snapshot, so that a recount of millions of rows takes the
 * time of its slowest check and not of their sum.
 *
 * What is found comes in the order in which it was asked for, whoever counted it. A failure ends the recount when
 * what is being counted at that moment is done: no connection is left with a statement that nobody waits for.
 */

/**
 * For a transaction that counts. Sorting and hashing in memory what fits, on disk what does not: the server stays small
 * whatever the size of the books. The connections are what runs side by side; helpers of each would only be in the way.
 */
export const RECOUNT_SETTINGS = `set local work_mem = '32MB'; set local jit = off;
  set local max_parallel_workers_per_gather = 0`;

/** SQL that gives the name by which others may see what this transaction sees, as long as it lasts. */
export const EXPORT_SNAPSHOT = 'select pg_export_snapshot() as snapshot';

/** SQL that makes a transaction that has not read anything yet see what another one sees. */
export function importSnapshot(snapshot: string): string {
  if (!/^[0-9A-F-]+$/.test(snapshot)) throw new Error(`no name of a snapshot: ${snapshot}`);
  return `set transaction snapshot '${snapshot}'`;
}

/** Counts all that is asked for, what is slow first, and tells each finding once those before it are there. */
export async function recount<Asked extends { readonly isSlow?: boolean }, Reader, Found>(
  asked: readonly Asked[],
  readers: readonly Reader[],
  count: (asked: Asked, reader: Reader) => Promise<Found>,
  onFound: (found: Found) => void = () => undefined,
): Promise<readonly Found[]> {
  const numbered = asked.map((one, place) => ({ one, place }));
  const waiting = [
    ...numbered.filter(({ one }) => one.isSlow === true),
    ...numbered.filter(({ one }) => one.isSlow !== true),
  ];
  const found = new Map<number, Found>();
  const told: Found[] = [];
  const countOn = async (reader: Reader): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      found.set(next.place, await count(next.one, reader));
      for (let ready = found.get(told.length); ready !== undefined; ready = found.get(told.length)) {
        told.push(ready);
        onFound(ready);
      }
    }
  };
  const ends = await Promise.allSettled(
    readers.map((reader) =>
      countOn(reader).catch((fault: unknown) => {
        waiting.length = 0;
        throw fault;
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return told;
}

/**
 * How a command tells the relay of its own process that something was committed, without knowing the relay.
 *
 * Only a hint: a relay in another process, or one that missed it, finds the rows by its poll.
 */
import type { DataSource } from 'typeorm';

const wakers = new WeakMap<DataSource, () => void>();

export function onOutboxWake(database: DataSource, wake: () => void): void {
  wakers.set(database, wake);
}

/** Call it after commit; does nothing where no relay runs. */
export function wakeRelayOf(database: DataSource): void {
  wakers.get(database)?.();
}

/**
 * How long to wait before trying again: doubling from 50 ms to 5 s, with a random part.
 *
 * The random part keeps processes that lost the same server from coming back to it all in the same instant.
 */
import { setTimeout as delay } from 'node:timers/promises';

const FIRST_PAUSE_MS = 50;
export const PAUSE_MAX_MS = 5_000;

/** Gives the pause before attempt `attempt + 1`, between half of the full value and all of it. */
export function backoffMs(attempt: number): number {
  const full = Math.min(PAUSE_MAX_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 16));
  return full / 2 + Math.random() * (full / 2);
}

/** Waits, or returns early when the signal is aborted; never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

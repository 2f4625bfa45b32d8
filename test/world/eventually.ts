/** Waits for a condition, never for a time: looks again until it holds, and fails with what it last saw. */
import { setTimeout as pause } from 'node:timers/promises';

const WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 10;

/** Resolves when `condition` gives something true; a condition that throws does not hold yet. */
export async function eventually<Found>(
  condition: () => Promise<Found> | Found,
  withinMs: number = WITHIN_MS,
): Promise<NonNullable<Found>> {
  const deadline = Date.now() + withinMs;
  let last: unknown = 'nothing';
  while (Date.now() < deadline) {
    try {
      const found = await condition();
      if (found) return found;
      last = found;
    } catch (fault) {
      last = fault;
    }
    await pause(LOOK_AGAIN_MS);
  }
  throw new Error(`did not come true within ${withinMs} ms; last seen: ${String(last)}`, { cause: last });
}

/**
 * Waits for a condition of the outside world that tells no one when it comes true, and says so when it does not
 * come.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** Short enough that a start of 80 ms is not made noticeably longer. */
const LOOK_EVERY_MS = 15;

/** Resolves to whether the condition came true in time. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  limits: { readonly withinMs: number },
): Promise<boolean> {
  const deadline = performance.now() + limits.withinMs;
  for (;;) {
    if (await isTrue()) return true;
    if (performance.now() >= deadline) return false;
    await pause(LOOK_EVERY_MS);
  }
}

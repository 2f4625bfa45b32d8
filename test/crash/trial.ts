/**
 * What every crash test does around its crash: a platform under load before, and after it the same questions: is every
 * acknowledged operation there exactly once, and does everything derived from the ledger equal it?
 *
 * Set CRASH_SEED to repeat the wishes of a failed run; the moments at which processes die still differ.
 */
import { expect } from 'vitest';
import { historyFindings } from '../world/audit/history-check.js';
import { projectionFindings } from '../world/audit/history-check-projections.js';
import { type ShoppingLoad, startLoad } from '../world/load/shopping-load.js';
import type { PlatformWorld } from '../world/platform-world.js';

export const seed: number = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** Enough that they meet at wallets and boards, few enough for two processors. */
const TILLS = 4;

export function underLoad(
  world: PlatformWorld,
  gentle?: { tills: number; paceMs: number },
): Promise<ShoppingLoad> {
  return startLoad({ world, seed, tills: TILLS, ...gentle });
}

/** Operations that were done and whose answer never came: the ones that only their key saves from being done again. */
export function doneUnheard({ log }: ShoppingLoad): number {
  return log.all.filter(({ resolution }) => resolution?.is === 'ok' && resolution.replayed).length;
}

/** Ends the load, waits until everything told is heard, and fails with every contradiction that is found. */
export async function expectNothingLostNorDoubled(
  world: PlatformWorld,
  load: ShoppingLoad,
  figures: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { unknown } = await load.end();
  await world.quiet();
  const { log } = load;
  const counts = {
    seed,
    operations: log.all.length,
    acknowledged: log.count('ok'),
    refused: log.count('refused'),
    unknown,
    resolved: unknown - log.count('unknown'),
    doneUnheard: doneUnheard(load),
    doubts: log.doubts,
    ...figures,
  };
  process.stdout.write(`${expect.getState().currentTestName}: ${JSON.stringify(counts)}\n`);
  const findings = [...(await historyFindings(world, load)), ...(await projectionFindings(world, load))];
  expect(findings, `CRASH_SEED=${seed}`).toEqual([]);
}

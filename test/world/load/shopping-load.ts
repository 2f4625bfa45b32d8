/**
 * A load of tills on a platform: begun in the background, watched while parts of the platform are killed, ended, and
 * then made certain by repeating every operation whose end nobody was told.
 */
import { type DemoCoalition, openCoalition } from '../../../gateway/clients/demo/open-coalition.js';
import { SeededRandom } from '../../../gateway/clients/seeded-random.js';
import { eventually } from '../eventually.js';
import type { PlatformWorld } from '../platform-world.js';
import { askOnce } from './ask-once.js';
import { knownOf, type Operation, OperationLog } from './operation-log.js';
import { Till } from './till.js';

export interface LoadOptions {
  readonly world: PlatformWorld;
  readonly seed: number;
  readonly tills: number;
  readonly paceMs?: number;
}

export interface ShoppingLoad {
  readonly seed: number;
  readonly coalition: DemoCoalition;
  readonly log: OperationLog;
  /** Resolves when so many more operations were acknowledged than when it was asked. */
  progress(acknowledged: number): Promise<void>;
  /** Ends the load and resolves what is unknown; gives how many were. */
  end(): Promise<{ readonly unknown: number }>;
}

const PROGRESS_WITHIN_MS = 60_000;
const RESOLVED_WITHIN_MS = 30_000;
const RESOLVED_AT_ONCE = 6;

/** Opens a coalition and lets its tills work; resolves when the first purchases are in. */
export async function startLoad({ world, seed, tills, paceMs = 0 }: LoadOptions): Promise<ShoppingLoad> {
  const coalition = await openCoalition(world.operator, {}, new Date().toISOString());
  const log = new OperationLog();
  const ending = new AbortController();
  const members: string[] = [];
  const working = Array.from({ length: tills }, (_, number) => {
    const till = coalition.tills[number % coalition.tills.length];
    if (till === undefined) throw new Error('the coalition has no tills');
    const random = new SeededRandom(BigInt(seed) * 1_000n + BigInt(number));
    const facts = { url: world.url, number, till, random, log, members, signal: ending.signal, paceMs };
    return new Till(facts).work();
  });
  const ended = Promise.all(working);
  // Whoever waits for the end hears of a fault; until then it is not an unhandled one.
  ended.catch(() => undefined);
  const progress = async (acknowledged: number): Promise<void> => {
    const before = log.count('ok');
    await eventually(() => log.count('ok') >= before + acknowledged, PROGRESS_WITHIN_MS);
  };
  await progress(2 * tills);
  return {
    seed,
    coalition,
    log,
    progress,
    async end() {
      ending.abort();
      await ended;
      return { unknown: await resolveUnknown(world.url, log) };
    },
  };
}

async function resolveUnknown(url: string, log: OperationLog): Promise<number> {
  const unknown = [...log.ended('unknown')];
  const left = [...unknown];
  const resolver = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await resolve(url, next);
  };
  await Promise.all(Array.from({ length: RESOLVED_AT_ONCE }, resolver));
  return unknown.length;
}

async function resolve(url: string, operation: Operation): Promise<void> {
  const { kind, credential, input } = operation;
  await eventually(async () => {
    const outcome = await askOnce({ url, credential, kind, input });
    operation.outcomes.push(outcome);
    if (outcome.is !== 'unknown') operation.resolution = outcome;
    return knownOf(operation).is !== 'unknown';
  }, RESOLVED_WITHIN_MS);
}

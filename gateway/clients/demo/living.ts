/** Keeps the demo alive: someone buys somewhere every moment, so that boards move while one looks at them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { GraphClient } from '../graph-client.js';
import { SeededRandom } from '../seeded-random.js';
import type { DemoTill } from './open-coalition.js';
import { visitedBrand } from './receipts.js';
import { type DemoMember, visit } from './shopping.js';

const PAUSE_MS = 700;
/** Visits of the history end below this; those of each start begin at its own instant. */
const LIVING_FROM = 1_000_000_000;

export interface LivingOptions {
  readonly client: GraphClient;
  readonly tills: readonly DemoTill[];
  readonly members: readonly DemoMember[];
  readonly startedAt: Date;
  readonly signal: AbortSignal;
  /** Told of what failed; the next visit comes all the same. */
  onFault(fault: unknown): void;
}

export async function keepLiving(options: LivingOptions): Promise<void> {
  const { client, tills, members, startedAt, signal } = options;
  const random = new SeededRandom(BigInt(startedAt.getTime()));
  for (let number = LIVING_FROM + startedAt.getTime(); !signal.aborted; number += 1) {
    await pause(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const brand = visitedBrand(random);
    const till = tills.find((each) => each.brand.code === brand.code);
    if (till === undefined || members.length === 0) continue;
    // Squaring favours the first ones, so that some people are seen again and again as in life.
    const place = Math.floor(members.length * (random.whole(1_000) / 1_000) ** 2);
    const member = members[place] as DemoMember;
    await visit(client, random, { number, member, till, at: new Date() }).catch(options.onFault);
  }
}

/**
 * The weeks before the demo was started: who joined and what was bought, the same for the same seed, told at a
 * bounded pace.
 */
import { type GraphClient, RefusedError } from '../graph-client.js';
import { SeededRandom } from '../seeded-random.js';
import type { DemoTill } from './open-coalition.js';
import { visitedBrand } from './receipts.js';
import { type DemoMember, join, visit } from './shopping.js';

export interface HistorySize {
  readonly people: number;
  readonly visitsPerPerson: number;
  readonly days: number;
}

export const DEMO_HISTORY: HistorySize = { people: 2_400, visitsPerPerson: 3, days: 56 };

const SEED = 20_260_101n;
const AT_ONCE = 6;
const REGULARS_PERCENT = 20;

export interface HistoryOptions {
  readonly client: GraphClient;
  readonly tills: readonly DemoTill[];
  readonly size: HistorySize;
  /** The history ends before this day. */
  readonly startedOn: string;
  /** The first person to come: those before have been here. */
  readonly from: number;
  readonly signal: AbortSignal;
  /** @param done - all people below this number have come */
  onPerson(member: DemoMember, done: number): void;
  /** A visit that the platform refused, since this start is much later than the first; the next comes all the same. */
  onRefusal(refusal: RefusedError): void;
}

/** Lives through the history person by person; resolves early when the signal is aborted. */
export async function liveHistory(options: HistoryOptions): Promise<void> {
  const { size, signal } = options;
  const finished = new Set<number>();
  let next = options.from;
  let done = options.from;
  const worker = async (): Promise<void> => {
    while (next < size.people && !signal.aborted) {
      const number = next++;
      const member = await livePerson(options, number);
      finished.add(number);
      while (finished.delete(done)) done += 1;
      options.onPerson(member, done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function livePerson(options: HistoryOptions, number: number): Promise<DemoMember> {
  const { client, tills, size } = options;
  // A generator of the person's own: what one does never depends on how far the others have come.
  const random = new SeededRandom(SEED + BigInt(number));
  const home = tills[number % tills.length] as DemoTill;
  const member = await join(client.as(home.apiKey), random, number);
  const isRegular = random.chance(REGULARS_PERCENT);
  const visits = random.between(1, 2 * size.visitsPerPerson - 1) * (isRegular ? 2 : 1);
  const today = new Date(options.startedOn).getTime();
  const days = Array.from({ length: visits }, () => random.between(1, size.days)).sort((a, b) => b - a);
  for (const [index, daysAgo] of days.entries()) {
    const at = new Date(today - daysAgo * 86_400_000 + random.between(8 * 60, 20 * 60) * 60_000);
    const brand = visitedBrand(random);
    const till = tills.find((each) => each.brand.code === brand.code) ?? home;
    await visit(client, random, { number: number * 1_000 + index, member, till, at }).catch(
      (fault: unknown) => {
        if (!(fault instanceof RefusedError)) throw fault;
        options.onRefusal(fault);
      },
    );
  }
  return member;
}

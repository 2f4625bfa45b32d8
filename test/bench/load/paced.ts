/**
 * Callers who each ask again as soon as they are answered: the time of every answer after the warm-up, and how many
 * there were.
 *
 * The first failure ends it: a rate of errors is not a rate.
 */
import type { JobResult, Pace } from './job.js';
import { percentile } from './percentiles.js';

/** Does one thing and resolves when it is done; `caller` tells the callers apart. */
export type Act = (caller: number) => Promise<void>;

export async function paced(pace: Pace, act: Act, onWarm: () => void): Promise<JobResult> {
  await during(pace, pace.warmUpMs, act);
  onWarm();
  const from = performance.now();
  const times = await during(pace, pace.milliseconds, act);
  const milliseconds = performance.now() - from;
  return { count: times.length, milliseconds, p50: percentile(times, 50), p99: percentile(times, 99) };
}

async function during({ callers }: Pace, milliseconds: number, act: Act): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + milliseconds;
  const caller = async (number: number): Promise<void> => {
    for (let from = performance.now(); from < until; from = performance.now()) {
      await act(number);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  return times;
}

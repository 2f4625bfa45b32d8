/**
 * Waits a bounded moment for news from another subgraph before taking a refusal as final.
 *
 * A till enrols a member and rings up the basket at once; the member's copy is then still on its way. Whoever hears
 * it signals all processes of this subgraph, and the command that missed it is tried again. A signal can be lost; the
 * last try cannot.
 */
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { Result } from '../../../shared/values/result.js';
import { mayArriveYet } from './standing.js';

const CHANNEL = 'rewards.reference';
const AWAIT_MS_MAX = 1_000;

/** Tells every process that a copy changed. */
export async function signalArrival(bus: EventBus): Promise<void> {
  await bus.signal(CHANNEL, '');
}

export class Arrivals {
  private listening: Promise<unknown> | null = null;
  private waiters = new Set<() => void>();

  constructor(private readonly bus: EventBus) {}

  /**
   * Runs `attempt`, and again at each arrival while it is refused for something that may arrive yet, for a second at
   * most.
   */
  async orArrived<Success, Refusal extends { readonly kind: string }>(
    attempt: () => Promise<Result<Success, Refusal>>,
  ): Promise<Result<Success, Refusal>> {
    let result = await attempt();
    if (result.ok || !mayArriveYet(result.refusal)) return result;
    const deadline = performance.now() + AWAIT_MS_MAX;
    await this.listen();
    for (;;) {
      // Wait for the next arrival from before the look on, so that none falls between the two.
      const arrival = this.nextArrival(deadline - performance.now());
      result = await attempt();
      if (result.ok || !mayArriveYet(result.refusal) || performance.now() >= deadline) {
        arrival.forget();
        return result;
      }
      await arrival.come;
    }
  }

  private listen(): Promise<unknown> {
    this.listening ??= this.bus.onSignal(CHANNEL, () => {
      for (const wake of this.waiters) wake();
    });
    return this.listening;
  }

  private nextArrival(patienceMs: number): { readonly come: Promise<void>; readonly forget: () => void } {
    let forget = (): void => undefined;
    const come = new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiters.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.max(patienceMs, 0));
      this.waiters.add(wake);
      forget = wake;
    });
    return { come, forget };
  }
}

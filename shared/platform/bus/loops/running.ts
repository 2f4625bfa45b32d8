/** Background loops and how they end: each is told to stop and then awaited, so nothing runs after `stop` resolved. */
import type { Stoppable } from '../event-bus.js';

/** Starts a loop that must end soon after its signal is aborted and must not throw. */
export function runUntilStopped(loop: (stopped: AbortSignal) => Promise<void>): Stoppable {
  const stopping = new AbortController();
  const ended = loop(stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** What a bus has started and not yet stopped; `close` of the bus ends all of it. */
export class Running {
  private readonly started = new Set<Stoppable>();

  add(stoppable: Stoppable): Stoppable {
    const tracked: Stoppable = {
      stop: async () => {
        await stoppable.stop();
        this.started.delete(tracked);
      },
    };
    this.started.add(tracked);
    return tracked;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.started].map((stoppable) => stoppable.stop()));
  }
}

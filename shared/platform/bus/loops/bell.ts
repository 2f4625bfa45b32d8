/**
 * A bell wakes one loop that would otherwise poll: a ring between two waits is not lost, many rings are one.
 *
 * Bells carry no data, so a missed ring costs latency and never correctness: each wait also ends after a quiet time.
 */
export class Bell {
  private isRung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.isRung = true;
    this.wake?.();
  }

  /** Resolves at the next ring (at once if it rang since the last wait), after `quietMs`, or on abort. */
  async wait(quietMs: number, signal: AbortSignal): Promise<void> {
    if (!this.isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.wake = null;
          resolve();
        };
        const timer = setTimeout(done, quietMs);
        signal.addEventListener('abort', done);
        this.wake = done;
      });
    }
    this.isRung = false;
  }
}

/** Bells by name, so that one incoming connection can wake whoever waits for a topic or a role. */
export class Bells {
  private readonly byName = new Map<string, Set<Bell>>();

  hang(name: string): Bell {
    const bell = new Bell();
    const bells = this.byName.get(name) ?? new Set();
    this.byName.set(name, bells.add(bell));
    return bell;
  }

  takeDown(name: string, bell: Bell): void {
    const bells = this.byName.get(name);
    bells?.delete(bell);
    if (bells?.size === 0) this.byName.delete(name);
  }

  ring(name: string): void {
    for (const bell of this.byName.get(name) ?? []) bell.ring();
  }

  /** After a reconnection: whatever was said meanwhile was not heard, so everyone looks. */
  ringAll(): void {
    for (const name of this.byName.keys()) this.ring(name);
  }
}

/**
 * A follower's place for the newest value: one, not a queue. A slow reader skips what was overtaken and never makes
 * anyone wait or any memory grow.
 *
 * `next` gives each value once, in order, newest first of all; after `return` nothing is held and nobody waits.
 */
export class Newest<Value> implements AsyncIterableIterator<Value> {
  private held: { readonly value: Value } | null = null;
  private waiting: ((result: IteratorResult<Value>) => void)[] = [];
  private isOver = false;

  /** @param onReturn - called once, when the reader leaves */
  constructor(private readonly onReturn: () => void) {}

  /** Puts a value in the place, in exchange for one that was not yet taken. */
  offer(value: Value): void {
    if (this.isOver) return;
    const reader = this.waiting.shift();
    if (reader === undefined) this.held = { value };
    else reader({ done: false, value });
  }

  next(): Promise<IteratorResult<Value>> {
    if (this.isOver) return Promise.resolve({ done: true, value: undefined });
    const { held } = this;
    this.held = null;
    if (held !== null) return Promise.resolve({ done: false, value: held.value });
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }

  return(): Promise<IteratorResult<Value>> {
    if (!this.isOver) {
      this.isOver = true;
      this.held = null;
      for (const reader of this.waiting.splice(0)) reader({ done: true, value: undefined });
      this.onReturn();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/**
 * A stream that keeps only the newest item its reader has not taken yet.
 *
 * This is the whole policy for slow readers: a state that nobody took is replaced by the next one, so memory is one
 * item whatever the reader does, and what it reads next is always the newest. Shaped like an async generator, but
 * leaving it never waits.
 */
type Taken<Item> = IteratorResult<Item, undefined>;

interface Waiting<Item> {
  resolve(taken: Taken<Item>): void;
  reject(fault: Error): void;
}

const DONE = { done: true, value: undefined } as const;

export class LatestSlot<Item> implements AsyncGenerator<Item, undefined, undefined> {
  private held: { readonly item: Item } | null = null;
  private ended = false;
  private fault: Error | null = null;
  private waiting: Waiting<Item> | null = null;
  private readonly leavings: (() => void)[] = [];

  /** How many items were replaced before they were taken. */
  replacedCount = 0;

  put(item: Item): void {
    if (this.ended) return;
    if (this.waiting !== null) {
      this.waiting.resolve({ done: false, value: item });
      this.waiting = null;
      return;
    }
    if (this.held !== null) this.replacedCount += 1;
    this.held = { item };
  }

  /** Ends the stream; an item not yet taken can still be taken. */
  end(): void {
    this.finish(null);
  }

  /** Ends the stream with a fault, thrown to the reader after the last item. */
  fail(fault: Error): void {
    this.finish(fault);
  }

  /** Calls back once when the stream ends, from whichever side. */
  onEnd(leave: () => void): void {
    if (this.ended) leave();
    else this.leavings.push(leave);
  }

  async next(): Promise<Taken<Item>> {
    if (this.held !== null) {
      const { item } = this.held;
      this.held = null;
      return { done: false, value: item };
    }
    if (this.fault !== null) {
      const { fault } = this;
      this.fault = null;
      throw fault;
    }
    if (this.ended) return DONE;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  async return(): Promise<Taken<Item>> {
    this.held = null;
    this.finish(null);
    return DONE;
  }

  async throw(fault: Error): Promise<Taken<Item>> {
    this.finish(null);
    throw fault;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private finish(fault: Error | null): void {
    if (this.ended) return;
    this.ended = true;
    if (this.waiting === null) this.fault = fault;
    else if (fault === null) this.waiting.resolve(DONE);
    else this.waiting.reject(fault);
    this.waiting = null;
    for (const leave of this.leavings.splice(0)) leave();
  }
}

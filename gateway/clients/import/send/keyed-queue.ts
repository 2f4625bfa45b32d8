/**
 * Runs tasks side by side, a bounded number at once, but those of one key one after another in the order they came.
 *
 * Whoever adds waits while too many are pending, so a fast reader cannot fill the memory. The first fault ends all:
 * nothing new starts, and everybody who adds or drains is told of it.
 */
type Task = () => Promise<void>;

export class KeyedQueue {
  /** Tasks by key; the first of each is running or ready to. */
  private readonly waiting = new Map<string, Task[]>();
  private readonly ready: string[] = [];
  private readonly listeners: (() => void)[] = [];
  private running = 0;
  private pending = 0;
  private fault: { readonly reason: unknown } | null = null;

  constructor(private readonly limits: { readonly concurrency: number; readonly pendingMax: number }) {}

  /** Resolves when the task is taken, not when it is done. @throws what the first failed task threw */
  async add(key: string, task: Task): Promise<void> {
    await this.until(() => this.pending < this.limits.pendingMax);
    this.pending += 1;
    const tasks = this.waiting.get(key);
    if (tasks !== undefined) tasks.push(task);
    else {
      this.waiting.set(key, [task]);
      this.ready.push(key);
    }
    this.start();
  }

  /** Resolves when everything added is done. @throws what the first failed task threw */
  drain(): Promise<void> {
    return this.until(() => this.pending === 0);
  }

  /** Starts nothing more and resolves when nothing is running. */
  async stop(): Promise<void> {
    this.fault ??= { reason: new Error('stopped') };
    while (this.running > 0) await this.change();
  }

  private async until(isReached: () => boolean): Promise<void> {
    while (this.fault === null && !isReached()) await this.change();
    if (this.fault !== null) throw this.fault.reason;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  private start(): void {
    while (this.fault === null && this.running < this.limits.concurrency) {
      const key = this.ready.shift();
      if (key === undefined) return;
      this.running += 1;
      void this.run(key);
    }
  }

  private async run(key: string): Promise<void> {
    const tasks = this.waiting.get(key) ?? [];
    try {
      await tasks[0]?.();
    } catch (reason) {
      this.fault ??= { reason };
    }
    tasks.shift();
    if (tasks.length > 0) this.ready.push(key);
    else this.waiting.delete(key);
    this.running -= 1;
    this.pending -= 1;
    for (const told of this.listeners.splice(0)) told();
    this.start();
  }
}

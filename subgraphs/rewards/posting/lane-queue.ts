/**
 * Gathers what is asked for at once, so that many requests share one commit: while a batch is being written the next
 * one fills by itself, and a lone request never waits for company.
 *
 * Requests that share a lane never share a batch, nor run in two batches at once, and keep their order: the later one
 * sees what the earlier one did. A batch that fails as a whole is done again one by one, so that nobody is told of
 * another's fault.
 */
export type Settled<Answer> =
  | { readonly is: 'DONE'; readonly answer: Answer }
  /** It met another of its batch in a lane not known before: it comes again, in that lane, before all others. */
  | { readonly is: 'DEFERRED'; readonly lane: string };

export interface LaneRules<Request, Answer> {
  readonly batchMax: number;
  /** How many batches are written at once: the next one is made while the database writes the last. */
  readonly writersMax: number;
  lanesOf(request: Request): readonly string[];
  /** Gives what became of each request, in their order; throws when the batch failed as a whole. */
  run(requests: readonly Request[]): Promise<readonly Settled<Answer>[]>;
  /** Whether a failure may be of one request alone, so that the others are worth trying without it. */
  mayDivide(fault: unknown): boolean;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly lanes: readonly string[];
  readonly isAlone: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: unknown) => void;
}

export class LaneQueue<Request, Answer> {
  private waiting: readonly Waiting<Request, Answer>[] = [];
  private arrived: Waiting<Request, Answer>[] = [];
  private readonly taken = new Set<string>();
  private writers = 0;
  private isWoken = false;
  private idlers: (() => void)[] = [];

  constructor(private readonly rules: LaneRules<Request, Answer>) {}

  post(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.arrived.push({ request, lanes: this.rules.lanesOf(request), isAlone: false, resolve, reject });
      this.wake();
    });
  }

  /** Resolves when nothing waits and nothing is being written. */
  idle(): Promise<void> {
    if (this.isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      this.idlers.push(resolve);
    });
  }

  private isIdle(): boolean {
    return this.writers === 0 && this.waiting.length === 0 && this.arrived.length === 0;
  }

  /** Not at once but when the event loop comes round: whoever asks in the same turn comes along, and nobody waits. */
  private wake(): void {
    if (this.isWoken) return;
    this.isWoken = true;
    setImmediate(() => {
      this.isWoken = false;
      this.startWriters();
    });
  }

  private startWriters(): void {
    while (this.writers < this.rules.writersMax) {
      const batch = this.takeBatch();
      if (batch.length === 0) break;
      void this.write(batch);
    }
    if (!this.isIdle()) return;
    for (const tell of this.idlers.splice(0)) tell();
  }

  /** The first of each free lane, shared out over the writers that are free. */
  private takeBatch(): readonly Waiting<Request, Answer>[] {
    const { batchMax, writersMax } = this.rules;
    const all = [...this.waiting, ...this.arrived.splice(0)];
    const size = Math.min(batchMax, Math.ceil(all.length / (writersMax - this.writers)));
    const batch: Waiting<Request, Answer>[] = [];
    const passed = new Set<string>();
    this.waiting = all.filter((each) => {
      const isFull =
        batch.length === size || batch[0]?.isAlone === true || (each.isAlone && batch.length > 0);
      if (!isFull && !each.lanes.some((lane) => this.taken.has(lane) || passed.has(lane))) {
        batch.push(each);
        for (const lane of each.lanes) this.taken.add(lane);
        return false;
      }
      for (const lane of each.lanes) passed.add(lane);
      return true;
    });
    return batch;
  }

  private async write(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    this.writers += 1;
    const again = await this.settle(batch);
    for (const { lanes } of batch) for (const lane of lanes) this.taken.delete(lane);
    this.waiting = [...again, ...this.waiting];
    this.writers -= 1;
    this.wake();
  }

  /** Answers a batch and gives those that must come again. */
  private async settle(
    batch: readonly Waiting<Request, Answer>[],
  ): Promise<readonly Waiting<Request, Answer>[]> {
    try {
      const settled = await this.rules.run(batch.map(({ request }) => request));
      return batch.flatMap((each, index) => {
        const outcome = settled[index] as Settled<Answer>;
        if (outcome.is === 'DEFERRED') return [{ ...each, lanes: [...each.lanes, outcome.lane] }];
        each.resolve(outcome.answer);
        return [];
      });
    } catch (fault) {
      if (batch.length > 1 && this.rules.mayDivide(fault)) {
        return batch.map((each) => ({ ...each, isAlone: true }));
      }
      for (const { reject } of batch) reject(fault);
      return [];
    }
  }
}

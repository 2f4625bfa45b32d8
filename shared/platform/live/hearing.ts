/**
 * What is heard on the bus only while someone follows: begun by the first, shared by all, ended when the last one left.
 * A bus that could not be heard is tried again by whoever comes next.
 */
import type { Logger } from 'pino';
import type { EventBus, Stoppable } from '../bus/event-bus.js';

export interface HearingOptions {
  readonly bus: Pick<EventBus, 'onSignal'>;
  readonly log: Logger;
  readonly signal: string;
  onSignal(text: string): void;
}

export class Hearing {
  private heard: Promise<Stoppable> | null = null;

  constructor(private readonly options: HearingOptions) {}

  /** Resolves when what is signalled from now on is heard; rejects when the bus cannot be heard. */
  async begin(): Promise<void> {
    this.heard ??= this.start();
    await this.heard;
  }

  end(): void {
    const { heard } = this;
    this.heard = null;
    heard
      ?.then((one) => one.stop())
      .catch((fault: unknown) => this.options.log.warn({ err: fault }, 'the bus could not be left'));
  }

  private start(): Promise<Stoppable> {
    const { bus, signal, onSignal } = this.options;
    const heard = bus.onSignal(signal, onSignal);
    heard.catch(() => {
      if (this.heard === heard) this.heard = null;
    });
    return heard;
  }
}

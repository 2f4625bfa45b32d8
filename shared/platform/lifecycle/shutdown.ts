/**
 * Orderly end of a process: what was started last is stopped first, each with a bound, and a second signal ends it at
 * once.
 *
 * Install it before anything is started: a signal that arrives during start-up must still stop what already runs.
 */
import type { Logger } from 'pino';
import type { Stoppable } from '../bus/event-bus.js';

const STOP_WITHIN_MS = 25_000;

export class Shutdown {
  private readonly started: { readonly name: string; readonly stop: () => Promise<void> }[] = [];
  private ending: Promise<void> | null = null;

  constructor(private readonly log: Logger) {}

  /** Remembers something to stop, and gives it back. */
  add<Part extends Stoppable>(name: string, part: Part): Part {
    this.started.push({ name, stop: () => part.stop() });
    return part;
  }

  /** Stops everything in reverse order. A part that fails is logged and does not keep the others running. */
  stop(): Promise<void> {
    this.ending ??= this.stopAll();
    return this.ending;
  }

  private async stopAll(): Promise<void> {
    for (const part of this.started.reverse()) {
      try {
        await part.stop();
      } catch (err) {
        this.log.error({ err, stopped: part.name }, 'a part did not stop in order');
      }
    }
  }

  /**
   * Ends the process in order on SIGTERM and SIGINT, and when the parent that started it is gone: nobody else would
   * stop it, and the next start would find its port taken.
   */
  onSignals(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => this.endProcess());
    process.on('disconnect', () => this.endProcess());
  }

  private endProcess(): void {
    if (this.ending !== null) process.exit(1);
    const overdue = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
    overdue.unref();
    void this.stop().then(() => process.exit(0));
  }
}

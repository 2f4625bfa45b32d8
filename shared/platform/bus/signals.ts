/**
 * Who hears which signal in this process, and how a signal is written as one text for an engine's single channel.
 *
 * One channel for all keeps the number of engine subscriptions at one per process, however many things are watched.
 */
import type { Logger } from 'pino';
import type { Stoppable } from './event-bus.js';

/**
 * PostgreSQL refuses a notification of 8000 bytes or more; the limit holds for every engine so that they stay alike.
 */
const SIGNAL_BYTES_MAX = 7_900;

export function signalText(channel: string, text: string): string {
  const whole = `${channel}\n${text}`;
  if (channel.includes('\n')) throw new RangeError('a signal channel has no line breaks');
  if (Buffer.byteLength(whole) > SIGNAL_BYTES_MAX) {
    throw new RangeError(`a signal carries a name, not data: at most ${SIGNAL_BYTES_MAX} bytes`);
  }
  return whole;
}

export class Signals {
  private readonly hearers = new Map<string, Set<(text: string) => void>>();

  constructor(private readonly log: Logger) {}

  on(channel: string, hear: (text: string) => void): Stoppable {
    // A function of its own per call, so that hearing twice with one function counts twice.
    const hearer = (text: string): void => hear(text);
    const hearers = this.hearers.get(channel) ?? new Set();
    this.hearers.set(channel, hearers.add(hearer));
    return {
      stop: async () => {
        hearers.delete(hearer);
        if (hearers.size === 0 && this.hearers.get(channel) === hearers) this.hearers.delete(channel);
      },
    };
  }

  heard(whole: string): void {
    const end = whole.indexOf('\n');
    const channel = whole.slice(0, end);
    for (const hear of this.hearers.get(channel) ?? []) {
      try {
        hear(whole.slice(end + 1));
      } catch (fault) {
        this.log.error({ channel, err: fault }, 'a hearer of a signal failed');
      }
    }
  }
}

/** A clock that a test sets: real time plus what the test moved it by. */
import type { Clock } from '../../shared/platform/runtime/subgraph.js';

export class TestClock implements Clock {
  private movedMs = 0;

  now(): Date {
    return new Date(Date.now() + this.movedMs);
  }

  moveDays(days: number): void {
    this.movedMs += days * 86_400_000;
  }

  moveMinutes(minutes: number): void {
    this.movedMs += minutes * 60_000;
  }
}

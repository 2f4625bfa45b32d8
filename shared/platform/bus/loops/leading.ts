/**
 * The loop behind `EventBus.lead`, the same for every engine: wait for the role, work while it is held, give it back.
 *
 * Within one process the work of a role never overlaps itself: a lost role is taken again only after the work
 * returned. Between processes a frozen leader may overlap its successor for a moment; therefore what a leader writes
 * must be idempotent (the relay's is, by event id) or guarded (a consumer's place is, by compare and set).
 */
import type { Logger } from 'pino';
import type { Stoppable } from '../event-bus.js';
import { backoffMs, PAUSE_MAX_MS, pause } from './backoff.js';
import type { Bells } from './bell.js';
import { runUntilStopped } from './running.js';

export interface Hold {
  /** Aborted when the engine no longer guarantees that the role is held. */
  readonly lost: AbortSignal;
  /** Gives the role back; never throws, because a role that cannot be given back runs out by itself. */
  release(): Promise<void>;
}

export interface Leadership {
  /** Takes the role if it is free; null when another holds it or the engine is away. */
  take(role: string): Promise<Hold | null>;
}

export interface Leading {
  readonly leadership: Leadership;
  /** Rung under `roleBell(role)` when the role may have become free. */
  readonly bells: Bells;
  readonly role: string;
  readonly log: Logger;
  work(signal: AbortSignal): Promise<void>;
}

/** A killed leader rings no bell, so candidates also look this often. */
const CANDIDATE_POLL_MS = 500;

export function roleBell(role: string): string {
  return `role:${role}`;
}

export function keepLeading(leading: Leading): Stoppable {
  return runUntilStopped(async (stopped) => {
    const bell = leading.bells.hang(roleBell(leading.role));
    let faults = 0;
    while (!stopped.aborted) {
      const startedAt = performance.now();
      try {
        const hold = await leading.leadership.take(leading.role);
        if (hold === null) await bell.wait(CANDIDATE_POLL_MS, stopped);
        else await workWhileHeld(leading, hold, stopped);
      } catch (fault) {
        // A leader that worked well for long starts again with a short pause.
        faults = performance.now() - startedAt > PAUSE_MAX_MS ? 1 : faults + 1;
        leading.log.warn({ role: leading.role, faults, err: fault }, 'leader work failed; trying again');
        await pause(backoffMs(faults), stopped);
      }
    }
    leading.bells.takeDown(roleBell(leading.role), bell);
  });
}

async function workWhileHeld(leading: Leading, hold: Hold, stopped: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stopped, hold.lost]);
  try {
    await leading.work(signal);
    // Work that ends by itself is run again, but never in a spin.
    if (!signal.aborted) await pause(backoffMs(1), signal);
  } finally {
    await hold.release();
  }
}

/**
 * What travels with one client's operation through planning to every subgraph: who asks, under which id, until when.
 */
import type { Caller } from '../../shared/platform/identity/caller.js';

export interface RequestScope {
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  /** Aborted when the client left or the deadline passed. */
  readonly signal: AbortSignal;
}

/** The signal of a scope: the deadline, or the client leaving, whichever is first. */
export function scopeSignal(deadlineMs: number, left: AbortSignal): AbortSignal {
  return AbortSignal.any([AbortSignal.timeout(deadlineMs), left]);
}

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Gives a trace context as it came when it has the form of one (W3C Trace Context, section 3.2). */
export function traceparentOf(header: unknown): string | undefined {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
}

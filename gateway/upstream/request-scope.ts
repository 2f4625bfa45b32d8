/**
 * What travels with one client's operation through planning to every subgraph: who asks, under which id, until when.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Caller } from '../../shared/platform/identity/caller.js';

export interface RequestScope {
  readonly caller: Caller;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  /** Aborted when the client left or the deadline passed. */
  readonly signal: AbortSignal;
}

/**
 * The scope of the operation at hand, for the one place that Apollo Server calls without it: the wording of its own
 * errors.
 */
export const currentScope = new AsyncLocalStorage<RequestScope>();

/** Ends work for a request: when its time is up, or when nobody waits for it any more. */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(deadlineMs: number) {
    this.timer = setTimeout(() => this.controller.abort(), deadlineMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearTimeout(this.timer);
    this.controller.abort();
  }
}

const REQUEST_ID = /^[\w.-]{8,64}$/;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Keeps a client's own request id when it is harmless in a log, else makes one. */
export function requestIdOf(header: unknown): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : randomUUID();
}

/** Gives a trace context as it came when it has the form of one (W3C Trace Context, section 3.2). */
export function traceparentOf(header: unknown): string | undefined {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
}

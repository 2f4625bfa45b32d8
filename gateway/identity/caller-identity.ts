/**
 * An identity that was established: who it is, and until when.
 */
import type { Caller } from '../../shared/platform/identity/caller.js';

export interface Identity {
  readonly caller: Caller;
  /** When the identity ends; an open socket is closed then. Null: it does not end by itself. */
  readonly expiresAt: Date | null;
}

export const ANONYMOUS: Identity = { caller: { kind: 'anonymous' }, expiresAt: null };

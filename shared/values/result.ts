/**
 * A decision that either succeeded or was refused.
 *
 * Refusals are values, not exceptions: the compiler makes every caller look at both arms. Faults (a bug, a dead
 * database) are still thrown.
 */
export type Result<Success, Refusal> =
  | { readonly ok: true; readonly value: Success }
  | { readonly ok: false; readonly refusal: Refusal };

export function ok<Success>(value: Success): { readonly ok: true; readonly value: Success } {
  return { ok: true, value };
}

export function refused<Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

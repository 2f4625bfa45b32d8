/**
 * How a refusal is told: an instance of its class in the graph, with every fact that the class has a field for.
 *
 * The classes stay with their subgraphs, as `Problem` does; only the telling is one. A fact left out does not compile.
 */
import type { KeyReused } from '../idempotency/once.js';

/** Makes a problem of its class; `retryable` tells whether the same request may succeed later. */
export function problem<Type extends { message: string; retryable: boolean }>(
  type: new () => Type,
  facts: Omit<Type, 'retryable'>,
  { retryable = false }: { readonly retryable?: boolean } = {},
): Type {
  return Object.assign(new type(), facts, { retryable });
}

/** Says in every subgraph alike that a key belongs to another act. */
export function keyReusedMessage({ command }: KeyReused): string {
  return `The key was used before by ${command} with another input; use a new key for a new act.`;
}

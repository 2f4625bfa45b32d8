/** Makes the context of one request: who asks, its id, the clock, and a place for what lives as long as the request. */
import type { Caller } from '../identity/caller.js';
import type { Clock, RequestContext } from '../runtime/subgraph.js';

export function requestContext(facts: {
  readonly caller: Caller;
  readonly requestId: string;
  readonly clock: Clock;
}): RequestContext {
  const made = new Map<symbol, unknown>();
  return {
    ...facts,
    perRequest<Value>(key: symbol, make: () => Value): Value {
      if (!made.has(key)) made.set(key, make());
      return made.get(key) as Value;
    },
  };
}

/** The state of the live connection, as the page must show it. */
import { useSyncExternalStore } from 'react';
import type { Connection, LiveGraph } from '../graph/live-graph.js';

export function useConnection(live: LiveGraph): Connection {
  return useSyncExternalStore(live.watch, live.connection);
}

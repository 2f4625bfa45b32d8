/** Whether what is on the screen is what is true now. Told by word and by colour, never by colour alone. */
import type { Connection } from './graph/live-graph.js';

const WORDS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
};

export function ConnectionBadge({ connection }: { readonly connection: Connection }) {
  return (
    <p className={`badge ${connection}`} role="status">
      <span className="dot" aria-hidden="true" />
      {WORDS[connection]}
    </p>
  );
}

/**
 * How long ago the board last moved; counts on by itself, unheard by a screen reader, which would speak
 * every second.
 */
import { useNow } from './hooks/use-now.js';
import { agoWords } from './words.js';

export function LastChange({ at }: { readonly at: number | null }) {
  const now = useNow(1_000);
  return (
    <p className="last-change" aria-hidden="true">
      {at === null ? 'Watching for a change' : `Last change ${agoWords(now - at)}`}
    </p>
  );
}

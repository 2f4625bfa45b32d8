/**
 * How long ago the board last moved; counts on by itself, unheard by a screen reader, which would speak
 * every second.
 */
import { useNow } from './hooks/use-now.js';
import { agoWords } from './words.js';

export function LastChange({ at }: { readonly at: number | null }) {
  const now = useNow(1_000);
  if (at === null) return null;
  return (
    <p className="last-change" aria-hidden="true">
      Last change {agoWords(now - at)}
    </p>
  );
}

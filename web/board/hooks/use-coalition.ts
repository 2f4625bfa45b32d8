/**
 * The brands and boards of the coalition: asked for once, again after each reconnection, and again and again
 * while there is nothing to show, so that an empty coalition fills before the reader's eyes.
 */
import { useCallback, useEffect, useState } from 'react';
import { askForCoalition } from '../graph/ask.js';
import type { Connection } from '../graph/live-graph.js';
import type { Coalition } from '../graph/model.js';

const AGAIN_MS = 4_000;

export interface KnownCoalition {
  readonly coalition: Coalition | null;
  readonly failure: string | null;
  readonly retry: () => void;
}

export function useCoalition(connection: Connection): KnownCoalition {
  const [coalition, setCoalition] = useState<Coalition | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = useCallback(async (): Promise<void> => {
    try {
      setCoalition(await askForCoalition());
      setFailure(null);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  }, []);
  const isLive = connection === 'live';
  useEffect(() => {
    if (isLive || connection === 'connecting') void ask();
  }, [ask, isLive, connection]);
  const isWanting = failure !== null || coalition === null || coalition.leaderboards.length === 0;
  useEffect(() => {
    if (!isWanting) return;
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [ask, isWanting]);
  return { coalition, failure, retry: () => void ask() };
}

/**
 * Asks the graph one question over HTTP. An answer with errors and no data is a failure; a partial answer is
 * an answer.
 */
import type { Coalition, Leaderboard, Partner } from './model.js';
import { COALITION } from './operations.js';

const ANSWER_WITHIN_MS = 8_000;

interface CoalitionAnswer {
  readonly partners: { readonly edges: readonly { readonly node: Partner }[] } | null;
  readonly leaderboards: readonly Leaderboard[] | null;
}

export async function askForCoalition(): Promise<Coalition> {
  const answer = await ask<CoalitionAnswer>(COALITION);
  return {
    partners: answer.partners?.edges.map(({ node }) => node) ?? [],
    leaderboards: answer.leaderboards ?? [],
  };
}

async function ask<Data>(query: string): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const answer: { data?: Data | null; errors?: readonly { message: string }[] } = await response.json();
  if (answer.data === undefined || answer.data === null) {
    throw new Error(answer.errors?.[0]?.message ?? 'The coalition gave no answer.');
  }
  return answer.data;
}

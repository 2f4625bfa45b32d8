/**
 * Whether this gateway can serve: every subgraph answers, and it is not on its way out. Says which part is missing.
 *
 * One question to the subgraphs is shared by everyone who asks within a second, so that health checks are never load.
 */
import { randomUUID } from 'node:crypto';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';

const SHARED_MS = 1_000;
const PATIENCE_MS = 1_000;

export interface ReadinessReport {
  readonly status: 'ready' | 'not ready' | 'stopping';
  readonly subgraphs: Readonly<Record<string, 'ready' | 'not ready'>>;
}

export class Readiness {
  private isStopping = false;
  private shared: { readonly until: number; readonly report: Promise<ReadinessReport> } | null = null;

  constructor(private readonly upstreams: Readonly<Record<string, SubgraphEndpoint>>) {}

  /** From now on the answer is no, whatever the subgraphs say. */
  leave(): void {
    this.isStopping = true;
  }

  async report(): Promise<ReadinessReport> {
    if (this.isStopping) return { status: 'stopping', subgraphs: {} };
    if (this.shared === null || this.shared.until < Date.now()) {
      this.shared = { until: Date.now() + SHARED_MS, report: this.ask() };
    }
    return this.shared.report;
  }

  private async ask(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      Object.entries(this.upstreams).map(async ([name, endpoint]) => {
        return [name, (await isAnswering(endpoint)) ? 'ready' : 'not ready'] as const;
      }),
    );
    const isReady = answers.every(([, status]) => status === 'ready');
    return { status: isReady ? 'ready' : 'not ready', subgraphs: Object.fromEntries(answers) };
  }
}

async function isAnswering(endpoint: SubgraphEndpoint): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const silence = new Promise<false>((resolve) => signal.addEventListener('abort', () => resolve(false)));
  const answer = endpoint
    .execute({ query: '{ __typename }', caller: { kind: 'gateway' }, requestId: randomUUID(), signal })
    .then(
      (result) => result.data != null,
      () => false,
    );
  return Promise.race([answer, silence]);
}

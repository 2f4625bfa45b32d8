/**
 * What the demo prints, kept as JSON for scripts: addresses, tokens, keys and example operations.
 *
 * It holds secrets of the demo and is readable by its owner alone. API keys are shown once by the graph, so this
 * file is also where the next start finds them again.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface DemoOperation {
  readonly name: string;
  /** Whose token to send: a field of `tokens`. */
  readonly as: 'member' | 'partner' | 'operator' | 'auditor';
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface DemoFile {
  readonly url: string;
  readonly graphql: string;
  readonly live: string;
  readonly playground: string;
  readonly tokens: {
    readonly operator: string;
    readonly auditor: string;
    readonly member?: string;
    readonly partner?: string;
  };
  /** By brand code; the demo's own tills use them. */
  readonly apiKeys: Readonly<Record<string, string>>;
  readonly operations: readonly DemoOperation[];
  /** How far the weeks before the first start were told; the next start goes on from there. */
  readonly history?: DemoProgress;
}

export interface DemoProgress {
  /** The day of the first start: the history ends before it, whenever it is told. */
  readonly startedOn: string;
  /** All people below this number have come and shopped. */
  readonly peopleDone: number;
}

export function readDemoFile(path: string): DemoFile | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoFile) : null;
}

/** Replaces the file at once, so that a reader never sees half of it. */
export function writeDemoFile(path: string, file: DemoFile): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  writeFileSync(fresh, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
}

/**
 * The file of an export: a line of JSON for each seal, and after it one for each of its entries. Every line holds the
 * cursor behind it, so that an export that was cut off goes on where its last whole line ends.
 */
import { createReadStream, existsSync, openSync, truncateSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Placed, Seal, SealedEntry } from './ledger-pages.js';

export interface Reached {
  readonly lines: number;
  readonly entries: number;
  /** The last seal of the file; null when it holds none. */
  readonly seal: Placed<Seal> | null;
  readonly entryCursor: string | null;
}

type Line =
  | (Seal & { readonly line: 'seal'; readonly cursor: string })
  | {
      readonly line: 'entry';
      readonly digest: string;
      readonly record: string;
      readonly cursor: string;
    };

export function sealLine({ cursor, node }: Placed<Seal>): string {
  const { number, previousHash, hash, sealedAt, entryCount } = node;
  return JSON.stringify({ line: 'seal', number, previousHash, hash, sealedAt, entryCount, cursor });
}

export function entryLine({ cursor, node: { digest, record } }: Placed<SealedEntry>): string {
  return JSON.stringify({ line: 'entry', digest, record, cursor });
}

/** Reads how far a file goes and cuts off a last line that was not finished. */
export async function reachedIn(path: string): Promise<Reached> {
  let reached: Reached = { lines: 0, entries: 0, seal: null, entryCursor: null };
  if (!existsSync(path)) return reached;
  let length = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const line = whole(text);
    if (line === null) break;
    length += Buffer.byteLength(text) + 1;
    reached = after(reached, line);
  }
  truncateSync(path, length);
  return reached;
}

function whole(text: string): Line | null {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return null;
  }
}

function after({ lines, entries, ...former }: Reached, line: Line): Reached {
  if (line.line === 'entry') {
    return { ...former, lines: lines + 1, entries: entries + 1, entryCursor: line.cursor };
  }
  return { ...former, lines: lines + 1, entries, seal: { cursor: line.cursor, node: line } };
}

const BUFFER_CHARACTERS = 1 << 20;

/** Adds lines to a file; what was added is in it after `flush`. */
export class ExportFile {
  private readonly file: number;
  private waiting: string[] = [];
  private size = 0;

  constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  add(line: string): void {
    this.waiting.push(line, '\n');
    this.size += line.length;
    if (this.size > BUFFER_CHARACTERS) this.flush();
  }

  flush(): void {
    writeSync(this.file, this.waiting.join(''));
    this.waiting = [];
    this.size = 0;
  }
}

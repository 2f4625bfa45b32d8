/**
 * Exports the sealed ledger through the public graph into a file that anyone can recompute: all that is sealed when it
 * begins, in the order in which it was sealed.
 */
import type { GraphClient } from '../graph-client.js';
import { ExportFile, entryLine, reachedIn, sealLine } from './export-file.js';
import { entriesUpTo, lastSealNumber, type Placed, type SealedEntry, sealsUpTo } from './ledger-pages.js';

export interface Exported {
  readonly seals: number;
  readonly entries: number;
  /** How many entries the file held already. */
  readonly resumedAt: number;
  /** Number and hash of the last seal in the file: keep them. */
  readonly head: { readonly number: string; readonly hash: string } | null;
}

export interface ExportOptions {
  readonly path: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (entries: number) => void;
}

const TELL_EVERY = 10_000;

/** @throws what the graph answered; the file then ends behind a whole line, and the same call goes on there */
export async function exportLedger(graph: GraphClient, options: ExportOptions): Promise<Exported> {
  const reached = await reachedIn(options.path);
  const last = (await lastSealNumber(graph)) ?? 0n;
  const file = new ExportFile(options.path);
  const writing = new Writing(file, entriesUpTo(graph, last, reached.entryCursor), options, reached.entries);
  let head = reached.seal?.node ?? null;
  let seals = 0;
  try {
    // The last seal of the file may be there without all of its entries.
    if (head !== null) await writing.entriesOf(head.number);
    for await (const seal of sealsUpTo(graph, last, reached.seal?.cursor ?? null)) {
      file.add(sealLine(seal));
      seals += 1;
      head = seal.node;
      await writing.entriesOf(head.number);
    }
  } finally {
    file.flush();
  }
  const { number, hash } = head ?? {};
  return {
    seals,
    entries: writing.count,
    resumedAt: reached.entries,
    head: number === undefined || hash === undefined ? null : { number, hash },
  };
}

class Writing {
  private next: Placed<SealedEntry> | null = null;
  count: number;

  constructor(
    private readonly file: ExportFile,
    private readonly entries: AsyncGenerator<Placed<SealedEntry>>,
    private readonly options: ExportOptions,
    count: number,
  ) {
    this.count = count;
  }

  async entriesOf(sealNumber: string): Promise<void> {
    for (;;) {
      this.options.signal?.throwIfAborted();
      this.next ??= await this.read();
      if (this.next === null || this.next.node.sealNumber !== sealNumber) return;
      this.file.add(entryLine(this.next));
      this.next = null;
      this.count += 1;
      if (this.count % TELL_EVERY === 0) this.options.onProgress?.(this.count);
    }
  }

  private async read(): Promise<Placed<SealedEntry> | null> {
    const { value, done } = await this.entries.next();
    return done === true ? null : value;
  }
}

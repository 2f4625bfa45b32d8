/** The lines that were refused, as a CSV of its own: line of the file, reason, and the text as it stands there. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import type { RefusedLine } from '../read/receipt-line.js';

export class ErrorFile {
  private readonly out: WriteStream | null;

  /** @param path - null keeps nothing */
  constructor(path: string | null) {
    if (path !== null) mkdirSync(dirname(path), { recursive: true });
    this.out = path === null ? null : createWriteStream(path);
    this.out?.write('line,reason,text\n');
  }

  add({ row, reason }: RefusedLine): void {
    this.out?.write(`${row.lineNumber},${reason},"${row.raw.replaceAll('"', '""')}"\n`);
  }

  async close(): Promise<void> {
    if (this.out === null) return;
    this.out.end();
    await finished(this.out);
  }
}

/**
 * What is finished, kept beside the error file, so that an import that was cut off need not ask for it again.
 *
 * It saves time and nothing else: without it, or with an old one, the same requests are sent again and change
 * nothing. It is gone when an import ends well, and it counts only for the same file, read in the same way into the
 * same platform.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Finished } from '../send/sender.js';

const checkpointSchema = z.object({
  format: z.literal(1),
  identity: z.string(),
  members: z.array(z.tuple([z.string(), z.string()])),
  purchases: z.array(z.tuple([z.string(), z.tuple([z.string(), z.string()])])),
  returns: z.array(z.tuple([z.string(), z.string()])),
});

export interface Progressed extends Finished {
  /** Ids of members by their name in the file. */
  readonly members: Map<string, string>;
}

export function nothingYet(): Progressed {
  return { members: new Map(), purchases: new Map(), returns: new Map() };
}

export class Checkpoint {
  private readonly identity: string;

  /** @param reading - everything beside the file that decides what is sent, and where to */
  constructor(
    private readonly path: string,
    facts: { readonly file: string; readonly reading: unknown },
  ) {
    const { size, mtimeMs } = statSync(facts.file);
    this.identity = createHash('sha256')
      .update(JSON.stringify([size, mtimeMs, facts.reading]))
      .digest('hex');
  }

  /** Null when there is none, or one of another file, platform or version. */
  load(): Progressed | null {
    if (!existsSync(this.path)) return null;
    const read = checkpointSchema.safeParse(jsonOf(readFileSync(this.path, 'utf8')));
    if (!read.success || read.data.identity !== this.identity) return null;
    const { members, purchases, returns } = read.data;
    return { members: new Map(members), purchases: new Map(purchases), returns: new Map(returns) };
  }

  /** Replaces the file at once: whoever is killed in between leaves the old one whole. */
  save({ members, purchases, returns }: Progressed): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const content = {
      format: 1,
      identity: this.identity,
      members: [...members],
      purchases: [...purchases],
      returns: [...returns],
    };
    writeFileSync(`${this.path}.new`, JSON.stringify(content));
    renameSync(`${this.path}.new`, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What documents tell readers to run, to open and to trust is there: scripts, files, links, and the tests of
 * requirements.
 *
 * Releases that were told of stay as they were written, so nothing here reads `docs/released`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths, prose } from './sources.js';

const documents = prose.filter(({ path }) => path.endsWith('.md') && !path.startsWith('docs/released/'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

interface Mention {
  readonly path: string;
  readonly named: string;
}

function mentions(pattern: RegExp): readonly Mention[] {
  return documents.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map(([, named = '']) => ({ path, named })),
  );
}

const told = ({ path, named }: Mention): string => `${path}: ${named}`;

describe('a document', () => {
  it('names only scripts that are', () => {
    const named = mentions(/\bnpm (?:run (?:-s )?|(?=start\b|test\b))([a-z][a-z:-]*)/g);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((mention) => !(mention.named in scripts)).map(told)).toEqual([]);
  });

  it('names only files and folders that are', () => {
    // The last part may go without the ending of its file.
    const named = mentions(/`(?:node )?((?:docs|gateway|shared|subgraphs|test|web|\.ci)\/[\w./-]+)/g);
    expect(named.length).toBeGreaterThan(5);
    const gone = named.filter(({ named: file }) => !paths.some((path) => path.startsWith(file)));
    expect(gone.map(told)).toEqual([]);
  });

  it('links only to what is', () => {
    const links = mentions(/\]\((?!https?:|#)([^)#\s]+)/g);
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(({ path, named }) => !existsSync(normalize(join(dirname(path), named))));
    expect(broken.map(told)).toEqual([]);
  });
});

describe('the requirements', () => {
  it('name tests that are', () => {
    const rows = mentions(/^\| s\d\d \|.*\| (`[\w.-]+`: [^|]+) \|$/gm).map(({ named }) => named);
    expect(rows.length).toBeGreaterThan(10);
    const missing = rows.filter((row) => {
      const [, file = '', words = ''] = /^`(.+)`: (.+)$/.exec(row) ?? [];
      const path = `test/graph/rows/${file}`;
      return !existsSync(path) || !titlesOf(path).some((title) => title.includes(words));
    });
    expect(missing).toEqual([]);
  });
});

function titlesOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/\b(?:it|describe)\((['"`])(.*)\1, /g)].map(([, , title = '']) => title);
}

/**
 * The repository as the architecture tests read it: the files that are, or are about to be, under version control.
 *
 * Text is parsed by a real parser; nothing here guesses at code with patterns.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { type ParseResult, parseSync, Visitor } from 'oxc-parser';

export interface Source {
  readonly path: string;
  readonly text: string;
}

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
});
export const paths: readonly string[] = listed.split('\n').filter((path) => path !== '' && existsSync(path));

const CODE = new Set(['.ts', '.tsx', '.cjs', '.mjs', '.js']);
export const code: readonly Source[] = read((path) => CODE.has(extname(path)));
export const prose: readonly Source[] = read((path) =>
  ['.md', '.yml', '.html', '.css'].includes(extname(path)),
);
export const sdl: readonly Source[] = read((path) => /^subgraphs\/[^/]+\/schema\.graphql$/.test(path));

function read(wanted: (path: string) => boolean): readonly Source[] {
  return paths.filter(wanted).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

export const isTest = (path: string): boolean => path.startsWith('test/');

/** Files whose text a program wrote. */
export const isGenerated = (path: string): boolean => /(^|\/)generated\//.test(path);

const parsed = new WeakMap<Source, ParseResult>();
export function parse(source: Source): ParseResult {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const result = parseSync(basename(source.path), source.text);
  parsed.set(source, result);
  return result;
}

export interface FunctionSpan {
  readonly line: number;
  readonly lines: number;
  /** Whether it holds tests, and so is a chapter rather than a function. */
  readonly isChapter: boolean;
}

/** Every function of a file with the lines it takes; a method's or an arrow's body counts as one. */
export function functionsOf(source: Source): readonly FunctionSpan[] {
  const spans: FunctionSpan[] = [];
  const lineAt = lineCounter(source.text);
  const add = ({ start, end }: { readonly start: number; readonly end: number }): void => {
    const line = lineAt(start);
    const isChapter =
      isTest(source.path) && /\b(it|test|describe)(\.each|\.skipIf)?\(/.test(source.text.slice(start, end));
    spans.push({ line, lines: lineAt(end) - line + 1, isChapter });
  };
  new Visitor({
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(parse(source).program);
  return spans;
}

export function lineCounter(text: string): (offset: number) => number {
  return (offset) => text.slice(0, offset).split('\n').length;
}

/** How many files lie directly in each folder. */
export function folderSizes(): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const path of paths) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1);
  return sizes;
}

/**
 * One word per thing: the words that `docs/vocabulary.md` rules out name nothing in the domain, the graph or the files.
 *
 * Names are read by a parser, so prose, column names of other people's files and codes of protocols stay free.
 */
import { readFileSync } from 'node:fs';
import { type ASTNode, parse as parseSdl, visit } from 'graphql';
import { Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { code, lineCounter, parse, type Source, sdl } from './sources.js';

/** Where a word is ours to choose; elsewhere `user` may be PostgreSQL's and `client` a protocol's. */
const DOMAIN = /^(subgraphs|shared\/(values|contracts)|gateway\/clients\/demo)\//;
const BORROWED: readonly (readonly [word: string, where: RegExp])[] = [
  ['client', /^gateway\/clients\//],
  ['contract', /^shared\/contracts\//],
  // GraphQL's and SQL's own words, and the door's code BAD_USER_INPUT.
  ['order', /./],
  ['user', /^shared\/platform\//],
  ['branch', /./],
];

const banned = ruledOut(readFileSync('docs/vocabulary.md', 'utf8'));

describe('the vocabulary', () => {
  it('rules words out', () => {
    expect(banned).toEqual(expect.arrayContaining(['customer', 'merchant', 'vendor', 'user']));
  });

  it('is kept by every name in the domain', () => {
    const breaches = code.filter(({ path }) => DOMAIN.test(path)).flatMap(breachesIn);
    expect(breaches).toEqual([]);
  });

  it('is kept by every file and folder', () => {
    const breaches = code
      .filter(({ path }) => path.split(/[/.-]/).some((word) => isBanned(word, path)) && DOMAIN.test(path))
      .map(({ path }) => path);
    expect(breaches).toEqual([]);
  });

  it('is kept by every name of the graph', () => {
    expect(
      sdl.flatMap(graphNames).filter(([name, path]) => wordsOf(name).some((word) => isBanned(word, path))),
    ).toEqual([]);
  });

  it('sees a word inside a longer name', () => {
    const source = { path: 'subgraphs/members/x/y.ts', text: 'export const loyalCustomerIds = findUser();' };
    expect(breachesIn(source)).toEqual([`${source.path}:1 loyalCustomerIds`, `${source.path}:1 findUser`]);
  });
});

function ruledOut(vocabulary: string): readonly string[] {
  const rows = vocabulary.split('\n').filter((line) => line.startsWith('| **'));
  const words = rows.flatMap((row) => (row.split('|')[3] ?? '').split(','));
  return words.map((word) => word.trim()).filter((word) => /^[a-z]+$/.test(word));
}

function isBanned(word: string, path: string): boolean {
  const singular = word.toLowerCase().replace(/s$/, '');
  if (BORROWED.some(([borrowed, where]) => borrowed === singular && where.test(path))) return false;
  return banned.includes(word.toLowerCase()) || banned.includes(singular);
}

/** Splits `BAD_USER_INPUT`, `loyalCustomerIds` and `AdminSession` into their words. */
function wordsOf(name: string): readonly string[] {
  return name.split(/[_\d]|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/);
}

function breachesIn(source: Source): readonly string[] {
  const lineAt = lineCounter(source.text);
  const breaches: string[] = [];
  const look = ({ name, start }: { readonly name: string; readonly start: number }): void => {
    const isOurs = name !== 'BAD_USER_INPUT';
    if (isOurs && wordsOf(name).some((word) => isBanned(word, source.path))) {
      breaches.push(`${source.path}:${lineAt(start)} ${name}`);
    }
  };
  new Visitor({ Identifier: look }).visit(parse(source).program);
  return breaches;
}

function graphNames({ path, text }: Source): readonly (readonly [name: string, path: string])[] {
  const names: (readonly [string, string])[] = [];
  visit(parseSdl(text), {
    enter(node: ASTNode) {
      if ('name' in node && node.name?.kind === 'Name' && /Definition$/.test(node.kind))
        names.push([node.name.value, path]);
    },
  });
  return names;
}

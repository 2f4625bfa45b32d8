/**
 * The habits of form that keep files small and names honest: a test of the text of the repository itself.
 *
 * There is no ratchet and no list of exceptions by file: a limit that is passed is a file to be split by decision.
 */
import { basename, extname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, folderSizes, functionsOf, isGenerated, isTest, parse, paths, prose } from './sources.js';

const LINE_COLUMNS_MAX = 120;
/** One text on a line of its own, as the formatter leaves it because it cannot break it: a description, a message. */
const TEXT_COLUMNS_MAX = 160;
const TEXT_ALONE = /^\s*(\w+: )?(['"`]).*\2[,;)]*$/;
const FUNCTION_LINES_MAX = 60;
const FILE_LINES_MAX = 250;
const TEST_LINES_MAX = 400;
const FOLDER_FILES_MAX = 14;
const OPENING_LINES_MAX = 8;

const written = code.filter(({ path }) => !isGenerated(path));

/** The roles a file's name may state; a new role is a decision about the import rules, not a habit. */
const ROLES =
  'resolver|type|command|query|loader|store|row|listener|secret|config|property\\.test|test|e2e|crash|bench|d';
const FILE_NAME = new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*(\\.(${ROLES}))?\\.(ts|tsx|cjs|mjs|js)$`);
const EMPTY_NAMES = [
  'index',
  'util',
  'utils',
  'helper',
  'helpers',
  'service',
  'services',
  'common',
  'misc',
  'manager',
];

describe('a file', () => {
  it('has no line that a reader must scroll', () => {
    const long = written.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, at) => (isLong(line) ? [`${path}:${at + 1}`] : [])),
    );
    expect(long).toEqual([]);
  });

  it('is short', () => {
    const limit = (path: string): number => (isTest(path) ? TEST_LINES_MAX : FILE_LINES_MAX);
    const long = written
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ path, lines }) => lines > limit(path));
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });

  it('opens by saying what it is', () => {
    const silent = written.filter(({ path, text }) => {
      if (path.includes('.config.')) return false;
      const opening = /^(?:#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(text)?.[1];
      return opening === undefined || opening.trim().split('\n').length > OPENING_LINES_MAX;
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('is named in kebab-case for what it exports, with a known role', () => {
    const odd = code.filter(({ path }) => !FILE_NAME.test(basename(path).replace(/^\d{4}-/, '')));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('does not lie in a room for everything, nor is one', () => {
    const empty = code.filter(({ path }) =>
      path.split('/').some((part) => EMPTY_NAMES.includes(part.slice(0, part.length - extname(part).length))),
    );
    expect(empty.map(({ path }) => path)).toEqual([]);
  });

  it('can be read by the parser', () => {
    expect(code.filter((source) => parse(source).errors.length > 0).map(({ path }) => path)).toEqual([]);
  });

  it('leaves nothing to do without a link to where it is planned', () => {
    const mark = new RegExp(`\\b(${['TO', 'FIX'].map((half, at) => half + ['DO', 'ME'][at]).join('|')})\\b`);
    const undone = [...written, ...prose].flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) => (mark.test(line) && !line.includes('https://') ? [`${path}:${at + 1}`] : [])),
    );
    expect(undone.filter((place) => !place.startsWith('test/architecture/'))).toEqual([]);
  });

  it('knows no path of one machine', () => {
    const machine = new RegExp(`["'\`\\s(]/(${['work', 'farm', 'root', 'Users', 'home/[a-z]+'].join('|')})/`);
    const tied = [...code, ...prose].flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, at) => (machine.test(line) ? [`${path}:${at + 1}`] : [])),
    );
    expect(tied).toEqual([]);
  });
});

describe('a function', () => {
  // A migration's method is SQL text and a test's `describe` is a chapter: neither is held in mind as a function is.
  it('fits on a screen', () => {
    const long = written
      .filter(({ path }) => !path.includes('/migrations/'))
      .flatMap((source) =>
        functionsOf(source)
          .filter(({ lines, isChapter }) => lines > FUNCTION_LINES_MAX && !isChapter)
          .map(({ line, lines }) => `${source.path}:${line}: ${lines} lines`),
      );
    expect(long).toEqual([]);
  });
});

describe('a folder', () => {
  // Migrations, decisions and events are series that only grow; the root is where every tool wants its file.
  it('holds no more than can be taken in at a glance', () => {
    const full = [...folderSizes()].filter(
      ([folder, size]) =>
        size > FOLDER_FILES_MAX && folder !== '.' && !/migrations$|decisions$|events$/.test(folder),
    );
    expect(full.map(([folder, size]) => `${folder}: ${size} files`)).toEqual([]);
  });

  it('of a subgraph is a feature, its migrations, or nothing', () => {
    const deep = paths.filter((path) => path.startsWith('subgraphs/') && path.split('/').length > 4);
    expect(deep).toEqual([]);
  });
});

function isLong(line: string): boolean {
  return line.length > (TEXT_ALONE.test(line) ? TEXT_COLUMNS_MAX : LINE_COLUMNS_MAX);
}

/**
 * What a production install may contain, by licence: free ones, and those that `docs/licences.md` explains.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locked } from './lockfile.js';

const FREE = new Set(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0']);
/**
 * Licences that ask something of somebody: each package under one is named, with what it asks, in `docs/licences.md`.
 */
const EXPLAINED = new Set(['Elastic-2.0', 'MPL-2.0', 'Python-2.0']);

const production = locked.filter(({ dev }) => dev !== true);
const page = readFileSync('docs/licences.md', 'utf8');

describe('a package of a production install', () => {
  it('is under a licence that an operator need not think about, or that is explained', () => {
    const strange = production.filter(({ license = 'none' }) => !EXPLAINED.has(license) && !isFree(license));
    expect(strange.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
  });

  it('under a licence that asks for something is named on the page that says what', () => {
    const asking = production
      .filter(({ license = '' }) => EXPLAINED.has(license))
      .map(({ name }) => familyOf(name));
    expect(asking).toContain('@apollo/gateway');
    expect(asking.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the project', () => {
  it('carries its own licence', () => {
    expect(readFileSync('LICENSE', 'utf8')).toMatch(
      /^MIT License\n\nCopyright \(c\) \d{4} Coalition contributors/,
    );
  });
});

/** The package itself, for one of its builds for a platform. */
function familyOf(name: string): string {
  return name.replace(/-(android|darwin|freebsd|linux|win32)-.*$/, '');
}

/** All parts of an `AND` must be free, one of an `OR` is enough. */
function isFree(expression: string): boolean {
  const choices = expression.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((licence) => FREE.has(licence)));
}

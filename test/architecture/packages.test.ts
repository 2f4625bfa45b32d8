/**
 * What is installed is decided, not found: exact versions, none with a known hole, no script of a stranger, whole on
 * every platform.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directDependencies, locked, manifest } from './lockfile.js';

/**
 * The first versions without the holes that would open this platform: prototype pollution, request floods, SQL by
 * parameter.
 */
const SAFE: Readonly<Record<string, string>> = {
  '@apollo/gateway': '2.13.2',
  '@apollo/composition': '2.12.0',
  '@apollo/server': '5.4.0',
  graphql: '16.8.1',
  typeorm: '1.1.0',
  ws: '8.21.1',
};

describe('a package', () => {
  it.each(Object.entries(SAFE))('%s is locked at %s or later, wherever it is', (name, minimum) => {
    const versions = locked.filter((each) => each.name === name).map(({ version }) => version);
    expect(versions).not.toEqual([]);
    expect(versions.filter((version) => isOlder(version, minimum))).toEqual([]);
  });

  it('of ours is named by its exact version', () => {
    const loose = Object.entries(directDependencies).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('runs a script at installation only if that was decided', () => {
    const undecided = locked.filter(
      ({ name, hasInstallScript }) => hasInstallScript && !(name in manifest.allowScripts),
    );
    expect(undecided.map(({ name }) => name)).toEqual([]);
  });

  it('is locked for every platform it names, else a clean install fails on the others', () => {
    const known = new Set(locked.map(({ name }) => name));
    const missing = locked.flatMap(({ name, optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}).flatMap((part) =>
        known.has(part) ? [] : [`${name} → ${part}`],
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('docs/dependencies.md', () => {
  const page = existsSync('docs/dependencies.md') ? readFileSync('docs/dependencies.md', 'utf8') : '';
  const told = page.split('\n').flatMap((line) => /^- `([^`]+)`: \S/.exec(line)?.[1] ?? []);

  it('gives a reason for every direct dependency, once', () => {
    expect([...told].sort()).toEqual(Object.keys(directDependencies).sort());
  });
});

function isOlder(version: string, minimum: string): boolean {
  const parts = (text: string): readonly number[] => (text.split('-')[0] ?? '').split('.').map(Number);
  const [has, needs] = [parts(version), parts(minimum)];
  const at = needs.findIndex((part, index) => part !== (has[index] ?? 0));
  return at !== -1 && (has[at] ?? 0) < (needs[at] ?? 0);
}

/**
 * Proves that every import rule can fail: a small product in which each rule is broken once, read by the same tool
 * and rules.
 *
 * A rule that nothing here breaks is an error, so a pattern that matches nothing cannot pass for a wall.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breaches, innocents } from './import-rules/counter-examples.js';

const configuration = createRequire(import.meta.url)('./import-rules.cjs') as {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: object;
};

let folder: string;
let found: Set<string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
  writeProduct(folder);
  const { output } = await cruise(['gateway', 'subgraphs', 'shared', 'test'], {
    ...configuration.options,
    baseDir: folder,
    ruleSet: { forbidden: [...configuration.forbidden] },
    validate: true,
    outputType: undefined,
  });
  const { violations } = (output as ICruiseResult).summary;
  found = new Set(violations.map((violation) => `${violation.rule.name}: ${violation.from}`));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an import rule', () => {
  it.each(breaches.map(([rule, file]) => `${rule}: ${file}`))(
    'is broken by its counter-example, %s',
    (breach) => {
      expect([...found]).toContain(breach);
    },
  );

  it('has a counter-example', () => {
    const proved = new Set<string>(breaches.map(([rule]) => rule));
    expect(
      configuration.forbidden.map((rule) => rule.name).filter((name) => !proved.has(name ?? '')),
    ).toEqual([]);
  });

  it('lets through what keeps it', () => {
    const files = innocents.map(([file]) => file);
    expect([...found].filter((breach) => files.some((file) => breach.endsWith(`: ${file}`)))).toEqual([]);
  });
});

function writeProduct(root: string): void {
  const packages = ['typeorm', 'type-graphql', 'graphql', 'a-tool', 'a-stranger'];
  for (const name of packages) {
    write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(root, `node_modules/${name}/index.js`, 'export const it = 1;');
  }
  const declared = { typeorm: '1', 'type-graphql': '1', graphql: '1' };
  write(root, 'package.json', JSON.stringify({ dependencies: declared, devDependencies: { 'a-tool': '1' } }));
  for (const [file, imported] of [...breaches.map(([, from, to]) => [from, to] as const), ...innocents]) {
    if (imported.startsWith('./') || imported.startsWith('../')) target(root, join(dirname(file), imported));
    write(root, file, `import * as it from '${imported}';\nexport const use = it;\n`);
  }
}

/** Makes the imported file, unless the case is about its absence or it is itself a case written later. */
function target(root: string, path: string): void {
  if (!path.includes('absent')) write(root, path.replace(/\.js$/, '.ts'), 'export const it = 1;\n');
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

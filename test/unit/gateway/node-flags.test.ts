/** Every way to start a server of the platform gives Node the same flags. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFlags } from '../../../gateway/start/node-flags.js';
import { packageRoot } from '../../../shared/platform/config/package-root.js';

const textOf = (path: string) => readFileSync(join(packageRoot, path), 'utf8');

const starts: readonly (readonly [file: string, lines: readonly string[]])[] = [
  ['package.json', linesOf('package.json', /"start(:distributed)?": "exec node/)],
  ['docker-compose.yml', linesOf('docker-compose.yml', /command: \['node'/)],
  ['Dockerfile', linesOf('Dockerfile', /^CMD/)],
];

function linesOf(path: string, wanted: RegExp): readonly string[] {
  return textOf(path)
    .split('\n')
    .filter((line) => wanted.test(line));
}

it.each(starts)('%s starts servers with the flags of all', (_file, lines) => {
  expect(lines).not.toEqual([]);
  for (const line of lines) for (const flag of nodeFlags) expect(line).toContain(flag);
});

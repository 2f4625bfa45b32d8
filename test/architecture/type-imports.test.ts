/**
 * What only the kind of an import can tell: a command may name a type of typeorm, and only storage may run its code.
 *
 * The rules of `import-rules.cjs` see files; this sees whether an import survives compilation.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { code, parse, type Source } from './sources.js';

const STORAGE = [
  /\.(row|store)\.ts$/,
  /^subgraphs\/[^/]+\/(subgraph|main)\.ts$/,
  /^subgraphs\/[^/]+\/migrations\//,
  /^shared\/platform\/(database|outbox|inbox|bus|idempotency|runtime)\//,
  // Composition roots open the databases.
  /^gateway\/start\//,
  /^test\//,
];

describe('typeorm', () => {
  it('is named as a type outside storage, never run', () => {
    const elsewhere = code.filter(({ path }) => !STORAGE.some((place) => place.test(path)));
    expect(elsewhere.filter((source) => runs(source, 'typeorm')).map(({ path }) => path)).toEqual([]);
  });

  it('is seen when it is run', () => {
    expect(runs({ path: 'a.ts', text: "import { DataSource } from 'typeorm';" }, 'typeorm')).toBe(true);
    expect(runs({ path: 'b.ts', text: "import type { DataSource } from 'typeorm';" }, 'typeorm')).toBe(false);
    expect(runs({ path: 'c.ts', text: "import { type DataSource } from 'typeorm';" }, 'typeorm')).toBe(false);
  });
});

describe('a row', () => {
  it('is at most named outside storage, never made', () => {
    const doors = code.filter(({ path }) => /\.(resolver|type|listener)\.ts$/.test(path));
    const makers = doors.filter((source) =>
      parse(source).module.staticImports.some(
        ({ moduleRequest, entries }) =>
          moduleRequest.value.endsWith('.row.js') && entries.some((entry) => !entry.isType),
      ),
    );
    expect(makers.map(({ path }) => path)).toEqual([]);
  });
});

describe('a page', () => {
  it('talks to the public graph, and imports only pages', () => {
    const strays = code.filter(({ path }) => path.startsWith('web/')).filter(leavesTheWeb);
    expect(strays.map(({ path }) => path)).toEqual([]);
  });

  it('is seen when it leaves', () => {
    expect(
      leavesTheWeb({ path: 'web/board/a.tsx', text: "import { x } from '../../shared/values/x.js';" }),
    ).toBe(true);
    expect(
      leavesTheWeb({ path: 'web/board/a.tsx', text: "import { x } from '../x.js'; const b = <b>{x}</b>;" }),
    ).toBe(false);
  });
});

describe('a file with decorated classes', () => {
  it('loads reflect-metadata before anything else', () => {
    const decorated = code.filter((source) => runs(source, 'type-graphql') || runs(source, 'typeorm'));
    const late = decorated.filter((source) => {
      const imports = parse(source).module.staticImports.map((each) => each.moduleRequest.value);
      return imports.includes('reflect-metadata') && imports[0] !== 'reflect-metadata';
    });
    expect(late.map(({ path }) => path)).toEqual([]);
  });
});

function runs(source: Source, name: string): boolean {
  return parse(source).module.staticImports.some(
    ({ moduleRequest, entries }) =>
      moduleRequest.value === name && (entries.length === 0 || entries.some((entry) => !entry.isType)),
  );
}

function leavesTheWeb(source: Source): boolean {
  return parse(source).module.staticImports.some(
    ({ moduleRequest: { value } }) =>
      value.startsWith('.') && !join(source.path, '..', value).startsWith('web/'),
  );
}

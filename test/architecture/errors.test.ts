/**
 * What can be answered instead of an answer is told in three places that must agree: the door's table, the refusals
 * of the graph, and `docs/errors.md`, where each stands once, in the first column of a table and between backticks.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Kind, parse as parseSdl } from 'graphql';
import { describe, expect, it } from 'vitest';
import { doorErrors } from '../../shared/platform/graph/door-errors.js';
import { type Source, sdl } from './sources.js';

const PAGE = 'docs/errors.md';
const told = existsSync(PAGE) ? firstCells(readFileSync(PAGE, 'utf8')) : [];
const problems = sdl.flatMap(problemsOf);

describe.skipIf(!existsSync(PAGE))('docs/errors.md', () => {
  it('tells every code of the door and every refusal of the graph', () => {
    expect([...Object.keys(doorErrors), ...problems].filter((name) => !told.includes(name))).toEqual([]);
  });

  it('tells nothing else', () => {
    const known = new Set<string>([...Object.keys(doorErrors), ...problems]);
    expect(told.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is a member of a result union, else nobody can receive it', () => {
    const members = new Set(sdl.flatMap(unionMembers));
    expect(problems.filter((problem) => !members.has(problem))).toEqual([]);
  });

  it('of a union is either the success or a problem', () => {
    const strange = sdl.flatMap((source) =>
      definitions(source).flatMap((each) => {
        if (each.kind !== Kind.UNION_TYPE_DEFINITION || !each.name.value.endsWith('Result')) return [];
        const successes = (each.types ?? []).filter((type) => !problemsOf(source).includes(type.name.value));
        return successes.length > 1
          ? [`${each.name.value}: ${successes.map((type) => type.name.value).join(', ')}`]
          : [];
      }),
    );
    expect(strange).toEqual([]);
  });
});

function definitions({ text }: Source) {
  return parseSdl(text).definitions;
}

function problemsOf(source: Source): readonly string[] {
  return definitions(source).flatMap((each) =>
    each.kind === Kind.OBJECT_TYPE_DEFINITION &&
    each.interfaces?.some((type) => type.name.value === 'Problem')
      ? [each.name.value]
      : [],
  );
}

function unionMembers(source: Source): readonly string[] {
  return definitions(source).flatMap((each) =>
    each.kind === Kind.UNION_TYPE_DEFINITION ? (each.types ?? []).map((type) => type.name.value) : [],
  );
}

function firstCells(page: string): readonly string[] {
  return page.split('\n').flatMap((line) => /^\|\s*`([A-Za-z_]+)`\s*\|/.exec(line)?.[1] ?? []);
}

/**
 * The operations that the pages send and show, held against the composed graph: documents that have gone
 * stale are found here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const EXAMPLES = 'web/playground/examples';
const BOARD_OPERATIONS = 'web/board/graph/operations.ts';

const graph = Supergraph.build(readFileSync('gateway/supergraph.graphql', 'utf8'))
  .apiSchema()
  .toGraphQLJSSchema();
const ofBoard = [...readFileSync(BOARD_OPERATIONS, 'utf8').matchAll(/= `([^`]+)`/g)].map(
  ([, text = '']) => text,
);
const examples = readdirSync(EXAMPLES).map((name) => readFileSync(join(EXAMPLES, name), 'utf8'));

describe('an operation of the pages', () => {
  it.each([...ofBoard, ...examples].map((text) => [/(?:query|subscription) (\w+)/.exec(text)?.[1], text]))(
    'is one that the graph understands: %s',
    (_name, text = '') => {
      expect(validate(graph, parse(text)).map(({ message }) => message)).toEqual([]);
    },
  );

  it('is found on both pages', () => {
    expect([ofBoard.length, examples.length]).toEqual([2, 5]);
  });
});

/**
 * The graph documents itself: everything a caller can see in a subgraph's committed schema says what it is.
 *
 * The one kind of name left alone is what federation itself demands.
 */
import { type ASTNode, parse as parseSdl, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Source, sdl } from './sources.js';

const DESCRIBED = new Set([
  'ObjectTypeDefinition',
  'InterfaceTypeDefinition',
  'UnionTypeDefinition',
  'EnumTypeDefinition',
  'EnumValueDefinition',
  'InputObjectTypeDefinition',
  'InputValueDefinition',
  'FieldDefinition',
  'ScalarTypeDefinition',
]);
const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

describe('the graph', () => {
  it.each(sdl.map((source) => [source.path, source] as const))(
    'says what everything is in %s',
    (_path, source) => {
      expect(silent(source)).toEqual([]);
    },
  );

  it('is seen to be silent about a type, a field, an argument and a value', () => {
    const text = 'type Lot { "Known." a: Int  points(of: Int): Int } enum Kind { PAPER }';
    expect(silent({ path: 'x', text })).toEqual(['Lot', 'Lot.points', 'Lot.points.of', 'Kind', 'Kind.PAPER']);
  });
});

function silent({ text }: Source): readonly string[] {
  const place: string[] = [];
  const found: string[] = [];
  visit(parseSdl(text), {
    enter(node: ASTNode) {
      if (!DESCRIBED.has(node.kind) || !('name' in node) || node.name === undefined) return;
      place.push(node.name.value);
      const isRoot = place.length === 1 && ROOTS.has(node.name.value);
      const isSaid = 'description' in node && (node.description?.value ?? '').trim() !== '';
      if (!isRoot && !isSaid) found.push(place.join('.'));
    },
    leave(node: ASTNode) {
      if (DESCRIBED.has(node.kind)) place.pop();
    },
  });
  return found;
}

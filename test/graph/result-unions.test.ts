/** What makes result unions pleasant for clients, checked on the committed SDL of every subgraph. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, type GraphQLObjectType, type GraphQLSchema, isUnionType, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { subgraphNames } from '../../shared/contracts/event.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';

function schemaOf(name: string): GraphQLSchema {
  const sdl = readFileSync(join(packageRoot, 'subgraphs', name, 'schema.graphql'), 'utf8');
  return buildASTSchema(parse(sdl), { assumeValidSDL: true });
}

function unionsOf(schema: GraphQLSchema): [string, readonly GraphQLObjectType[]][] {
  const unions = Object.values(schema.getTypeMap()).filter(isUnionType);
  return unions.filter(({ name }) => name !== '_Entity').map((union) => [union.name, union.getTypes()]);
}

describe.each(subgraphNames)('the result unions of %s', (name) => {
  const unions = unionsOf(schemaOf(name));

  it('hold one success and refusals that all implement Problem', () => {
    for (const [union, members] of unions) {
      const isProblem = (type: GraphQLObjectType) =>
        type.getInterfaces().some((each) => each.name === 'Problem');
      expect(members.filter((type) => !isProblem(type)).length, union).toBe(1);
    }
  });

  it('give fields of one name one type, so that a client can ask for them together', () => {
    for (const [union, members] of unions) {
      const types = new Map<string, string>();
      for (const field of members.flatMap((type) => Object.values(type.getFields()))) {
        const known = types.get(field.name) ?? String(field.type);
        expect(`${union}.${field.name}: ${String(field.type)}`).toBe(`${union}.${field.name}: ${known}`);
        types.set(field.name, known);
      }
    }
  });
});

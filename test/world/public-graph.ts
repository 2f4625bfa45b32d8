/** The graph as the world sees it, read from the composed supergraph, and documents made from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
} from 'graphql';
import { packageRoot } from '../../shared/platform/config/package-root.js';

export const publicGraph: GraphQLSchema = Supergraph.build(
  readFileSync(join(packageRoot, 'gateway/supergraph.graphql'), 'utf8'),
)
  .apiSchema()
  .toGraphQLJSSchema();

export function mutations(): GraphQLField<unknown, unknown>[] {
  return Object.values(publicGraph.getMutationType()?.getFields() ?? {});
}

/** The input object that a mutation takes as its one argument. */
export function inputOf(mutation: GraphQLField<unknown, unknown>): GraphQLInputObjectType {
  const [argument] = mutation.args;
  const type = argument === undefined ? undefined : getNamedType(argument.type);
  if (!isInputObjectType(type)) throw new Error(`${mutation.name} takes no input object`);
  return type;
}

/** A document that runs a field with one argument `input` and reads of its union the type, and why it was refused. */
export function actDocument(name: string, selection = ''): string {
  const kind = publicGraph.getMutationType()?.getFields()[name] === undefined ? 'query' : 'mutation';
  const input = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
  const result = `__typename ${selection} ... on Problem { message retryable }`;
  return `${kind} ($input: ${input}!) { ${name}(input: $input) { ${result} } }`;
}

/**
 * The graph as files: each subgraph's SDL, the supergraph that the gateway serves, composed by Apollo's own
 * composition, and the schema that clients see of it.
 */
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  type ExecutionResult,
  graphql,
  Kind,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import type { SubgraphDefinition } from '../../../shared/platform/runtime/subgraph.js';
import { subgraphDefinitions } from '../subgraphs.js';
import type { GeneratedFile } from './generated-file.js';

/** Where composition says a subgraph is; the gateway goes where its settings say, so this is a name and no address. */
const routingUrl = (name: string): string => `http://${name}.subgraph/graphql`;

/** Prints the SDL with its federation directives, without starting anything. */
async function sdlOf(definition: SubgraphDefinition): Promise<string> {
  const schema = await definition.buildSchema({
    database: new DataSource({ type: 'postgres' }),
    bus: {} as EventBus,
    clock: { now: () => new Date(0) },
    log: pino({ level: 'silent' }),
    secret: Buffer.alloc(32),
  });
  const answer = (await graphql({ schema, source: '{ _service { sdl } }' })) as ExecutionResult<{
    _service: { sdl: string };
  }>;
  const sdl = answer.data?._service.sdl;
  if (sdl === undefined)
    throw new Error(`the SDL of ${definition.name} cannot be printed: ${answer.errors?.join('\n')}`);
  return `${print(withoutMachinery(parse(sdl)))}\n`;
}

/**
 * Federation defines its own directives, scalars and `_` fields; in the file they would hide what the subgraph
 * says.
 */
function withoutMachinery(document: DocumentNode): DocumentNode {
  const isMachinery = (name: string) => /^(_|link__|federation__)/.test(name);
  const own = visit(document, {
    DirectiveDefinition: () => null,
    FieldDefinition: (field) => (isMachinery(field.name.value) ? null : undefined),
    ObjectTypeDefinition: (type) => (isMachinery(type.name.value) ? null : undefined),
    UnionTypeDefinition: (type) => (isMachinery(type.name.value) ? null : undefined),
    ScalarTypeDefinition: (type) => (isMachinery(type.name.value) ? null : undefined),
    EnumTypeDefinition: (type) => (isMachinery(type.name.value) ? null : undefined),
  }) as DocumentNode;
  return {
    ...own,
    definitions: own.definitions.filter((definition) => definition.kind !== Kind.SCHEMA_DEFINITION),
  };
}

/** What clients see: no federation directives, nothing inaccessible; sorted, so that moved code is no change. */
function publicSchema(supergraphSdl: string): string {
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

export async function graphFiles(): Promise<GeneratedFile[]> {
  const services = await Promise.all(
    subgraphDefinitions.map(async (definition) => ({ name: definition.name, sdl: await sdlOf(definition) })),
  );
  const composed = composeServices(
    services.map(({ name, sdl }) => ({ name, url: routingUrl(name), typeDefs: parse(sdl) })),
  );
  if (composed.errors !== undefined) {
    throw new Error(
      `the subgraphs do not compose:\n${composed.errors.map((error) => error.message).join('\n')}`,
    );
  }
  return [
    ...services.map(({ name, sdl }) => ({ path: `subgraphs/${name}/schema.graphql`, text: sdl })),
    { path: 'gateway/supergraph.graphql', text: `${composed.supergraphSdl.trimEnd()}\n` },
    { path: 'docs/schema.graphql', text: publicSchema(composed.supergraphSdl) },
  ];
}

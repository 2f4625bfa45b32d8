/**
 * From type-graphql classes to an Apollo subgraph.
 *
 * type-graphql knows no federation: its schema is printed with the federation directives and bound again to its
 * own resolvers by `@apollo/subgraph`. Resolver instances are given by hand, so that several subgraphs live in
 * one process and none finds another's.
 */
import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type DocumentNode, type GraphQLResolveInfo, type GraphQLSchema, Kind, parse } from 'graphql';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import type { RequestContext } from '../runtime/subgraph.js';

const FEDERATION_LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@inaccessible", "@requires", "@provides", "@tag"]
)`;

/** Finds the entity a gateway asks for by its key; null when there is none (or none for this caller). */
export type ReferenceResolver = (reference: { readonly id: string }, context: RequestContext) => unknown;

/** Opens the events of a subscription field. Each event is what the field's resolver method gets as `@Root()`. */
export type EventSource = (
  args: Readonly<Record<string, unknown>>,
  context: RequestContext,
) => Promise<AsyncIterable<unknown>>;

export interface SchemaParts {
  /** One instance of every resolver class of the subgraph. */
  readonly resolvers: readonly object[];
  /** By entity type name; must be batched, one SQL statement for a list of references. */
  readonly references: Readonly<Record<string, ReferenceResolver>>;
  /**
   * By subscription field. Given here and not to the decorator, which knows only the class and none of its
   * instances.
   */
  readonly sources?: Readonly<Record<string, EventSource>>;
  /** Types that no resolver names directly, such as the members of unions that are made by functions. */
  readonly orphanedTypes?: readonly (new () => object)[];
}

type ResolverClass = new (...dependencies: never[]) => object;

/** Builds the executable subgraph schema; printing it gives the committed `schema.graphql`. */
export async function buildFederatedSchema(parts: SchemaParts): Promise<GraphQLSchema> {
  const instances = new Map(parts.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const plain = await buildSchema({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<ResolverClass>,
    orphanedTypes: [...(parts.orphanedTypes ?? [])],
    container: { get: (resolverClass: ResolverClass) => instances.get(resolverClass) as object },
    pubSub: NO_PUBSUB,
    validate: false,
    skipCheck: true,
  });
  return buildSubgraphSchema({
    typeDefs: federatedDocument(printSchemaWithDirectives(plain)),
    resolvers: withReferences(withSources(createResolversMap(plain), parts.sources ?? {}), parts.references),
  });
}

/** type-graphql asks for one as soon as there is a subscription; ours open their own source and never touch it. */
const NO_PUBSUB = {
  publish: () => undefined,
  subscribe: (field: string): never => {
    throw new Error(`no source of events was given for ${field}`);
  },
};

function withSources(
  resolvers: ReturnType<typeof createResolversMap>,
  sources: NonNullable<SchemaParts['sources']>,
): ReturnType<typeof createResolversMap> {
  // A schema without subscriptions may not even name the type.
  if (Object.keys(sources).length === 0) return resolvers;
  const fields: Record<string, unknown> = { ...resolvers['Subscription'] };
  for (const [field, open] of Object.entries(sources)) {
    fields[field] = {
      ...(fields[field] as object | undefined),
      subscribe: (_root: unknown, args: Readonly<Record<string, unknown>>, context: RequestContext) =>
        open(args, context),
    };
  }
  return { ...resolvers, Subscription: fields } as ReturnType<typeof createResolversMap>;
}

function federatedDocument(sdl: string): DocumentNode {
  const printed = parse(sdl);
  const definitions = printed.definitions.filter((definition) => definition.kind !== Kind.SCHEMA_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [...parse(FEDERATION_LINK).definitions, ...definitions] };
}

type ResolverMap = Parameters<typeof buildSubgraphSchema>[0] extends infer Module
  ? Module extends { resolvers?: infer Resolvers }
    ? NonNullable<Resolvers>
    : never
  : never;

function withReferences(
  resolvers: ReturnType<typeof createResolversMap>,
  references: Readonly<Record<string, ReferenceResolver>>,
): ResolverMap {
  const combined: Record<string, unknown> = { ...resolvers };
  for (const [typeName, resolve] of Object.entries(references)) {
    combined[typeName] = {
      ...(combined[typeName] as object | undefined),
      __resolveReference: (
        reference: { readonly id: string },
        context: RequestContext,
        _info: GraphQLResolveInfo,
      ) => resolve(reference, context),
    };
  }
  return combined as ResolverMap;
}

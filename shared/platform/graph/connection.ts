/**
 * Lists by Relay's connections over keysets: a page is "the rows after this sort key", never OFFSET, so the thousandth
 * page costs what the first does and a row that arrives meanwhile never shifts the pages.
 */
import 'reflect-metadata';
import { ArgsType, type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { DoorError } from './door-errors.js';

export const PAGE_DEFAULT = 20;
export const PAGE_MAX = 100;

@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: PAGE_DEFAULT, description: `How many to give, 1 to ${PAGE_MAX}.` })
  first: number = PAGE_DEFAULT;

  @Field(() => String, {
    nullable: true,
    description: 'Give those after this cursor; leave out for the first page.',
  })
  after?: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is at least one more after this page.' })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last one on this page; pass it as `after`.',
  })
  endCursor!: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/** Makes the GraphQL classes `<Name>Edge` and `<Name>Connection` for a node type. Call it once for each name. */
export function connectionType<Node extends object>(
  name: string,
  nodeType: () => ClassType<Node>,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page and its cursor.` })
  class EdgeClass implements Edge<Node> {
    @Field(() => String, { description: 'The place of this one in the list.' })
    cursor!: string;

    @Field(nodeType, { description: `The ${name} itself.` })
    node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class ConnectionClass implements Connection<Node> {
    @Field(() => [EdgeClass], { description: 'The page, in the order of the list.' })
    edges!: EdgeClass[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;
  }

  return ConnectionClass;
}

/** An instant in a sort key. Cursors can be forged: the year zero is a text that PostgreSQL would break on. */
export const instantKey = z.iso.datetime().refine((text) => !text.startsWith('0000'));

/**
 * Gives the page's size and the sort key it starts after.
 *
 * @param keyShape - the tuple that the list is sorted by; a cursor that is not one is turned away
 * @throws DoorError BAD_USER_INPUT for a size out of range or a cursor of another list
 */
export function pageOf<Key>(
  page: PageArguments,
  keyShape: z.ZodType<Key>,
): { readonly first: number; readonly after: Key | null } {
  if (page.first < 1 || page.first > PAGE_MAX) {
    throw new DoorError('BAD_USER_INPUT', `first must be 1 to ${PAGE_MAX}, got ${page.first}`);
  }
  if (page.after === undefined || page.after === null) return { first: page.first, after: null };
  return { first: page.first, after: decodeCursor(page.after, keyShape) };
}

function decodeCursor<Key>(cursor: string, keyShape: z.ZodType<Key>): Key {
  try {
    return keyShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new DoorError(
      'BAD_USER_INPUT',
      'after is not a cursor of this list; leave it out for the first page',
    );
  }
}

/**
 * Makes a connection of rows that were read one more than asked (`limit first + 1`), which tells whether there is a
 * next page.
 *
 * @param keyOf - the sort key of a row: JSON values only (text for whole numbers and instants)
 */
export function toConnection<Row, Node>(
  found: readonly Row[],
  first: number,
  map: { readonly keyOf: (row: Row) => readonly (string | number)[]; readonly nodeOf: (row: Row) => Node },
): Connection<Node> {
  const edges = found.slice(0, first).map((row) => ({
    cursor: Buffer.from(JSON.stringify(map.keyOf(row))).toString('base64url'),
    node: map.nodeOf(row),
  }));
  return { edges, pageInfo: { hasNextPage: found.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

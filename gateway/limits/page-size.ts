/**
 * How many items a field asks for: its `first` or `last`, wherever the figure comes from.
 *
 * A literal, a variable, a variable's default, the argument's default in the schema, or a field of an input object
 * one level down: all are read, because whichever is not read is the way around the limit.
 */
import { type FieldNode, type GraphQLField, valueFromASTUntyped } from 'graphql';

const PAGE_ARGUMENTS: ReadonlySet<string> = new Set(['first', 'last']);

export type Variables = Readonly<Record<string, unknown>>;

/** Gives the page size asked for, or null when the field takes none or was given none. */
export function pageSizeOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Variables,
): number | null {
  const given = new Map((node.arguments ?? []).map((argument) => [argument.name.value, argument.value]));
  const sizes: number[] = [];
  for (const argument of field.args) {
    const literal = given.get(argument.name);
    const value =
      literal === undefined ? undefined : valueFromASTUntyped(literal, variables as Record<string, unknown>);
    sizes.push(...sizesIn(argument.name, value ?? argument.defaultValue));
  }
  return sizes.length === 0 ? null : Math.max(...sizes);
}

function sizesIn(name: string, value: unknown): number[] {
  if (PAGE_ARGUMENTS.has(name)) return typeof value === 'number' && value > 0 ? [value] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, size]) =>
    PAGE_ARGUMENTS.has(key) && typeof size === 'number' && size > 0 ? [size] : [],
  );
}

/**
 * What an operation would make the graph do, measured on its syntax tree before anything is validated, planned or
 * asked.
 *
 * Measuring is never dearer than reading: a fragment is measured once for each page size that reaches it, however
 * often it is spread, and a fragment that spreads itself stops there (validation refuses it afterwards).
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { pageSizeOf, type Variables } from './page-size.js';

/** Sums saturate here, far above every limit and far below what a number cannot count. */
const CEILING = 1e12;

export interface Measure {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly rootFields: number;
  readonly selections: number;
  readonly cost: number;
}

interface Weight {
  depth: number;
  introspectionDepth: number;
  fields: number;
  selections: number;
  cost: number;
}

export interface Measured {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  readonly assumedListLength: number;
}

export function measureOperation(measured: Measured): Measure {
  const root = measured.schema.getRootType(measured.operation.operation) ?? null;
  const weight = new Scale(measured).weigh(measured.operation.selectionSet, root, null);
  return { ...weight, rootFields: weight.fields };
}

class Scale {
  private readonly fragmentWeights = new Map<string, Weight>();
  private readonly defaults: Variables;

  constructor(private readonly measured: Measured) {
    this.defaults = withDefaults(measured.operation, measured.variables);
  }

  /** Weighs a selection set; `pageSize` is that of a connection just above, still to be used by its first list. */
  weigh(set: SelectionSetNode, parent: GraphQLCompositeType | null, pageSize: number | null): Weight {
    const sum: Weight = { depth: 0, introspectionDepth: 0, fields: 0, selections: 0, cost: 0 };
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        add(sum, this.weighField(selection, parent, pageSize));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const narrowed = this.typeNamed(selection.typeCondition?.name.value) ?? parent;
        add(sum, this.weigh(selection.selectionSet, narrowed, pageSize));
      } else {
        add(sum, this.weighFragment(selection.name.value, pageSize));
      }
    }
    return sum;
  }

  private weighFragment(name: string, pageSize: number | null): Weight {
    const key = `${name} ${pageSize}`;
    const known = this.fragmentWeights.get(key);
    if (known !== undefined) return known;
    const nothing: Weight = { depth: 0, introspectionDepth: 0, fields: 0, selections: 0, cost: 0 };
    const fragment = this.measured.fragments.get(name);
    if (fragment === undefined) return nothing;
    // Standing in while it is being weighed: this is what ends a circle.
    this.fragmentWeights.set(key, nothing);
    const type = this.typeNamed(fragment.typeCondition.name.value);
    const weight = this.weigh(fragment.selectionSet, type, pageSize);
    this.fragmentWeights.set(key, weight);
    return weight;
  }

  private weighField(node: FieldNode, parent: GraphQLCompositeType | null, inherited: number | null): Weight {
    const name = node.name.value;
    const below = node.selectionSet;
    if (below === undefined) return leaf();
    if (name === '__schema' || name === '__type') return this.weighIntrospection(below);
    const field = fieldOf(parent, name);
    const type = field === null ? null : getNamedType(field.type);
    const asked = field === null ? null : pageSizeOf(node, field, this.defaults);
    const isList = field !== null && isListField(field);
    const items = isList ? (asked ?? inherited ?? this.measured.assumedListLength) : 1;
    const child = this.weigh(below, isCompositeType(type) ? type : null, isList ? null : asked);
    return {
      depth: child.depth + 1,
      introspectionDepth: child.introspectionDepth,
      fields: 1,
      selections: capped(1 + child.selections),
      cost: capped(items * (1 + child.cost)),
    };
  }

  /** Introspection costs no subgraph anything; its width is bounded by validation, its depth here. */
  private weighIntrospection(below: SelectionSetNode): Weight {
    const child = this.weigh(below, null, null);
    return { ...leaf(), introspectionDepth: child.depth + 1, selections: capped(1 + child.selections) };
  }

  private typeNamed(name: string | undefined): GraphQLCompositeType | null {
    const type = name === undefined ? undefined : this.measured.schema.getType(name);
    return isCompositeType(type) ? type : null;
  }
}

function leaf(): Weight {
  return { depth: 1, introspectionDepth: 0, fields: 1, selections: 1, cost: 0 };
}

function add(sum: Weight, part: Weight): void {
  sum.depth = Math.max(sum.depth, part.depth);
  sum.introspectionDepth = Math.max(sum.introspectionDepth, part.introspectionDepth);
  sum.fields = capped(sum.fields + part.fields);
  sum.selections = capped(sum.selections + part.selections);
  sum.cost = capped(sum.cost + part.cost);
}

function capped(figure: number): number {
  return Math.min(figure, CEILING);
}

function fieldOf(parent: GraphQLCompositeType | null, name: string): GraphQLField<unknown, unknown> | null {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
  return parent.getFields()[name] ?? null;
}

function isListField(field: GraphQLField<unknown, unknown>): boolean {
  const outer = isNonNullType(field.type) ? field.type.ofType : field.type;
  return isListType(outer);
}

function withDefaults(operation: OperationDefinitionNode, given: Variables): Variables {
  const values: Record<string, unknown> = {};
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const value = definition.defaultValue;
    if (value?.kind === Kind.INT) values[name] = Number(value.value);
    if (value?.kind === Kind.OBJECT) {
      values[name] = Object.fromEntries(
        value.fields.flatMap((field) =>
          field.value.kind === Kind.INT ? [[field.name.value, Number(field.value.value)]] : [],
        ),
      );
    }
    if (given[name] !== undefined) values[name] = given[name];
  }
  return values;
}

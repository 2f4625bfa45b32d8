/** What an operation is measured to be, and which limit refuses it. */
import { buildSchema, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { OperationGate } from '../../../gateway/limits/admission.js';
import { defaultLimits } from '../../../gateway/limits/limits.js';
import { measureOperation } from '../../../gateway/limits/measure.js';
import { responseSize } from '../../../gateway/limits/response-size.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';

const schema = buildSchema(`
  type Node { id: ID! name: String next: Node list: [Node!]! page(first: Int, last: Int): [Node!]! tags: [String!]! }
  type Edge { node: Node! }
  type Connection { edges: [Edge!]! nodes: [Node!] total: Int }
  input Page { first: Int last: Int }
  type Query {
    node: Node
    list: [Node]
    page(first: Int = 10): [Node]
    connection(first: Int, last: Int): Connection
    by(page: Page): [Node]
  }
  input Line { sku: String }
  type Mutation { record(lines: [Line!]!): Node }
`);

function measure(query: string, variables: Record<string, unknown> = {}) {
  const { definitions } = parse(query);
  const operation = definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error('the case has no operation');
  const fragments = definitions.filter(
    (one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION,
  );
  return measureOperation({
    schema,
    operation,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    variables,
    assumedListLength: 20,
  });
}

describe('cost is the number of objects asked for', () => {
  const cases: [query: string, cost: number, variables?: Record<string, unknown>][] = [
    ['{node{id}}', 1],
    ['{node{tags}}', 1],
    ['{node{next{id}}}', 2],
    ['{list{id}}', 20],
    ['{list{next{id}}}', 40],
    ['{list{list{id}}}', 420],
    ['{page{id}}', 10],
    ['{page(first:3){id}}', 3],
    ['{node{page(last:7){id}}}', 8],
    ['{node{page(first:2,last:9){id}}}', 10],
    ['query($n:Int){page(first:$n){id}}', 50, { n: 50 }],
    ['query($n:Int=30){page(first:$n){id}}', 30],
    ['query($n:Int=30){page(first:$n){id}}', 5, { n: 5 }],
    ['query($n:Int){page(first:$n){id}}', 10],
    ['query($p:Page){by(page:$p){id}}', 70, { p: { first: 70 } }],
    ['query($p:Page={last:70}){by(page:$p){id}}', 70],
    ['query($n:Int){by(page:{first:$n}){id}}', 60, { n: 60 }],
    ['{connection(first:5){total}}', 1],
    ['{connection(first:5){edges{node{id}}}}', 11],
    ['{connection(first:5){edges{node{id}} nodes{id}}}', 16],
    ['{connection(first:5){...C}} fragment C on Connection {edges{node{list{id}}}}', 1 + 5 * (1 + 1 + 20)],
    ['{page(first:-5){id}}', 20],
    ['{__schema{types{fields{args{name}}}}}', 0],
    ['mutation($l:[Line!]!){record(lines:$l){id}}', 1, { l: Array(5_000).fill({ sku: 'x' }) }],
  ];
  test.each(cases)('%s costs %i', (query, cost, variables) => {
    expect(measure(query, variables).cost).toBe(cost);
  });
});

test('depth, root fields and selections are counted with fragments written out', () => {
  const query = '{a:node{...F} b:node{... on Node{...F}}} fragment F on Node {id next{id name}}';
  expect(measure(query)).toMatchObject({ depth: 3, rootFields: 2, selections: 10 });
});

test('a fragment that spreads itself is measured and ends', () => {
  expect(measure('{node{...F}} fragment F on Node {id next{...F}}').selections).toBe(3);
});

test('2 to the power of 60 selections are counted at once', () => {
  const levels = Array.from(
    { length: 60 },
    (_, n) => `fragment f${n} on Node {next{...f${n + 1}} n:next{...f${n + 1}}}`,
  );
  const query = `{node{...f0}} ${levels.join(' ')} fragment f60 on Node {id}`;
  expect(measure(query).selections).toBeGreaterThan(defaultLimits.selectionsMax);
});

test('introspection has a depth of its own', () => {
  const deep = `{__schema{types{${'ofType{'.repeat(9)}name${'}'.repeat(9)}}}}`;
  expect(measure(deep)).toMatchObject({ depth: 1, introspectionDepth: 12 });
});

describe('the gate', () => {
  const gate = (isIntrospectionOpen = true) => new OperationGate(schema, defaultLimits, isIntrospectionOpen);
  const stranger = { kind: 'anonymous' } as const;
  const refusalOf = (query: string, operationName?: string): DoorError => {
    try {
      gate().admit({ query, variables: {}, operationName }, stranger);
    } catch (fault) {
      if (fault instanceof DoorError) return fault;
      throw fault;
    }
    throw new Error(`admitted: ${query}`);
  };
  const at = (depth: number) => `{node${'{next'.repeat(depth - 2)}{id}${'}'.repeat(depth - 2)}}`;

  test.each([
    ['depth', at(11)],
    ['aliases', `{node{${Array.from({ length: 16 }, (_, n) => `a${n}:id`).join(' ')}}}`],
    ['root fields', `{${'node{id} '.repeat(21)}}`],
    ['tokens', `{node{${'id '.repeat(1_000)}}}`],
    ['directives', `{node{id${' @skip(if:true)'.repeat(51)}}}`],
    ['selections', `{node{${'...F '.repeat(60)}}} fragment F on Node {${'id '.repeat(40)}}`],
    ['cost', '{page(first:10001){id}}'],
    ['introspection depth', `{__schema{types{${'ofType{'.repeat(16)}name${'}'.repeat(16)}}}}`],
  ])('names the limit %s, its figure and what was asked', (limit, query) => {
    const { code, message, extensions } = refusalOf(query);
    expect(code).toBe('TOO_COSTLY');
    expect(extensions).toMatchObject({ limit, max: expect.any(Number), retryable: false });
    expect(message).toContain(`${limit} limit is ${extensions['max']}`);
  });

  test.each([at(10), '{page(first:10000){id}}', `{${'node{id} '.repeat(20)}}`])('lets %s pass', (query) => {
    expect(gate().admit({ query, variables: {} }, stranger).operation.kind).toBe(Kind.OPERATION_DEFINITION);
  });

  test.each([
    ['{node{', undefined, 'GRAPHQL_PARSE_FAILED'],
    ['', undefined, 'GRAPHQL_PARSE_FAILED'],
    ['query A{node{id}} query B{node{id}}', undefined, 'BAD_USER_INPUT'],
    ['query A{node{id}}', 'C', 'BAD_USER_INPUT'],
    ['fragment F on Node {id}', undefined, 'BAD_USER_INPUT'],
  ])('refuses %j with the operation name %j as %s', (query, operationName, code) => {
    expect(refusalOf(query, operationName).code).toBe(code);
  });

  test('shows the schema to a stranger only when it is open', () => {
    const request = { query: '{__type(name:"Node"){name}}', variables: {} };
    expect(() => gate(false).admit(request, stranger)).toThrow('Introspection is for known callers');
    expect(gate(false).admit(request, { kind: 'operator', subject: 'o' }).document).toBeDefined();
  });
});

test('the size of an answer is that of its JSON, and the walk ends once it is too large', () => {
  const answer = { board: { rank: 1, names: ['Ann', 'Bob'], open: true, next: null } };
  const written = JSON.stringify(answer).length;
  expect(Math.abs(responseSize(answer, 1_000) - written)).toBeLessThan(written / 4);
  const endless = { list: Array(1_000_000).fill('x'.repeat(100)) };
  expect(responseSize(endless, 1_000)).toBeLessThan(2_000);
});

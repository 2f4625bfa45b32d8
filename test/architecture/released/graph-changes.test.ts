/**
 * The check of the graph against its released self is able to fail: one planted change for each way to break a
 * client.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, print, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../shared/platform/config/package-root.js';
import { allowedChanges, undecided } from './allowed-changes.js';
import { graphChanges } from './graph-changes.js';

const released = `
  type Query { member(id: ID!): Member members(first: Int! = 20): [Member!]! join(input: Joining!): Joined }
  type Member { id: ID! name: String! phone: String kind: CardKind! }
  enum CardKind { VIRTUAL PLASTIC }
  input Joining { name: String! nickname: String }
  union Joined = Member | NameTaken
  type NameTaken { message: String! }
`;

/** Each edit of the released schema, and the end of the sentence that must name it. */
const breaking: readonly (readonly [what: string, from: string, to: string, named: RegExp])[] = [
  ['a removed field', 'phone: String', '', /'phone' was removed from object type 'Member'/],
  ['a removed query', 'member(id: ID!): Member ', '', /'member' was removed from object type 'Query'/],
  ['another type', 'name: String! phone', 'name: Int! phone', /Member\.name.*from 'String!' to 'Int!'/],
  ['a field that may be null now', 'name: String! phone', 'name: String phone', /Member\.name.*to 'String'/],
  [
    'a new required argument',
    'id: ID!)',
    'id: ID!, by: String!)',
    /'by: String!' added to field 'Query\.member'/,
  ],
  ['a removed argument', '(first: Int! = 20)', '', /'first: Int!' was removed from field 'Query\.members'/],
  ['another default', '= 20', '= 10', /Query\.members.*from '20' to '10'/],
  ['a removed enum value', 'VIRTUAL PLASTIC', 'VIRTUAL', /'PLASTIC' was removed from enum 'CardKind'/],
  ['a new required input field', 'nickname: String', 'nickname: String age: Int!', /'age'.*'Joining'/],
  ['an input field required now', 'nickname: String', 'nickname: String!', /Joining\.nickname.*to 'String!'/],
  ['a removed union member', ' | NameTaken', '', /'NameTaken' was removed from Union type 'Joined'/],
];

const additive: readonly (readonly [what: string, from: string, to: string])[] = [
  ['a new field', 'phone: String', 'phone: String email: String'],
  ['a new optional argument', 'id: ID!)', 'id: ID!, by: String)'],
  ['a new argument with a default', 'id: ID!)', 'id: ID!, by: String! = "id")'],
  ['a new optional input field', 'nickname: String', 'nickname: String age: Int'],
  ['a new enum value', 'VIRTUAL PLASTIC', 'VIRTUAL PLASTIC WATCH'],
  ['a new refusal', '| NameTaken', '| NameTaken | NameTooLong type NameTooLong { message: String! }'],
  ['a deprecation', 'phone: String', 'phone: String @deprecated(reason: "see cards")'],
  ['a description', 'type Member', '"A person." type Member'],
];

function edited(from: string, to: string): string {
  expect(released).toContain(from);
  return released.replace(from, to);
}

describe('a change of the graph', () => {
  it.each(breaking)('that is %s breaks clients and is named', async (_what, from, to, named) => {
    const changes = await graphChanges(released, edited(from, to));
    expect(changes).toEqual([expect.stringMatching(named)]);
  });

  it.each(additive)('that is %s breaks nobody', async (_what, from, to) => {
    expect(await graphChanges(released, edited(from, to))).toEqual([]);
  });

  it('is none between the schema of today and itself', async () => {
    const today = readFileSync(join(packageRoot, 'docs/schema.graphql'), 'utf8');
    expect(await graphChanges(today, today)).toEqual([]);
    const without = print(
      visit(parse(today), { FieldDefinition: ({ name }) => (name.value === 'rank' ? null : undefined) }),
    );
    expect(await graphChanges(today, without)).toEqual([
      "Field 'rank' was removed from object type 'Standing'",
    ]);
  });
});

describe('the list of allowed changes', () => {
  const page = '# Allowed\n\n- `Event a.b.1 was removed`: nobody ever read it.\n- `no reason`:\n';

  it('holds the lines that give a reason', () => {
    expect(allowedChanges(page)).toEqual(['Event a.b.1 was removed']);
  });

  it('lets pass what is on it', () => {
    expect(undecided(['Event a.b.1 was removed'], allowedChanges(page))).toEqual([]);
  });

  it('says how to allow what is not on it', () => {
    const [finding, ...others] = undecided(['Event c.d.1 was removed'], []);
    expect(finding).toContain('breaking: Event c.d.1 was removed');
    expect(finding).toContain('- `Event c.d.1 was removed`: why');
    expect(others).toEqual([]);
  });

  it('may not keep a line whose change did not happen', () => {
    expect(undecided([], allowedChanges(page))).toEqual([
      expect.stringContaining('allows what did not happen: Event a.b.1 was removed'),
    ]);
  });
});

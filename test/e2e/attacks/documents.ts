/**
 * Documents made to hurt, on the cycles that the real graph has, with the limit or the code that each must be
 * refused by.
 */
export interface Attack {
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly code: string;
  /** Which limit the refusal names, for TOO_COSTLY. */
  readonly limit?: RegExp;
}

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** `{ start { a { b { a { b ... { id } } } } } }` */
function cycle(start: string, turn: readonly string[], turns: number): string {
  const steps = Array.from({ length: turns }, () => turn).flat();
  return `{ ${start} { ${steps.map((step) => `${step} {`).join(' ')} id ${'}'.repeat(steps.length)} } }`;
}

const costly = (title: string, query: string, limit: RegExp, variables = {}): Attack => ({
  title,
  query,
  variables,
  code: 'TOO_COSTLY',
  limit,
});

const bomb = [
  '{ me { ...f0 } }',
  ...Array.from({ length: 15 }, (_, n) => `fragment f${n} on Member { id ...f${n + 1} ...f${n + 1} }`),
  'fragment f15 on Member { id }',
].join(' ');

const wide = `{ partners(first: 100) { edges { node { stores(first: 100) { partner { id } } } } } }`;
const PAGED = 'members(first: $n) { edges { node { id } } }';

export const attacks: readonly Attack[] = [
  costly(
    'members and purchases in a circle',
    cycle('me', ['purchases', 'edges', 'node', 'member'], 20),
    /^(depth|cost)$/,
  ),
  costly(
    'partners and stores in a circle',
    cycle('partners { edges { node', ['stores', 'partner'], 40).concat(' } }'),
    /^(depth|cost)$/,
  ),
  costly(
    'boards and members in a circle',
    cycle('leaderboards', ['standings', 'edges', 'node', 'member', 'standings', 'leaderboard'], 10),
    /^(depth|cost)$/,
  ),
  costly('shallow lists that multiply', wide, /^cost$/),
  costly('1,000 aliases', `{ ${times(1_000, (n) => `a${n}: programmeTerms { currency }`)} }`, /^tokens$/),
  costly('100 aliases', `{ ${times(100, (n) => `a${n}: programmeTerms { currency }`)} }`, /^aliases$/),
  costly(
    'aliases in a fragment',
    `{ ...f } fragment f on Query { ${times(20, (n) => `a${n}: ledgerProof { holds }`)} }`,
    /^aliases$/,
  ),
  costly('a page size by literal', '{ members(first: 100000) { edges { node { id } } } }', /^cost$/),
  costly('a page size by variable', `query ($n: Int!) { ${PAGED} }`, /^cost$/, { n: 100_000 }),
  costly('a page size by default', `query ($n: Int! = 100000) { ${PAGED} }`, /^cost$/),
  costly(
    'a page size behind a fragment',
    `{ ...f } fragment f on Query { members(first: 100000) { ...g } }
      fragment g on MemberConnection { edges { cursor } }`,
    /^cost$/,
  ),
  costly('a fragment bomb', bomb, /^selections$/),
  costly('2,000 levels', `${'{ me '.repeat(2_000)}${'}'.repeat(2_000)}`, /^tokens$/),
  costly(
    'a flood of directives',
    `{ programmeTerms { currency ${'@skip(if: false) '.repeat(60)} } }`,
    /^directives$/,
  ),
  costly('10,000 unknown fields', `{ ${times(10_000, (n) => `no${n}`)} }`, /^tokens$/),
  {
    title: 'a fragment cycle',
    query: '{ me { ...a } } fragment a on Member { ...b } fragment b on Member { ...a }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'an unknown directive',
    query: `{ programmeTerms { currency ${'@no '.repeat(40)} } }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { title: 'unknown fields', query: `{ ${times(19, (n) => `no${n}`)} }`, code: 'GRAPHQL_VALIDATION_FAILED' },
  { title: 'a close field name', query: '{ programmeTerm { currency } }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    title: 'a close argument and type',
    query: '{ partner(idd: "x") { ... on Partnr { id } } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'a field name of 50,000 letters',
    query: `{ ${'a'.repeat(50_000)} }`,
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    title: 'introspection of a closed graph',
    query: '{ __schema { types { name } } }',
    code: 'UNAUTHENTICATED',
  },
  {
    title: 'introspection of one type',
    query: '{ __type(name: "Member") { fields { name } } }',
    code: 'UNAUTHENTICATED',
  },
  {
    title: 'introspection in a fragment',
    query: '{ ...f } fragment f on Query { __schema { queryType { name } } }',
    code: 'UNAUTHENTICATED',
  },
  { title: 'federation’s own fields', query: '{ _service { sdl } }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    title: 'what is for the gateway alone',
    query: '{ apiKeyOwner(secretHash: "x") { partnerId } }',
    code: 'GRAPHQL_VALIDATION_FAILED',
  },
  { title: 'no GraphQL at all', query: `{ ${'('.repeat(200)}`, code: 'GRAPHQL_PARSE_FAILED' },
  {
    title: 'a huge value of the wrong kind',
    query: 'query ($n: Int!) { partners(first: $n) { edges { node { id } } } }',
    variables: { n: 'a'.repeat(50_000) },
    code: 'BAD_USER_INPUT',
  },
];

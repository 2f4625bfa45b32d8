/**
 * Packages that have their own places, and knots that nobody may tie.
 */
const { PRODUCT, packages, rule } = require('./words.cjs');

const tools = [
  rule(
    'typeorm-has-its-places',
    'Storage is reached through stores; commands and queries may name its types.',
    {
      path: '^(gateway|subgraphs|shared)/',
      pathNot: [
        '\\.(row|store|resolver|command|query|loader|listener)\\.ts$',
        '^subgraphs/[^/]+/(subgraph|main)\\.ts$',
        '^subgraphs/[^/]+/migrations/',
        '^shared/platform/(database|outbox|inbox|bus|idempotency|runtime)/',
        '^gateway/start/',
      ],
    },
    packages('typeorm'),
  ),
  rule(
    'type-graphql-has-its-places',
    'The graph is declared at the doors only.',
    {
      path: '^(gateway|subgraphs|shared)/',
      pathNot: ['\\.(resolver|type)\\.ts$', '^subgraphs/[^/]+/problem\\.ts$', '^shared/platform/graph/'],
    },
    packages('type-graphql'),
  ),
];

const knots = [
  rule('no-cycles', 'A circle cannot be read, tested or removed in parts.', {}, { circular: true }),
  rule(
    'no-barrels',
    'A file that only re-exports ties everything to everything.',
    {},
    { path: `${PRODUCT}.*(^|/)index\\.tsx?$` },
  ),
  rule('no-unresolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
  rule(
    'no-development-packages-in-the-product',
    'A production install leaves them out.',
    { path: '^(gateway|subgraphs|shared)/' },
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['npm', 'npm-optional'],
    },
  ),
  rule(
    'no-undeclared-packages',
    'A package that came by chance goes by chance.',
    { path: '^(gateway|subgraphs|shared|test)/' },
    {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
    },
  ),
];

module.exports = { tools, knots };

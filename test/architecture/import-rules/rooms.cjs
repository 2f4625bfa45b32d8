/**
 * The rooms inside a subgraph: the role in a file's name says what it may import.
 */
const { FEATURE, DOMAIN, inFeature, ownFiles, rule, ROLE } = require('./words.cjs');

const rooms = [
  rule('domain-is-pure', 'Pure domain imports pure domain of its subgraph, values and contracts.', DOMAIN, {
    path: '^(subgraphs|shared|gateway)/',
    pathNot: ['^shared/(values|contracts)/', `^subgraphs/$1/(?!migrations/)[^/]+/(?![^/]+${ROLE})`],
  }),
  rule(
    'domain-has-no-machinery',
    'No clock, random, file, database or graph enters the domain but by argument.',
    DOMAIN,
    {
      path: '^(node_modules/)?(typeorm|(type-)?graphql(-ws)?|pg|ioredis|pino|uuid|dataloader|undici|@apollo)(/|$)',
    },
  ),
  rule('domain-has-no-platform-of-node', 'The same facts give the same decision anywhere.', DOMAIN, {
    dependencyTypes: ['core'],
  }),
  rule(
    'values-have-no-machinery',
    'Values and contracts are plain.',
    { path: '^shared/(values|contracts)/' },
    {
      path: '^(node_modules/)?(typeorm|graphql|type-graphql|pg|ioredis|pino|express|undici|@apollo)(/|$)',
    },
  ),
  rule(
    'resolver-calls-commands-and-queries',
    'The door never touches storage.',
    inFeature('resolver'),
    ownFiles('store|listener|resolver'),
  ),
  rule(
    'command-decides-and-stores',
    'A command knows no door and no other way in.',
    inFeature('command'),
    ownFiles('resolver|type|listener'),
  ),
  rule(
    'query-reads',
    'A query knows no door and writes nothing.',
    inFeature('query|loader'),
    ownFiles('resolver|type|listener|command'),
  ),
  rule(
    'listener-calls-a-command',
    'What is heard is done by a command.',
    inFeature('listener'),
    ownFiles('resolver|type|store|row|listener'),
  ),
  rule(
    'store-knows-rows',
    'A store gives rows and facts, and knows nobody above.',
    inFeature('store'),
    ownFiles('resolver|type|command|query|loader|listener'),
  ),
  rule(
    'row-is-a-row',
    'A row knows other rows at most.',
    inFeature('row'),
    ownFiles('resolver|type|command|query|loader|store|listener'),
  ),
  rule(
    'graph-type-is-a-shape',
    'A graph type is filled by a resolver; it fetches nothing.',
    inFeature('type'),
    ownFiles('resolver|command|store|listener'),
  ),
  rule(
    'features-meet-in-the-open',
    'A feature uses another by its commands, queries, graph types and domain.',
    { path: `${FEATURE}[^/]+\\.ts$` },
    {
      path: '^subgraphs/$1/(?!$2/)[^/]+/[^/]+\\.(store|listener|resolver)\\.ts$',
    },
  ),
];

module.exports = { rooms };

/**
 * The large houses: subgraphs, gateway, shared, pages and tests, and who of them may know whom.
 */
const { PRODUCT, rule } = require('./words.cjs');

const houses = [
  rule(
    'subgraphs-never-import-each-other',
    'What one needs of another arrives by events.',
    { path: '^subgraphs/([^/]+)/' },
    {
      path: '^subgraphs/',
      pathNot: '^subgraphs/$1/',
    },
  ),
  rule(
    'subgraphs-never-import-the-gateway',
    'A subgraph runs without a gateway.',
    { path: '^subgraphs/' },
    { path: '^(gateway|web)/' },
  ),
  rule(
    'shared-knows-nobody',
    'What all share cannot depend on one of them.',
    { path: '^shared/' },
    { path: '^(gateway|subgraphs|web)/' },
  ),
  rule(
    'values-are-the-ground',
    'Values import nothing of ours but values.',
    { path: '^shared/values/' },
    {
      path: '^shared/',
      pathNot: '^shared/values/',
    },
  ),
  rule(
    'contracts-know-only-values',
    'A contract outlives every implementation of it.',
    { path: '^shared/contracts/' },
    {
      path: '^shared/',
      pathNot: '^shared/(values|contracts)/',
    },
  ),
  rule(
    'gateway-imports-shared-only',
    'Only the composition roots in gateway/start put subgraphs together.',
    {
      path: '^gateway/',
      pathNot: '^gateway/start/',
    },
    { path: '^(subgraphs|web)/' },
  ),
  rule(
    'composition-roots-see-definitions-only',
    'gateway/start takes a subgraph whole, by its definition.',
    { path: '^gateway/start/' },
    {
      path: '^(subgraphs|web)/',
      pathNot: '^subgraphs/[^/]+/subgraph\\.ts$',
    },
  ),
  rule(
    'clients-use-the-public-graph',
    'A client knows what anyone outside could know, and the values.',
    { path: '^gateway/clients/' },
    {
      path: PRODUCT,
      pathNot: '^(gateway/clients|shared/values)/',
    },
  ),
  rule(
    'gateway-does-not-need-its-clients',
    'Clients are started by composition roots, never by the door.',
    {
      path: '^gateway/',
      pathNot: '^gateway/(clients|start)/',
    },
    { path: '^gateway/clients/' },
  ),
  rule('nobody-imports-test', 'The product works without its tests.', { path: PRODUCT }, { path: '^test/' }),
];

module.exports = { houses };

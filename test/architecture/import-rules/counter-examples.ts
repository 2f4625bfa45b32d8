/**
 * One smallest breach of every import rule: [rule, importing file, what it imports]; and imports that no rule may mind.
 */
type Breach = readonly [rule: string, from: string, imported: string];

export const breaches: readonly Breach[] = [
  ['subgraphs-never-import-each-other', 'subgraphs/a/subgraph.ts', '../b/room/fact.js'],
  ['subgraphs-never-import-the-gateway', 'subgraphs/c/main.ts', '../../gateway/limits/depth.js'],
  ['shared-knows-nobody', 'shared/platform/bus/bus.ts', '../../../subgraphs/a/room/some.query.js'],
  ['values-are-the-ground', 'shared/values/money.ts', '../contracts/some-events.js'],
  ['contracts-know-only-values', 'shared/contracts/some-wire.ts', '../platform/bus/relay.js'],
  ['gateway-imports-shared-only', 'gateway/live/hub.ts', '../../subgraphs/a/room/fact.js'],
  [
    'composition-roots-see-definitions-only',
    'gateway/start/embedded.ts',
    '../../subgraphs/a/room/deep.command.js',
  ],
  ['clients-use-the-public-graph', 'gateway/clients/demo/till.ts', '../../../shared/platform/bus/relay.js'],
  ['gateway-does-not-need-its-clients', 'gateway/health/ready.ts', '../clients/demo/seed.js'],
  ['nobody-imports-test', 'gateway/limits/tokens.ts', '../../test/world/clock.js'],
  ['domain-is-pure', 'subgraphs/a/room/earning.ts', './entry.store.js'],
  ['domain-is-pure', 'subgraphs/a/room/lots.ts', '../../../shared/platform/runtime/id-source.js'],
  ['domain-has-no-machinery', 'subgraphs/a/room/expiry.ts', 'graphql'],
  ['domain-has-no-platform-of-node', 'subgraphs/a/room/hash.ts', 'node:crypto'],
  ['values-have-no-machinery', 'shared/values/ids.ts', 'graphql'],
  ['resolver-calls-commands-and-queries', 'subgraphs/a/room/enrol.resolver.ts', './member.store.js'],
  ['command-decides-and-stores', 'subgraphs/a/room/enrol.command.ts', './member.type.js'],
  ['query-reads', 'subgraphs/a/room/member.query.ts', './forget.command.js'],
  ['listener-calls-a-command', 'subgraphs/a/room/heard.listener.ts', './heard.store.js'],
  ['store-knows-rows', 'subgraphs/a/room/card.store.ts', './issue.command.js'],
  ['row-is-a-row', 'subgraphs/a/room/card.row.ts', './other.store.js'],
  ['graph-type-is-a-shape', 'subgraphs/a/room/card.type.ts', './card-facts.store.js'],
  ['features-meet-in-the-open', 'subgraphs/a/room/bridge.command.ts', '../neighbour/secret-shelf.store.js'],
  ['typeorm-has-its-places', 'gateway/upstream/sender.ts', 'typeorm'],
  ['type-graphql-has-its-places', 'subgraphs/a/room/buy.command.ts', 'type-graphql'],
  ['no-cycles', 'shared/platform/ring/one.ts', './one.js'],
  ['no-barrels', 'shared/platform/bus/consumer.ts', './index.js'],
  ['no-unresolvable', 'shared/platform/bus/lost.ts', './absent.js'],
  ['no-development-packages-in-the-product', 'gateway/plan/cost.ts', 'a-tool'],
  ['no-undeclared-packages', 'gateway/plan/trace.ts', 'a-stranger'],
];

export const innocents: readonly (readonly [from: string, imported: string])[] = [
  ['subgraphs/ok/subgraph.ts', './room/good.resolver.js'],
  ['subgraphs/ok/room/plain.ts', '../other/pure.js'],
  ['subgraphs/ok/room/worth.ts', '../../../shared/values/worth.js'],
  ['subgraphs/ok/room/good.command.ts', '../other/post.command.js'],
  ['subgraphs/ok/room/good.store.ts', 'typeorm'],
  ['subgraphs/ok/room/good.type.ts', 'type-graphql'],
  ['subgraphs/ok/room/key.secret.ts', 'node:crypto'],
  ['subgraphs/ok/migrations/0001-first.ts', 'typeorm'],
  ['gateway/start/distributed.ts', '../../subgraphs/ok/subgraph.js'],
  ['gateway/clients/import/read.ts', '../../../shared/values/worth.js'],
  ['test/world/world.ts', '../../gateway/start/distributed.js'],
];

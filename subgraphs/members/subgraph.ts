/** What the members subgraph consists of. It hears nobody: who people are does not depend on what they buy. */
import type { GraphQLSchema } from 'graphql';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { CardRow } from './cards/card.row.js';
import { IssueCardResolver } from './cards/issue-card.resolver.js';
import { EnrolMemberResolver } from './enrolment/enrol-member.resolver.js';
import { MemberResolver } from './enrolment/member.resolver.js';
import { MemberRow } from './enrolment/member.row.js';
import { memberById } from './enrolment/members.query.js';
import { PhoneVault } from './enrolment/phone-vault.js';
import { Members1763800000001 } from './migrations/0001-members.js';
import { SetPublicNameResolver } from './public-names/set-public-name.resolver.js';

function buildSchema({ database, clock, secret }: SubgraphDependencies): Promise<GraphQLSchema> {
  const vault = new PhoneVault(secret);
  return buildFederatedSchema({
    resolvers: [
      new MemberResolver(database, vault),
      new EnrolMemberResolver({ database, vault, clock }),
      new IssueCardResolver({ database, clock }),
      new SetPublicNameResolver(database),
    ],
    references: { Member: (reference, context) => memberById(database, context, reference.id) },
  });
}

export const membersSubgraph: SubgraphDefinition = {
  name: 'members',
  migrations: [Members1763800000001],
  rows: [MemberRow, CardRow],
  buildSchema,
  startWorkers: () => [],
};

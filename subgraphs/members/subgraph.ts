/** What the members subgraph consists of. It hears nobody: who people are does not depend on what they buy. */
import type { GraphQLSchema } from 'graphql';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { CardRow } from './cards/card.row.js';
import { IssueCardResolver } from './cards/issue-card.resolver.js';
import { Members1763800000001 } from './migrations/0001-members.js';
import { EnrolMemberResolver } from './people/enrol-member.resolver.js';
import { MemberResolver } from './people/member.resolver.js';
import { MemberRow } from './people/member.row.js';
import { PhoneVault } from './people/phone-vault.secret.js';
import { SetPublicNameResolver } from './people/set-public-name.resolver.js';

function buildSchema({ database, clock, secret }: SubgraphDependencies): Promise<GraphQLSchema> {
  const vault = new PhoneVault(secret);
  const members = new MemberResolver(database, vault);
  return buildFederatedSchema({
    resolvers: [
      members,
      new EnrolMemberResolver({ database, vault, clock }),
      new IssueCardResolver({ database, clock }),
      new SetPublicNameResolver(database),
    ],
    references: { Member: (reference, context) => members.memberOf(reference, context) },
  });
}

export const membersSubgraph: SubgraphDefinition = {
  name: 'members',
  migrations: [Members1763800000001],
  rows: [MemberRow, CardRow],
  buildSchema,
  startWorkers: () => [],
};

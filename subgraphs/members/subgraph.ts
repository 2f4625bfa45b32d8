/** What the members subgraph consists of. It hears nobody: who people are does not depend on what they buy. */
import type { GraphQLSchema } from 'graphql';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { CardRow } from './cards/card.row.js';
import { IssueCardResolver } from './cards/issue-card.resolver.js';
import { ChangeHouseholdResolver } from './households/change-household.resolver.js';
import { HouseholdMemberResolver, HouseholdOfMemberResolver } from './households/household.resolver.js';
import { OpenHouseholdResolver } from './households/open-household.resolver.js';
import { EndInvitationResolver } from './invitations/end-invitation.resolver.js';
import {
  InvitationResolver,
  InvitationsOfMemberResolver,
  InvitationsToHouseholdResolver,
} from './invitations/invitation.resolver.js';
import { InviteToHouseholdResolver } from './invitations/invite-to-household.resolver.js';
import { MergeResolver, MergesOfMemberResolver } from './merging/merge.resolver.js';
import { MergeMembersResolver } from './merging/merge-members.resolver.js';
import { membersMigrations } from './migrations/list.js';
import { AddBuyerResolver } from './organisations/add-buyer.resolver.js';
import { ChangeBuyerResolver } from './organisations/change-buyer.resolver.js';
import { EnrolOrganisationResolver } from './organisations/enrol-organisation.resolver.js';
import {
  BuyersOfOrganisationResolver,
  OrganisationOfMemberResolver,
} from './organisations/organisation.resolver.js';
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
      ...householdResolvers({ database, clock }),
      ...organisationResolvers({ database, clock }),
      new MergeMembersResolver({ database, clock }),
      new MergesOfMemberResolver(database),
      new MergeResolver(database),
    ],
    references: { Member: (reference, context) => members.memberOf(reference, context) },
  });
}

type Dependencies = Pick<SubgraphDependencies, 'database' | 'clock'>;

function householdResolvers({ database, clock }: Dependencies): object[] {
  return [
    new HouseholdOfMemberResolver(database),
    new HouseholdMemberResolver(database),
    new InvitationsOfMemberResolver(database),
    new InvitationsToHouseholdResolver(database),
    new InvitationResolver(database),
    new OpenHouseholdResolver({ database, clock }),
    new ChangeHouseholdResolver({ database, clock }),
    new InviteToHouseholdResolver({ database, clock }),
    new EndInvitationResolver({ database, clock }),
  ];
}

function organisationResolvers({ database, clock }: Dependencies): object[] {
  return [
    new OrganisationOfMemberResolver(database),
    new BuyersOfOrganisationResolver(database),
    new EnrolOrganisationResolver({ database, clock }),
    new AddBuyerResolver({ database, clock }),
    new ChangeBuyerResolver({ database, clock }),
  ];
}

export const membersSubgraph: SubgraphDefinition = {
  name: 'members',
  migrations: membersMigrations,
  rows: [MemberRow, CardRow],
  buildSchema,
  startWorkers: () => [],
};

/** What the partners subgraph consists of. It hears the ledger's clearing facts and nothing else. */
import type { GraphQLSchema } from 'graphql';
import type { Stoppable } from '../../shared/platform/bus/event-bus.js';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import { startInboxConsumer } from '../../shared/platform/inbox/consumer.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { AgreementsOfPartnerResolver } from './agreements/agreement.resolver.js';
import { AgreementRow } from './agreements/agreement.row.js';
import { SignAgreementResolver } from './agreements/sign-agreement.resolver.js';
import { ApiKeyResolver } from './api-keys/api-key.resolver.js';
import { ApiKeyRow } from './api-keys/api-key.row.js';
import { ChangeApiKeyResolver } from './api-keys/change-api-key.resolver.js';
import { ClearingResolver } from './clearing/clearing.resolver.js';
import { clearingChecks } from './clearing/clearing-checks.query.js';
import { clearingRecorded } from './clearing/clearing-recorded.listener.js';
import { SetPartnerStatusResolver } from './lifecycle/set-partner-status.resolver.js';
import { partnersMigrations } from './migrations/list.js';
import { BringInPartnerResolver } from './registry/bring-in-partner.resolver.js';
import { PartnerResolver } from './registry/partner.resolver.js';
import { PartnerRow } from './registry/partner.row.js';
import { CloseSettlementPeriodResolver } from './settlement/close-settlement-period.resolver.js';
import { FiguresResolver } from './settlement/figures.resolver.js';
import { ObligationPartiesResolver, PositionPartyResolver } from './settlement/parties.resolver.js';
import { SettlementResolver } from './settlement/settlement.resolver.js';
import { OpenStoreResolver } from './stores/open-store.resolver.js';
import { StoreResolver, StoresOfPartnerResolver } from './stores/store.resolver.js';
import { StoreRow } from './stores/store.row.js';

function buildSchema({ database, clock }: SubgraphDependencies): Promise<GraphQLSchema> {
  const partners = new PartnerResolver(database);
  const stores = new StoreResolver(database);
  return buildFederatedSchema({
    resolvers: [
      partners,
      stores,
      new StoresOfPartnerResolver(database),
      new AgreementsOfPartnerResolver(database),
      new ApiKeyResolver(database),
      new BringInPartnerResolver({ database, clock }),
      new SetPartnerStatusResolver({ database, clock }),
      new SignAgreementResolver({ database, clock }),
      new OpenStoreResolver({ database, clock }),
      new ChangeApiKeyResolver({ database, clock }),
      new ClearingResolver(database),
      new SettlementResolver(database),
      new FiguresResolver(database),
      new ObligationPartiesResolver(database),
      new PositionPartyResolver(database),
      new CloseSettlementPeriodResolver({ database, clock }),
    ],
    references: {
      Partner: (reference, context) => partners.partnerOf(reference, context),
      Store: (reference, context) => stores.storeOf(reference, context),
    },
  });
}

function startWorkers({ database, bus, log }: SubgraphDependencies): readonly Stoppable[] {
  const listeners = [clearingRecorded];
  return [startInboxConsumer({ database, bus, topic: 'rewards.events', group: 'partners', listeners, log })];
}

export const partnersSubgraph: SubgraphDefinition = {
  name: 'partners',
  migrations: partnersMigrations,
  rows: [PartnerRow, StoreRow, AgreementRow, ApiKeyRow],
  buildSchema,
  startWorkers,
  checks: clearingChecks,
};

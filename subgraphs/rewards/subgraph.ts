/**
 * What the rewards subgraph consists of: the programme, purchases and returns, redemptions, and the ledger beneath
 * them.
 */
import type { GraphQLSchema } from 'graphql';
import type { Stoppable } from '../../shared/platform/bus/event-bus.js';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import { startInboxConsumer } from '../../shared/platform/inbox/consumer.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { BonusResolver } from './bonuses/bonus.resolver.js';
import { memberType } from './entities.type.js';
import { MemberItemRewardsResolver, RedeemItemRewardResolver } from './item-rewards/item-reward.resolver.js';
import { LedgerProofResolver } from './ledger/ledger-proof.resolver.js';
import { rewardsMigrations } from './migrations/list.js';
import { PreviewEarningsResolver } from './previews/preview-earnings.resolver.js';
import { PreviewPurchaseResolver } from './previews/preview-purchase.resolver.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProgrammeTermsRow } from './programme/terms.row.js';
import { purchaseById } from './purchases/purchase.query.js';
import { MemberPurchasesResolver, PurchaseResolver } from './purchases/purchase.resolver.js';
import { purchaseType } from './purchases/purchase.type.js';
import { PurchaseRecordedResolver, RecordPurchaseResolver } from './purchases/record-purchase.resolver.js';
import { EndHoldResolver } from './redemptions/end-hold.resolver.js';
import { HoldRow } from './redemptions/hold.row.js';
import { HoldPointsResolver } from './redemptions/hold-points.resolver.js';
import { startReleasing } from './redemptions/release-lapsed-holds.command.js';
import { agreementSigned } from './reference/agreement-signed.listener.js';
import { Arrivals } from './reference/arrivals.command.js';
import { cardIssued } from './reference/card-issued.listener.js';
import { memberEnrolled } from './reference/member-enrolled.listener.js';
import { partnerChanged } from './reference/partner-changed.listener.js';
import { storeChanged } from './reference/store-changed.listener.js';
import { ReturnPurchaseResolver } from './returns/return-purchase.resolver.js';
import { WalletKindResolver } from './wallet-kinds/wallet-kind.resolver.js';
import { MemberWalletResolver, WalletResolver } from './wallets/wallet.resolver.js';
import { KindOfWalletResolver } from './wallets/wallet-kind.resolver.js';

function buildSchema({ database, bus, clock }: SubgraphDependencies): Promise<GraphQLSchema> {
  const dependencies = { database, clock, arrivals: new Arrivals(bus) };
  return buildFederatedSchema({
    resolvers: [
      new ProgrammeResolver(dependencies),
      new WalletKindResolver(dependencies),
      new BonusResolver(dependencies),
      new MemberWalletResolver(database),
      new WalletResolver(database),
      new KindOfWalletResolver(database),
      new MemberItemRewardsResolver(database),
      new RedeemItemRewardResolver(dependencies),
      new MemberPurchasesResolver(database),
      new PurchaseResolver(database),
      new PreviewPurchaseResolver(dependencies),
      new PreviewEarningsResolver(dependencies),
      new RecordPurchaseResolver(dependencies),
      new PurchaseRecordedResolver(database),
      new ReturnPurchaseResolver(dependencies),
      new HoldPointsResolver(dependencies),
      new EndHoldResolver(dependencies),
      new LedgerProofResolver(database),
    ],
    references: {
      Member: ({ id }) => memberType(id),
      Purchase: async ({ id }, context) => {
        const purchase = await purchaseById(database, context, id);
        return purchase === null ? null : purchaseType(purchase);
      },
    },
  });
}

function startWorkers(dependencies: SubgraphDependencies): readonly Stoppable[] {
  const { database, bus, log } = dependencies;
  const hearing = { database, bus, group: 'rewards', log };
  return [
    startInboxConsumer({
      ...hearing,
      topic: 'members.events',
      listeners: [memberEnrolled(bus), cardIssued(bus)],
    }),
    startInboxConsumer({
      ...hearing,
      topic: 'partners.events',
      listeners: [partnerChanged(bus), storeChanged(bus), agreementSigned(bus)],
    }),
    startReleasing(dependencies),
  ];
}

export const rewardsSubgraph: SubgraphDefinition = {
  name: 'rewards',
  migrations: rewardsMigrations,
  rows: [ProgrammeTermsRow, HoldRow],
  buildSchema,
  startWorkers,
};

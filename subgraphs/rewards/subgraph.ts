/**
 * What the rewards subgraph consists of: the programme, purchases and returns, redemptions and their reversals, points
 * between people, and the ledger beneath them.
 */
import type { GraphQLSchema } from 'graphql';
import type { DataSource } from 'typeorm';
import type { Stoppable } from '../../shared/platform/bus/event-bus.js';
import { buildFederatedSchema } from '../../shared/platform/graph/federated-schema.js';
import { startInboxConsumer } from '../../shared/platform/inbox/consumer.js';
import type { SubgraphDefinition, SubgraphDependencies } from '../../shared/platform/runtime/subgraph.js';
import { AdjustmentResolver } from './adjustments/adjustment.resolver.js';
import { AdjustmentTermsResolver } from './adjustments/adjustment-terms.resolver.js';
import { BonusResolver } from './bonuses/bonus.resolver.js';
import { CauseResolver } from './causes/cause.resolver.js';
import { DonatePointsResolver } from './causes/donate-points.resolver.js';
import { ReverseDonationResolver } from './causes/reverse-donation.resolver.js';
import { memberType } from './entities.type.js';
import { GiftTermsResolver } from './gift-terms/gift-terms.resolver.js';
import { EndGiftResolver } from './gifts/end-gift.resolver.js';
import { MemberGiftsResolver, OfferGiftResolver } from './gifts/gift.resolver.js';
import type { GiftDependencies } from './gifts/offer-gift.command.js';
import { startReleasingGifts } from './gifts/release-lapsed-gifts.command.js';
import { MemberItemRewardsResolver, RedeemItemRewardResolver } from './item-rewards/item-reward.resolver.js';
import { CauseChangedResolver } from './live/cause-changed.resolver.js';
import { CauseFeeds } from './live/cause-feeds.query.js';
import { WalletChangedResolver } from './live/wallet-changed.resolver.js';
import { WalletFeeds } from './live/wallet-feeds.query.js';
import { PurchaseEventResolver } from './lot-events/purchase-event.resolver.js';
import { membersMerged, membersUnmerged } from './merging/members-merged.listener.js';
import { rewardsMigrations } from './migrations/list.js';
import { NightResolver } from './night/night.resolver.js';
import { startNights } from './night/run-night.command.js';
import { followOwnEvents } from './notices/follow-own-events.command.js';
import { NoticesResolver } from './notices/notices.resolver.js';
import { HouseholdAvailableResolver } from './pooling/household-available.resolver.js';
import { buyerChanged, householdChanged } from './pooling/pools.listener.js';
import { MemberLanes } from './posting/member-lanes.command.js';
import { finishingPostings } from './posting/shared-commit.command.js';
import { PreviewEarningsResolver } from './previews/preview-earnings.resolver.js';
import { PreviewPurchaseResolver } from './previews/preview-purchase.resolver.js';
import { ProgrammeResolver } from './programme/programme.resolver.js';
import { ProgrammeTermsRow } from './programme/terms.row.js';
import { ExplanationResolver } from './proof/explanation.resolver.js';
import { EntryPostingsResolver, LedgerEntriesResolver } from './proof/ledger-entries.resolver.js';
import { ledgerChecks } from './proof/ledger-proof.query.js';
import { LedgerProofResolver } from './proof/ledger-proof.resolver.js';
import { startSealing } from './proof/seal-entries.command.js';
import { SealsResolver } from './proof/seals.resolver.js';
import { purchaseById } from './purchases/purchase.query.js';
import { MemberPurchasesResolver, PurchaseResolver } from './purchases/purchase.resolver.js';
import { purchaseType } from './purchases/purchase.type.js';
import { openPurchaseQueue } from './purchases/record-purchase.command.js';
import { PurchaseRecordedResolver, RecordPurchaseResolver } from './purchases/record-purchase.resolver.js';
import { EndHoldResolver } from './redemptions/end-hold.resolver.js';
import { HoldPointsResolver } from './redemptions/hold-points.resolver.js';
import { startReleasing } from './redemptions/release-lapsed-holds.command.js';
import { agreementSigned } from './reference/agreement-signed.listener.js';
import { Arrivals } from './reference/arrivals.command.js';
import { cardIssued } from './reference/card-issued.listener.js';
import { memberEnrolled } from './reference/member-enrolled.listener.js';
import { partnerChanged } from './reference/partner-changed.listener.js';
import { storeChanged } from './reference/store-changed.listener.js';
import { ReturnPurchaseResolver } from './returns/return-purchase.resolver.js';
import { HoldCapturesResolver } from './reversals/hold-captures.resolver.js';
import { ReverseCaptureResolver } from './reversals/reverse-capture.resolver.js';
import { SafetyResolver } from './safety/safety.resolver.js';
import { SpendLockResolver } from './spend-locks/spend-lock.resolver.js';
import { openSpendQueue } from './spends/spend-points.command.js';
import { PointsSpentResolver, SpendPointsResolver } from './spends/spend-points.resolver.js';
import { StepUpResolver } from './step-ups/step-up.resolver.js';
import { UpcomingResolver } from './upcoming/upcoming.resolver.js';
import { WalletKindResolver } from './wallet-kinds/wallet-kind.resolver.js';
import { BalanceAsOfResolver } from './wallets/balance-as-of.resolver.js';
import { MemberWalletResolver, WalletResolver } from './wallets/wallet.resolver.js';
import { KindOfWalletResolver } from './wallets/wallet-kind.resolver.js';

function buildSchema({ database, bus, clock, log }: SubgraphDependencies): Promise<GraphQLSchema> {
  const totals = new CauseChangedResolver(database, new CauseFeeds({ database, bus, log }));
  const live = new WalletChangedResolver(clock, new WalletFeeds({ database, bus, clock, log }));
  const purchases = openPurchaseQueue(database, clock);
  const spends = openSpendQueue(database, clock);
  const lanes = new MemberLanes(database);
  const dependencies = { database, clock, arrivals: new Arrivals(bus), lanes, purchases, spends };
  return buildFederatedSchema({
    resolvers: [
      new ProgrammeResolver(dependencies),
      new WalletKindResolver(dependencies),
      new BonusResolver(dependencies),
      new MemberWalletResolver(database),
      new WalletResolver(database),
      new UpcomingResolver(database),
      new KindOfWalletResolver(database),
      new HouseholdAvailableResolver(database),
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
      new SpendPointsResolver(dependencies),
      new PointsSpentResolver(database),
      new HoldCapturesResolver(database),
      new ReverseCaptureResolver(dependencies),
      new SafetyResolver(dependencies),
      new StepUpResolver(dependencies),
      new SpendLockResolver(dependencies),
      new NoticesResolver(dependencies),
      live,
      totals,
      ...betweenPeople(dependencies),
      new PurchaseEventResolver(dependencies),
      new NightResolver({ database, clock, log }),
      ...proof(database),
    ],
    sources: {
      walletChanged: (args, context) => live.open(args['memberId'] as string, context),
      causeChanged: (args) => totals.open(args['causeId'] as string),
    },
    references: {
      Member: ({ id }) => memberType(id),
      Purchase: async ({ id }, context) => {
        const purchase = await purchaseById(database, context, id);
        return purchase === null ? null : purchaseType(purchase);
      },
    },
  });
}

function betweenPeople(dependencies: GiftDependencies): readonly object[] {
  return [
    new GiftTermsResolver(dependencies),
    new OfferGiftResolver(dependencies),
    new MemberGiftsResolver(dependencies.database),
    new EndGiftResolver(dependencies),
    new CauseResolver(dependencies),
    new DonatePointsResolver(dependencies),
    new ReverseDonationResolver(dependencies),
    new AdjustmentResolver(dependencies),
    new AdjustmentTermsResolver(dependencies),
  ];
}

function proof(database: DataSource): readonly object[] {
  return [
    new LedgerProofResolver(database),
    new SealsResolver(database),
    new LedgerEntriesResolver(database),
    new EntryPostingsResolver(database),
    new ExplanationResolver(database),
    new BalanceAsOfResolver(database),
  ];
}

function startWorkers(dependencies: SubgraphDependencies): readonly Stoppable[] {
  const { database, bus, clock, log } = dependencies;
  const hearing = { database, bus, group: 'rewards', log };
  return [
    startInboxConsumer({
      ...hearing,
      topic: 'members.events',
      listeners: [
        memberEnrolled(bus),
        cardIssued(bus),
        householdChanged(bus),
        buyerChanged(bus),
        membersMerged(bus, clock),
        membersUnmerged(bus, clock),
      ],
    }),
    startInboxConsumer({
      ...hearing,
      topic: 'partners.events',
      listeners: [partnerChanged(bus), storeChanged(bus), agreementSigned(bus)],
    }),
    followOwnEvents(dependencies),
    startReleasing(dependencies),
    startSealing(dependencies),
    finishingPostings(database),
    startReleasingGifts(dependencies),
    startNights(dependencies),
  ];
}

export const rewardsSubgraph: SubgraphDefinition = {
  name: 'rewards',
  migrations: rewardsMigrations,
  rows: [ProgrammeTermsRow],
  buildSchema,
  startWorkers,
  checks: ledgerChecks,
};

/**
 * The fields of a member's wallet. Whoever got a wallet object may see its balances; history is filtered for
 * partners.
 */
import 'reflect-metadata';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType, partnerType } from '../entities.type.js';
import { lotStanding } from '../ledger/lot.js';
import { worthMinor } from '../programme/terms.js';
import { termsOfRequest } from '../programme/terms.query.js';
import { entriesOf, entryKey, type LotRecord, lotKey, lotsOf } from './history.query.js';
import { visibilityOf } from './visibility.query.js';
import { balanceOf, expiriesOf } from './wallet.query.js';
import {
  EntryConnection,
  entryType,
  LotConnection,
  LotType,
  UpcomingExpiryType,
  WalletType,
  walletType,
} from './wallet.type.js';

@Resolver(() => MemberType)
export class MemberWalletResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => WalletType, {
    nullable: true,
    description:
      "The member's points. For the member, for partners at their tills, operators and auditors; none for others.",
  })
  async wallet(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<WalletType | null> {
    if (visibilityOf(context.caller, member.id) === null) return null;
    return walletType(member.id, await balanceOf(this.database, context, member.id));
  }
}

@Resolver(() => WalletType)
export class WalletResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => MoneyType, {
    description: 'What the available points are worth by the terms in force.',
  })
  async worth(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<MoneyType> {
    const terms = await termsOfRequest(this.database, context);
    return { amountMinor: worthMinor(wallet.available, terms), currency: terms.currency };
  }

  @FieldResolver(() => [UpcomingExpiryType], { description: 'All points that will lapse, soonest first.' })
  async upcomingExpiries(
    @Root() wallet: WalletType,
    @Ctx() context: RequestContext,
  ): Promise<UpcomingExpiryType[]> {
    const expiries = await expiriesOf(this.database, context, wallet.memberId);
    const terms = await termsOfRequest(this.database, context);
    return expiries.map((expiry) => {
      const worth = { amountMinor: worthMinor(expiry.points, terms), currency: terms.currency };
      return Object.assign(new UpcomingExpiryType(), expiry, { worth });
    });
  }

  @FieldResolver(() => LotConnection, { description: 'Lots, newest first. A partner sees those it issued.' })
  async lots(@Root() wallet: WalletType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const asked = pageOf(page, lotKey);
    const { memberId } = wallet;
    const partnerId = visibilityOf(context.caller, memberId)?.partnerId ?? null;
    const found = await lotsOf(this.database, context, { memberId, page: { ...asked, partnerId } });
    const now = context.clock.now();
    return toConnection(found, asked.first, { keyOf: (lot) => [lot.id], nodeOf: (lot) => lotType(lot, now) });
  }

  @FieldResolver(() => EntryConnection, {
    description: 'Entries, newest first. A partner sees those that happened at it.',
  })
  async entries(@Root() wallet: WalletType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const asked = pageOf(page, entryKey);
    const { memberId } = wallet;
    const partnerId = visibilityOf(context.caller, memberId)?.partnerId ?? null;
    const found = await entriesOf(this.database, context, { memberId, page: { ...asked, partnerId } });
    return toConnection(found, asked.first, {
      keyOf: (entry) => [entry.sequence.toString()],
      nodeOf: entryType,
    });
  }
}

function lotType(lot: LotRecord, now: Date): LotType {
  const facts = { issuer: partnerType(lot.issuerPartnerId), state: lotStanding(lot, now) };
  return Object.assign(new LotType(), lot, facts);
}

/**
 * The fields of a member's wallet. Whoever got a wallet object may see its balances; history is filtered for
 * partners.
 */
import 'reflect-metadata';
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { PageArguments, pageOf, toConnection } from '../../../shared/platform/graph/connection.js';
import { MoneyType } from '../../../shared/platform/graph/money.type.js';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { MemberType, partnerType } from '../entities.type.js';
import { lotStanding } from '../ledger/lot.js';
import { POINTS_UNIT } from '../ledger/posting.js';
import { worthMinor } from '../programme/terms.js';
import { termsOfRequest } from '../programme/terms.query.js';
import type { WalletKind } from '../wallet-kinds/wallet-kind.js';
import { kindsOfRequest } from '../wallet-kinds/wallet-kinds.query.js';
import { entriesOf, entryKey, type LotRecord, lotKey, lotsOf } from './history.query.js';
import { visibilityOf } from './visibility.query.js';
import { balanceOfUnit, expiriesOf, type WalletRef } from './wallet.query.js';
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
      'What the member has of a unit. For the member, partners at their tills, operators and auditors; else none.',
  })
  async wallet(
    @Root() member: MemberType,
    @Arg('unit', () => String, {
      defaultValue: POINTS_UNIT,
      description: 'The unit; the shared currency when left out. None for a unit that the programme has not.',
    })
    unit: string,
    @Ctx() context: RequestContext,
  ): Promise<WalletType | null> {
    if (visibilityOf(context.caller, member.id) === null) return null;
    if (unit !== POINTS_UNIT && (await this.kindOf(context, unit)) === undefined) return null;
    return this.walletOf(context, { memberId: member.id, unit });
  }

  @FieldResolver(() => [WalletType], {
    nullable: true,
    description:
      "The member's wallets of all kinds in force, the shared currency first. Seen as `wallet` is.",
  })
  async wallets(@Root() member: MemberType, @Ctx() context: RequestContext): Promise<WalletType[] | null> {
    if (visibilityOf(context.caller, member.id) === null) return null;
    const { inForce } = await kindsOfRequest(this.database, context);
    return Promise.all(inForce.map(({ unit }) => this.walletOf(context, { memberId: member.id, unit })));
  }

  private async walletOf(context: RequestContext, wallet: WalletRef): Promise<WalletType> {
    const balance = await balanceOfUnit(this.database, context, wallet);
    return walletType(wallet.memberId, balance, wallet.unit);
  }

  private async kindOf(context: RequestContext, unit: string): Promise<WalletKind | undefined> {
    const { inForce } = await kindsOfRequest(this.database, context);
    return inForce.find((kind) => kind.unit === unit);
  }
}

@Resolver(() => WalletType)
export class WalletResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => MoneyType, {
    description: 'What the available points are worth by the terms in force; nothing for another unit.',
  })
  async worth(@Root() wallet: WalletType, @Ctx() context: RequestContext): Promise<MoneyType> {
    const terms = await termsOfRequest(this.database, context);
    const points = wallet.unit === POINTS_UNIT ? wallet.available : 0n;
    return { amountMinor: worthMinor(points, terms), currency: terms.currency };
  }

  @FieldResolver(() => [UpcomingExpiryType], { description: 'All points that will lapse, soonest first.' })
  async upcomingExpiries(
    @Root() wallet: WalletType,
    @Ctx() context: RequestContext,
  ): Promise<UpcomingExpiryType[]> {
    const expiries = await expiriesOf(this.database, context, wallet);
    const terms = await termsOfRequest(this.database, context);
    const isWorth = wallet.unit === POINTS_UNIT;
    return expiries.map((expiry) => {
      const amountMinor = isWorth ? worthMinor(expiry.points, terms) : 0n;
      return Object.assign(new UpcomingExpiryType(), expiry, {
        worth: { amountMinor, currency: terms.currency },
      });
    });
  }

  @FieldResolver(() => LotConnection, { description: 'Lots, newest first. A partner sees those it issued.' })
  async lots(@Root() wallet: WalletType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const asked = pageOf(page, lotKey);
    const { memberId, unit } = wallet;
    const partnerId = visibilityOf(context.caller, memberId)?.partnerId ?? null;
    const found = await lotsOf(this.database, context, { memberId, page: { ...asked, partnerId, unit } });
    const now = context.clock.now();
    return toConnection(found, asked.first, { keyOf: (lot) => [lot.id], nodeOf: (lot) => lotType(lot, now) });
  }

  @FieldResolver(() => EntryConnection, {
    description: 'Entries, newest first. A partner sees those that happened at it.',
  })
  async entries(@Root() wallet: WalletType, @Args() page: PageArguments, @Ctx() context: RequestContext) {
    const asked = pageOf(page, entryKey);
    const { memberId, unit } = wallet;
    const partnerId = visibilityOf(context.caller, memberId)?.partnerId ?? null;
    const found = await entriesOf(this.database, context, { memberId, page: { ...asked, partnerId, unit } });
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

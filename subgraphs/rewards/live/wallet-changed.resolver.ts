/**
 * The subscription to a wallet: its state now, and its newest state whenever it is another. For the member and for
 * operators; everybody else is turned away at the door.
 */
import 'reflect-metadata';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { WholeNumberScalar } from '../../../shared/platform/graph/scalars.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { checkedId } from '../checked-input.type.js';
import { MemberType, memberType } from '../entities.type.js';
import { HoldType, holdType } from '../redemptions/hold.type.js';
import { EntryType, entryType, WalletType, walletType } from '../wallets/wallet.type.js';
import type { WalletFeeds } from './wallet-feeds.query.js';
import type { WalletFrame } from './wallet-frame.query.js';

@ObjectType({
  description: 'The state of a wallet: the present one first, then the newest each time it is another.',
})
class WalletChanged {
  @Field(() => MemberType, { description: 'Whose it is.' })
  member!: MemberType;

  @Field(() => WalletType, { description: 'The wallet.' })
  wallet!: WalletType;

  @Field(() => EntryType, {
    nullable: true,
    description: 'The newest entry: what the last posting was about. None while there is none.',
  })
  entry!: EntryType | null;

  @Field(() => WholeNumberScalar, {
    description:
      'How many entries there are. When it grew by more than one, the others are in `wallet.entries`.',
  })
  entryCount!: bigint;

  @Field(() => [HoldType], { description: 'The holds that are open, oldest first.' })
  holds!: HoldType[];

  @Field(() => WholeNumberScalar, {
    description:
      'Grows with every change, whoever reads it and from wherever. Time alone leaves it as it is.',
  })
  version!: bigint;
}

@Resolver()
export class WalletChangedResolver {
  constructor(
    private readonly clock: Clock,
    private readonly feeds: WalletFeeds,
  ) {}

  /**
   * Opens the frames of one subscriber.
   *
   * @throws DoorError FORBIDDEN for the wallet of another member, and for partners and auditors
   */
  async open(sentId: string, { caller }: RequestContext): Promise<AsyncIterable<WalletFrame>> {
    const asking = allow(caller, ['member', 'operator']);
    const memberId = checkedId<string>('memberId', sentId);
    if (asking.kind === 'member' && asking.memberId !== memberId) {
      throw new DoorError('FORBIDDEN', 'A member follows her own wallet alone.');
    }
    return this.feeds.follow(memberId);
  }

  @Subscription(() => WalletChanged, {
    topics: 'walletChanged',
    description:
      'Follows a wallet: its state now, then the newest, at most five a second. For the member and operators.',
  })
  walletChanged(
    @Arg('memberId', () => ID, { description: 'The member.' }) _memberId: string,
    @Root() frame: WalletFrame,
  ): WalletChanged {
    const { memberId, balance, entry, entryCount, holds, version } = frame;
    const now = this.clock.now();
    return Object.assign(new WalletChanged(), {
      member: memberType(memberId),
      wallet: walletType(memberId, balance),
      entry: entry === null ? null : entryType(entry),
      entryCount,
      holds: holds.map((hold) => holdType(hold, now)),
      version,
    });
  }
}

/**
 * The subscription to a cause: its running total now, and the newest whenever it is another. For everyone, as the total
 * is.
 */
import 'reflect-metadata';
import { Arg, Field, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { type CauseRecord, causeById } from '../causes/cause.query.js';
import { CauseType, causeType } from '../causes/cause.type.js';
import { checkedId } from '../checked-input.type.js';
import type { CauseFeeds } from './cause-feeds.query.js';

@ObjectType({
  description: 'The state of a cause: the present one first, then the newest each time it is another.',
})
class CauseChanged {
  @Field(() => CauseType, { description: 'The cause with its running total.' })
  cause!: CauseType;
}

@Resolver()
export class CauseChangedResolver {
  constructor(
    private readonly database: DataSource,
    private readonly feeds: CauseFeeds,
  ) {}

  /**
   * Opens the frames of one subscriber.
   *
   * @throws DoorError BAD_USER_INPUT for a cause that does not exist
   */
  async open(sentId: string): Promise<AsyncIterable<CauseRecord>> {
    const causeId = checkedId<string>('causeId', sentId);
    if ((await causeById(this.database, causeId)) === null) {
      throw new DoorError('BAD_USER_INPUT', 'causeId does not name a cause');
    }
    return this.feeds.follow(causeId);
  }

  @Subscription(() => CauseChanged, {
    topics: 'causeChanged',
    description:
      'Follows the running total of a cause: as it is now, then the newest, at most five a second. For everyone.',
  })
  causeChanged(
    @Arg('causeId', () => ID, { description: 'The cause.' }) _causeId: string,
    @Root() cause: CauseRecord,
  ): CauseChanged {
    return Object.assign(new CauseChanged(), { cause: causeType(cause) });
  }
}

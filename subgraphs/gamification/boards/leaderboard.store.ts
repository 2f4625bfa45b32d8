/** Reads and writes the definitions of boards. There are few of them, and they never change. */
import { type EntityManager, In } from 'typeorm';
import type { LeaderboardId } from '../../../shared/values/ids.js';
import type { Leaderboard } from './leaderboard.js';
import { LeaderboardRow } from './leaderboard.row.js';

function toLeaderboard(row: LeaderboardRow): Leaderboard {
  return { ...row, id: row.id as LeaderboardId };
}

export class LeaderboardStore {
  constructor(private readonly manager: EntityManager) {}

  /** Adds a board; false when another has its code. */
  async add(board: Leaderboard): Promise<boolean> {
    const added = await this.manager
      .createQueryBuilder()
      .insert()
      .into(LeaderboardRow)
      .values(board)
      .orIgnore()
      .returning('id')
      .execute();
    return (added.raw as unknown[]).length === 1;
  }

  async all(): Promise<Leaderboard[]> {
    const found = await this.manager.find(LeaderboardRow, { order: { openedAt: 'ASC', id: 'ASC' } });
    return found.map(toLeaderboard);
  }

  async withCode(code: string): Promise<Leaderboard | null> {
    const found = await this.manager.findOneBy(LeaderboardRow, { code });
    return found === null ? null : toLeaderboard(found);
  }

  async withIds(ids: readonly string[]): Promise<Leaderboard[]> {
    const found = await this.manager.findBy(LeaderboardRow, { id: In([...ids]) });
    return found.map(toLeaderboard);
  }
}

/** The `leaderboard` table. Written by `leaderboard.store.ts` alone, and never changed once written. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LeaderboardMetric } from './leaderboard.js';
import type { LeaderboardWindow } from './window-key.js';

@Entity('leaderboard')
export class LeaderboardRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { unique: true })
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  metric!: LeaderboardMetric;

  @Column('text')
  window!: LeaderboardWindow;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;
}

/** What the gamification subgraph tells the others. */
import { z } from 'zod';
import { id, instant } from './wire.js';

export const gamificationEvents = {
  'gamification.leaderboard-opened.1': z
    .object({
      leaderboardId: id,
      code: z.string(),
      metric: z.enum(['POINTS_EARNED', 'PURCHASES']),
      window: z.enum(['ALL_TIME', 'MONTH', 'WEEK']),
      openedAt: instant,
    })
    .meta({ description: 'A leaderboard shared by all partners began to count.' }),
} as const;

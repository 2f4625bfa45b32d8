/**
 * What the board shows, as the graph tells it: the parts of the answers that the operations beside this file
 * ask for.
 *
 * Whole numbers may come as text, because a count of points can be longer than a number of JavaScript is
 * exact.
 */
export type Whole = number | string;

export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly trade: string;
}

export interface Leaderboard {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly metric: string;
  readonly window: string;
}

export interface Standing {
  readonly rank: number;
  readonly score: Whole;
  /**
   * Absent for a moment when the members' part of the graph does not answer: the place and the score still
   * stand.
   */
  readonly member: {
    readonly id: string;
    readonly publicName: { readonly text: string; readonly isAnonymous: boolean } | null;
  } | null;
}

export interface BoardState {
  readonly windowKey: string;
  readonly version: Whole;
  readonly participantCount: Whole;
  readonly standings: readonly Standing[];
}

export interface Coalition {
  readonly partners: readonly Partner[];
  readonly leaderboards: readonly Leaderboard[];
}

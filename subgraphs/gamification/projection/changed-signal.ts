/**
 * The channel on which the id of a board is said when its scores changed. It carries the name of the board and never
 * its content.
 */
export const LEADERBOARD_SIGNAL = 'leaderboard';

/**
 * The two operations of the page: what the coalition is made of, asked for, and a board as it moves,
 * followed.
 */
export const COALITION = `query Coalition {
  partners(first: 20) { edges { node { id name trade } } }
  leaderboards { id code name metric window }
}`;

export const BOARD = `subscription Board($id: ID!) {
  leaderboardChanged(leaderboardId: $id, first: 20) {
    windowKey
    version
    participantCount
    standings { rank score member { id publicName { text isAnonymous } } }
  }
}`;

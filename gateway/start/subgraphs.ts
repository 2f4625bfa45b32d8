/** The four subgraphs of the coalition, as the one-process platform and the generator know them. */

import type { SubgraphDefinition } from '../../shared/platform/runtime/subgraph.js';
import { gamificationSubgraph } from '../../subgraphs/gamification/subgraph.js';
import { membersSubgraph } from '../../subgraphs/members/subgraph.js';
import { partnersSubgraph } from '../../subgraphs/partners/subgraph.js';
import { rewardsSubgraph } from '../../subgraphs/rewards/subgraph.js';

export const subgraphDefinitions: readonly SubgraphDefinition[] = [
  membersSubgraph,
  partnersSubgraph,
  rewardsSubgraph,
  gamificationSubgraph,
];

/** Runs the rewards subgraph in a process of its own. */
import 'reflect-metadata';
import { runSubgraphProcess } from '../../shared/platform/runtime/subgraph-process.js';
import { rewardsSubgraph } from './subgraph.js';

await runSubgraphProcess(rewardsSubgraph);

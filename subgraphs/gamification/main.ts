/** Runs the gamification subgraph in a process of its own. */
import 'reflect-metadata';
import { runSubgraphProcess } from '../../shared/platform/runtime/subgraph-process.js';
import { gamificationSubgraph } from './subgraph.js';

await runSubgraphProcess(gamificationSubgraph);

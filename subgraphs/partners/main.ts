/** Runs the partners subgraph in a process of its own. */
import 'reflect-metadata';
import { runSubgraphProcess } from '../../shared/platform/runtime/subgraph-process.js';
import { partnersSubgraph } from './subgraph.js';

await runSubgraphProcess(partnersSubgraph);

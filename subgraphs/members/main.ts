/** Runs the members subgraph in a process of its own. */
import 'reflect-metadata';
import { runSubgraphProcess } from '../../shared/platform/runtime/subgraph-process.js';
import { membersSubgraph } from './subgraph.js';

await runSubgraphProcess(membersSubgraph);

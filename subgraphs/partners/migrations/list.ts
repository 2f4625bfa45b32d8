/** The migrations of the partners subgraph in the order in which they run. */
import type { MigrationList } from '../../../shared/platform/database/migrate.js';
import { Registry1700000000001 } from './0001-registry.js';
import { Agreements1700000000002 } from './0002-agreements.js';
import { Settlement1700000000003 } from './0003-settlement.js';

export const partnersMigrations: MigrationList = [
  Registry1700000000001,
  Agreements1700000000002,
  Settlement1700000000003,
];

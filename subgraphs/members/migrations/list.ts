/** The migrations of the members subgraph in the order in which they run. */
import type { MigrationList } from '../../../shared/platform/database/migrate.js';
import { Members1763800000001 } from './0001-members.js';
import { Organisations1763800000002 } from './0002-organisations.js';
import { Households1763800000003 } from './0003-households.js';
import { Merging1763800000004 } from './0004-merging.js';

export const membersMigrations: MigrationList = [
  Members1763800000001,
  Organisations1763800000002,
  Households1763800000003,
  Merging1763800000004,
];

/** The migrations of the rewards subgraph in the order in which they run. */
import type { MigrationList } from '../../../shared/platform/database/migrate.js';
import { Programme1700000000001 } from './0001-programme.js';
import { Reference1700000000002 } from './0002-reference.js';
import { Ledger1700000000003 } from './0003-ledger.js';
import { Purchases1700000000004 } from './0004-purchases.js';
import { Redemptions1700000000005 } from './0005-redemptions.js';
import { DebtPayment1700000000006 } from './0006-debt-payment.js';
import { ManyUnits1700000000007 } from './0007-many-units.js';
import { Kinds1700000000012 } from './0012-kinds.js';

export const rewardsMigrations: MigrationList = [
  Programme1700000000001,
  Reference1700000000002,
  Ledger1700000000003,
  Purchases1700000000004,
  Redemptions1700000000005,
  DebtPayment1700000000006,
  ManyUnits1700000000007,
  Kinds1700000000012,
];

/** The migrations of the rewards subgraph in the order in which they run. */
import type { MigrationList } from '../../../shared/platform/database/migrate.js';
import { Programme1700000000001 } from './0001-programme.js';
import { Reference1700000000002 } from './0002-reference.js';
import { Ledger1700000000003 } from './0003-ledger.js';
import { Purchases1700000000004 } from './0004-purchases.js';
import { Redemptions1700000000005 } from './0005-redemptions.js';
import { DebtPayment1700000000006 } from './0006-debt-payment.js';
import { ManyUnits1700000000007 } from './0007-many-units.js';
import { Captures1700000000010 } from './0010-captures.js';
import { Night1700000000011 } from './0011-night.js';
import { Kinds1700000000012 } from './0012-kinds.js';
import { Between1700000000013 } from './0013-between-people.js';
import { Safety1700000000014 } from './0014-safety.js';
import { Pooling1700000000015 } from './0015-pooling.js';
import { Seals1700000000020 } from './0020-seals.js';
import { ParentsOfASet1700000000021 } from './0021-parents-of-a-set.js';
import { Cancellations1700000000022 } from './0022-cancellations.js';
import { DonationReversals1700000000023 } from './0023-donation-reversals.js';
import { MergedWallets1700000000024 } from './0024-merged-wallets.js';

export const rewardsMigrations: MigrationList = [
  Programme1700000000001,
  Reference1700000000002,
  Ledger1700000000003,
  Purchases1700000000004,
  Redemptions1700000000005,
  DebtPayment1700000000006,
  ManyUnits1700000000007,
  Pooling1700000000015,
  Captures1700000000010,
  Seals1700000000020,
  Safety1700000000014,
  Between1700000000013,
  Night1700000000011,
  Kinds1700000000012,
  ParentsOfASet1700000000021,
  Cancellations1700000000022,
  DonationReversals1700000000023,
  MergedWallets1700000000024,
];

/** What an import left on a platform, told without ids, so that two platforms can be compared. */
import { openDatabase } from '../../shared/platform/database/data-source.js';
import { appUrl } from '../../shared/platform/database/provision.js';
import { auditLedger } from '../world/audit/ledger-audit.js';
import type { PlatformWorld } from '../world/platform-world.js';
import { testSecret } from '../world/test-database.js';

/** Every member's points by their first receipt, and every receipt with what it gave and what was taken back. */
export interface ImportedLedger {
  readonly wallets: readonly { readonly receipt: string; readonly points: string; readonly debt: string }[];
  readonly purchases: readonly Record<string, string>[];
  readonly accounts: readonly { readonly kind: string; readonly unit: string; readonly sum: string }[];
}

export async function importedLedger(world: PlatformWorld): Promise<ImportedLedger> {
  const wallets = await world.sql<ImportedLedger['wallets'][number]>(
    `select min(receipt_number) as receipt, debt,
       (select coalesce(sum(remaining), 0) from rewards.lot where lot.member_id = wallet.member_id) as points
     from rewards.wallet join rewards.purchase using (member_id)
     group by wallet.member_id, debt order by 1`,
  );
  const purchases = await world.sql<Record<string, string>>(
    `select receipt_number, total_minor, points, purchased_at::text,
       (select coalesce(sum(points), 0) from rewards.purchase_return as back
        where back.purchase_id = purchase.id) as taken,
       (select coalesce(sum(quantity), 0) from rewards.return_line as back
        where back.purchase_id = purchase.id) as pieces
     from rewards.purchase order by receipt_number`,
  );
  const accounts = await world.sql<ImportedLedger['accounts'][number]>(
    `select split_part(account, ':', 1) as kind, unit, sum(amount) as sum
     from rewards.posting group by 1, 2 order by 1, 2`,
  );
  return { wallets, purchases, accounts };
}

/** @throws Error when any invariant of the ledger does not hold */
export async function auditImported(world: PlatformWorld): Promise<void> {
  const database = await openDatabase({
    url: appUrl(world.adminUrl, 'rewards', testSecret),
    applicationName: 'test',
    schema: 'rewards',
    rows: [],
    poolMax: 1,
  });
  try {
    await auditLedger(database);
  } finally {
    await database.destroy();
  }
}

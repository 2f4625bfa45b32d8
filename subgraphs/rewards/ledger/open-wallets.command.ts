/** Opens the wallets of new members. Opening twice is opening once. */
import { rows, type Transaction } from '../../../shared/platform/database/transaction.js';

export async function openWallets(transaction: Transaction, memberIds: readonly string[]): Promise<void> {
  await rows(transaction, 'insert into wallet (member_id) select unnest($1::uuid[]) on conflict do nothing', [
    memberIds,
  ]);
}

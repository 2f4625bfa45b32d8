/**
 * What is in a member's wallets of each kind in force, as far as a purchase needs it.
 *
 * A programme with the shared currency alone and no caps asks nothing here: its one debt came with the lock.
 */
import type { SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { MemberId } from '../../../shared/values/ids.js';
import { hasCap } from '../wallet-kinds/filling.js';
import { MAIN_UNIT, type WalletKind } from '../wallet-kinds/wallet-kind.js';
import { filledWallets } from '../wallets/filled.query.js';
import type { WalletFacts } from './awarding.js';

export interface MainWallet {
  readonly debt: bigint;
  readonly lastRedeemedAt: Date | null;
}

interface Asked {
  readonly memberId: MemberId | null;
  readonly main: MainWallet;
  readonly timeZone: string;
  readonly earnedAt: Date;
  readonly now: Date;
}

/** Gives the facts of each kind, in the order of the kinds. */
export async function walletFacts(
  runner: SqlRunner,
  kinds: readonly WalletKind[],
  asked: Asked,
): Promise<readonly WalletFacts[]> {
  const isPlain = kinds.every((kind) => kind.unit === MAIN_UNIT && !hasCap(kind));
  const memberIds = isPlain || asked.memberId === null ? [] : [asked.memberId];
  const found = memberIds.length === 0 ? [] : await filledWallets(runner, kinds, { ...asked, memberIds });
  return kinds.map((kind) => {
    const row = found.find(({ unit }) => unit === kind.unit);
    const { debt, lastRedeemedAt } = row ?? (kind.unit === MAIN_UNIT ? asked.main : NEVER_OPENED);
    const filled = hasCap(kind) ? { balance: row?.balance ?? 0n, inPeriod: row?.inPeriod ?? 0n } : null;
    return { kind, debt, lastRedeemedAt, filled };
  });
}

const NEVER_OPENED: MainWallet = { debt: 0n, lastRedeemedAt: null };

/** The room that caps leave in wallets now, batched: one statement for all wallets that a request asks about. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { termsOfRequest } from '../programme/terms.query.js';
import { hasCap, roomIn } from '../wallet-kinds/filling.js';
import { kindsOfRequest } from '../wallet-kinds/wallet-kinds.query.js';
import { filledWallets } from './filled.query.js';
import type { WalletRef } from './wallet.query.js';

const ROOMS = Symbol('room in wallets');

export function roomOf(
  database: DataSource,
  context: RequestContext,
  wallet: WalletRef,
): Promise<bigint | null> {
  const read = (refs: readonly WalletRef[]) => roomsOf(database, context, refs);
  return context.perRequest(ROOMS, () => new DataLoader(read, { cache: false })).load(wallet);
}

async function roomsOf(
  database: DataSource,
  context: RequestContext,
  refs: readonly WalletRef[],
): Promise<(bigint | null)[]> {
  const { inForce } = await kindsOfRequest(database, context);
  const capped = inForce.filter((kind) => hasCap(kind) && refs.some(({ unit }) => unit === kind.unit));
  if (capped.length === 0) return refs.map(() => null);
  const { timeZone } = await termsOfRequest(database, context);
  const now = context.clock.now();
  const memberIds = [...new Set(refs.map(({ memberId }) => memberId))];
  const found = await filledWallets(database, capped, { memberIds, timeZone, earnedAt: now, now });
  return refs.map(({ memberId, unit }) => {
    const kind = capped.find((known) => known.unit === unit);
    if (kind === undefined) return null;
    const filled = found.find((row) => row.unit === unit && row.memberId === memberId.toLowerCase());
    return roomIn(kind, filled ?? { balance: 0n, inPeriod: 0n });
  });
}

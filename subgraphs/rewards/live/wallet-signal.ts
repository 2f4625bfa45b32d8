/**
 * The channel on which members are named whose wallets changed, many in one signal, and never what is in a wallet.
 */
export const WALLET_SIGNAL = 'rewards.wallet';

/** A signal holds 7,900 bytes; an id takes 37 with its comma. */
const IDS_MAX = 200;

export function walletSignals(memberIds: readonly string[]): string[] {
  const count = Math.ceil(memberIds.length / IDS_MAX);
  return Array.from({ length: count }, (_, at) =>
    memberIds.slice(at * IDS_MAX, (at + 1) * IDS_MAX).join(','),
  );
}

export function membersOfSignal(text: string): readonly string[] {
  return text.split(',');
}

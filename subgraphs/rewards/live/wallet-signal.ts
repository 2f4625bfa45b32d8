/**
 * The channels on which members are named whose wallets changed, and causes whose totals did, many in one signal, and
 * never what they come to.
 */
export const WALLET_SIGNAL = 'rewards.wallet';
export const CAUSE_SIGNAL = 'rewards.cause';

/** A signal holds 7,900 bytes; an id takes 37 with its comma. */
const IDS_MAX = 200;

export function signalsOf(ids: readonly string[]): string[] {
  const count = Math.ceil(ids.length / IDS_MAX);
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS_MAX, (at + 1) * IDS_MAX).join(','));
}

export function idsOfSignal(text: string): readonly string[] {
  return text.split(',');
}

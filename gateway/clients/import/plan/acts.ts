/** What an import does to the platform, decided from the file alone: purchases to record and goods to take back. */
import { createHash } from 'node:crypto';
import { minorOf } from '../read/decimal.js';
import type { ReceiptLine, RefusedLine } from '../read/receipt-line.js';
import type { Receipt } from './receipt-groups.js';
import { type SoldLines, type TakenLine } from './sold-lines.js';

export interface PurchaseLine {
  readonly line: ReceiptLine;
  readonly lineNumber: number;
  readonly amountMinor: bigint;
}

export interface PurchaseAct {
  readonly kind: 'PURCHASE';
  readonly key: string;
  readonly receipt: string;
  readonly member: string;
  readonly phone: string | null;
  readonly country: string;
  readonly at: Date;
  readonly totalMinor: bigint;
  readonly lines: readonly PurchaseLine[];
}

export interface ReturnAct {
  readonly kind: 'RETURN';
  readonly key: string;
  readonly member: string;
  readonly at: Date;
  readonly lines: readonly { readonly line: ReceiptLine; readonly taken: readonly TakenLine[] }[];
}

export interface Plan {
  readonly acts: readonly (PurchaseAct | ReturnAct)[];
  readonly refused: readonly RefusedLine[];
}

export interface Planning {
  /** Names the file's origin in every idempotency key. */
  readonly source: string;
  readonly currencyDigits: number;
  readonly sold: SoldLines;
}

/** Names an act the same at every run. A name that is no plain short text is replaced by its digest. */
export function keyOf(source: string, act: string, name: string): string {
  const plain = /^[\x21-\x7e]{1,80}$/.test(name) ? name : createHash('sha256').update(name).digest('hex');
  return `import:${source}:${act}:${plain}`;
}

/** Decides a receipt. What it sold can be taken back by receipts that are decided after it. */
export function planReceipt(receipt: Receipt, planning: Planning): Plan {
  const bought = receipt.filter((line) => !line.isReturn);
  const broughtBack = receipt.filter((line) => line.isReturn);
  const purchase = bought.length === 0 ? nothing : planPurchase(bought, planning);
  const returned = broughtBack.length === 0 ? nothing : planReturn(broughtBack, planning);
  return {
    acts: [...purchase.acts, ...returned.acts],
    refused: [...purchase.refused, ...returned.refused],
  };
}

const nothing: Plan = { acts: [], refused: [] };

function planPurchase(bought: readonly ReceiptLine[], { source, currencyDigits, sold }: Planning): Plan {
  const [first] = bought as Receipt;
  const lines = bought.map((line, index) => ({
    line,
    lineNumber: index + 1,
    amountMinor: minorOf(line.value, currencyDigits),
  }));
  const totalMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  // Lines of a fraction of a penny each: nothing was paid.
  if (totalMinor === 0n) return { acts: [], refused: bought.map((line) => refusedLine(line, 'NOT_A_SALE')) };
  const { receipt, member, phone, country, at } = first;
  const key = keyOf(source, 'purchase', receipt);
  for (const { line, lineNumber } of lines) {
    sold.add(member, line.sku, { purchase: key, lineNumber, quantity: line.quantity, at });
  }
  const act: PurchaseAct = { kind: 'PURCHASE', key, receipt, member, phone, country, at, totalMinor, lines };
  return { acts: [act], refused: [] };
}

function planReturn(broughtBack: readonly ReceiptLine[], { source, sold }: Planning): Plan {
  const [{ receipt, member, at }] = broughtBack as Receipt;
  const lines: ReturnAct['lines'][number][] = [];
  const refused: RefusedLine[] = [];
  for (const line of broughtBack) {
    const taken = sold.take(member, line.sku, { quantity: line.quantity, at });
    if (taken === null) refused.push(refusedLine(line, 'RETURN_WITHOUT_PURCHASE'));
    else lines.push({ line, taken });
  }
  const key = keyOf(source, 'return', receipt);
  return { acts: lines.length === 0 ? [] : [{ kind: 'RETURN', key, member, at, lines }], refused };
}

export function refusedLine({ row, value }: ReceiptLine, reason: string): RefusedLine {
  return { row, reason, value };
}

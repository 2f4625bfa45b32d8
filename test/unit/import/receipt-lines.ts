/** Lines of receipts for tests of an import: everything has a value, a test names what it is about. */
import type { ReceiptLine } from '../../../gateway/clients/import/read/receipt-line.js';

export function receiptLine(facts: Partial<ReceiptLine> = {}): ReceiptLine {
  return {
    row: { lineNumber: 2, fields: [], raw: 'raw' },
    receipt: '1',
    sku: 'CUP',
    name: 'A cup',
    quantity: 1,
    value: 1_000_000n,
    at: new Date('2011-01-01T10:00:00Z'),
    member: '17850',
    country: 'France',
    phone: null,
    isReturn: false,
    ...facts,
  };
}

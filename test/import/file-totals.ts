/**
 * Totals of an Online Retail file, counted by other means than the import's: split by hand, in whole thousandths,
 * in plain loops.
 */
export interface FileTotals {
  readonly lines: number;
  readonly withoutMember: number;
  readonly cancellations: number;
  readonly cancellationsOfMembers: number;
  readonly notASale: number;
  readonly purchases: number;
  readonly members: number;
  readonly countries: number;
  /** The sum of quantity times price. */
  readonly thousandths: number;
  /** One for each full pound of each purchase. */
  readonly points: number;
}

interface Line {
  readonly receipt: string;
  readonly quantity: number;
  readonly thousandths: number;
  readonly member: string;
  readonly country: string;
}

/** The columns that count stand at the end, where no quotes are; descriptions with commas stand before them. */
function lineOf(text: string): Line {
  const columns = text.split(',');
  const [quantity, , price, member, country] = columns.slice(-5);
  const thousandths = Math.round(Number(price) * 1_000);
  const [receipt = ''] = columns;
  return { receipt, quantity: Number(quantity), thousandths, member: member ?? '', country: country ?? '' };
}

function isSale({ quantity, thousandths }: Line): boolean {
  return quantity > 0 && thousandths > 0;
}

export function fileTotals(text: string): FileTotals {
  const [, ...rows] = text.trimEnd().split('\n');
  const lines = rows.map(lineOf);
  const ofMembers = lines.filter(({ member }) => member !== '');
  const sales = ofMembers.filter(({ receipt }) => !receipt.startsWith('C'));
  const pence = new Map<string, number>();
  for (const line of sales.filter(isSale)) {
    const amount = Math.round((line.quantity * line.thousandths) / 10);
    pence.set(line.receipt, (pence.get(line.receipt) ?? 0) + amount);
  }
  const paid = new Set([...pence].flatMap(([receipt, amount]) => (amount > 0 ? [receipt] : [])));
  const recorded = sales.filter((line) => isSale(line) && paid.has(line.receipt));
  return {
    lines: lines.length,
    withoutMember: lines.length - ofMembers.length,
    cancellations: lines.filter(({ receipt }) => receipt.startsWith('C')).length,
    cancellationsOfMembers: ofMembers.length - sales.length,
    notASale: sales.length - recorded.length,
    purchases: paid.size,
    members: new Set(recorded.map(({ member }) => member)).size,
    countries: new Set(recorded.map(({ country }) => country)).size,
    thousandths: lines.reduce((sum, line) => sum + line.quantity * line.thousandths, 0),
    points: [...pence.values()].reduce((sum, amount) => sum + Math.floor(amount / 100), 0),
  };
}

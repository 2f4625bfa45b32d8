/** The ids and card numbers of the filled ledger: told from a number in SQL and here alike, so that none travels. */
export const PARTNERS = 20;
/** Every so many members have a purchase whose goods can come back. */
export const PURCHASE_EVERY = 10;
export const PURCHASE_QUANTITY = 1_000;
export const LOTS = 3;
export const LOT_POINTS = 1_000_000;

const KINDS = {
  member: '7000',
  card: '7001',
  partner: '7002',
  store: '7003',
  agreement: '7004',
  entry: '7005',
  purchase: '7006',
  sale: '7007',
  soldLot: '7008',
  hold: '7009',
  lot: '7010',
} as const;
export type Kind = keyof typeof KINDS;

export function idOf<Id extends string>(kind: Kind, number: number): Id {
  return `00000000-0000-${KINDS[kind]}-8000-${number.toString(16).padStart(12, '0')}` as Id;
}

/** The same as an expression of SQL. */
export function sqlId(kind: Kind, number: string): string {
  return `('00000000-0000-${KINDS[kind]}-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

export function cardOf(number: number): string {
  return String(number).padStart(13, '0');
}

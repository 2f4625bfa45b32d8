/**
 * Numbers the values of one hand-written statement as it is put together, so that a part never has to know its
 * neighbours; and writes many rows as one part, whose text is the same however many there are.
 */
export class Bind {
  readonly values: unknown[] = [];

  /** Adds a value and gives the placeholder that stands for it. */
  readonly add = (value: unknown): string => {
    this.values.push(value);
    return `$${this.values.length}`;
  };
}

/** A column of rows to come: the SQL type of its values, the value in a row, and the type it is cast to if another. */
export type Column<Row> = readonly [type: string, value: (row: Row) => unknown, castTo?: string];
export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/**
 * Rows as the source of a statement: `rows from (unnest((select $1::uuid[])), unnest((select $2::text[]))) as made`.
 *
 * By a subselect, or PostgreSQL would plan a statement anew for every short list that it sees, for hopes of a few rows
 * less, which takes longer than to run it.
 */
export function rowSource<Row>(
  { add }: Bind,
  name: string,
  { rows, columns }: { readonly rows: readonly Row[]; readonly columns: Columns<Row> },
): string {
  const lists = Object.values(columns).map(
    ([type, value]) => `unnest((select ${add(rows.map(value))}::${type}[]))`,
  );
  return `rows from (${lists.join(', ')}) as ${name} (${Object.keys(columns).join(', ')})`;
}

export interface Insert<Row> {
  readonly name: string;
  readonly table: string;
  readonly rows: readonly Row[];
  readonly columns: Columns<Row>;
}

/** An insert of rows as a part of a statement. */
export function insertPart<Row>(bind: Bind, { name, table, rows, columns }: Insert<Row>): string {
  const names = Object.keys(columns);
  const values = Object.entries(columns).map(([column, [, , castTo]]) =>
    castTo === undefined ? column : `${column}::${castTo}`,
  );
  return `${name} as (
    insert into ${table} (${names.join(', ')})
    select ${values.join(', ')} from ${rowSource(bind, 'made', { rows, columns })})`;
}

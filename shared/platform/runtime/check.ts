/**
 * Something that must always hold of a subgraph's tables, and how it is looked for: in SQL, so that millions of rows
 * are counted where they lie and only those that are wrong come out.
 */

export interface Check {
  readonly name: string;
  /** What the figure counts. */
  readonly meaning: string;
  /** SQL of one number. Left out, it is how many rows are wrong. */
  readonly figure?: string;
  /** SQL of the number that must be; zero where it is left out. */
  readonly expected?: string;
  /** SQL of the rows that are wrong: `at` (the table), `id`, `field`, `found`, `must`, all as text. */
  readonly wrong: string;
  /** Begun before the others, which are counted beside it. */
  readonly isSlow?: boolean;
}

export interface WrongRow {
  readonly at: string;
  readonly id: string;
  readonly field: string;
  readonly found: string | null;
  readonly must: string | null;
}

export interface Finding {
  readonly name: string;
  readonly meaning: string;
  readonly figure: bigint;
  readonly expected: bigint;
  readonly holds: boolean;
  /** Some of the rows that are wrong. */
  readonly wrong: readonly WrongRow[];
}

/** Runs a statement without values and gives its rows. */
export type ReadRows = (sql: string) => Promise<readonly unknown[]>;

interface CountedRow extends WrongRow {
  readonly count: string;
}

/** Runs one check; of the rows that are wrong it gives as many as asked for and counts them all. */
export async function runCheck(check: Check, read: ReadRows, rowsMax: number): Promise<Finding> {
  const { name, meaning } = check;
  if (check.figure === undefined) {
    const wrong = await wrongRows(check, read, rowsMax);
    const figure = BigInt(wrong[0]?.count ?? 0);
    return { name, meaning, figure, expected: 0n, holds: figure === 0n, wrong: wrong.map(plain) };
  }
  const sql = `select (${check.figure})::numeric::text as figure,
    (${check.expected ?? 'select 0'})::numeric::text as must`;
  const [counted] = (await read(sql)) as readonly { figure: string; must: string }[];
  const figure = BigInt(counted?.figure ?? 0);
  const expected = BigInt(counted?.must ?? -1);
  const holds = figure === expected;
  const wrong = holds ? [] : await wrongRows(check, read, rowsMax);
  return { name, meaning, figure, expected, holds, wrong: wrong.map(plain) };
}

async function wrongRows(check: Check, read: ReadRows, rowsMax: number): Promise<readonly CountedRow[]> {
  const sql = `select (count(*) over ())::text as count, at, id, field, found, must
    from (${check.wrong}) as wrong limit ${rowsMax}`;
  return (await read(sql)) as readonly CountedRow[];
}

function plain({ at, id, field, found, must }: CountedRow): WrongRow {
  return { at, id, field, found, must };
}

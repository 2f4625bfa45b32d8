/** What an import needs to know of a line, and in which column of the file it stands. */
export const fieldNames = [
  'receipt',
  'sku',
  'name',
  'quantity',
  'time',
  'price',
  'member',
  'country',
  'phone',
] as const;

export type FieldName = (typeof fieldNames)[number];

/** Columns by field; what a file has not is left out. */
export type Columns = Readonly<Partial<Record<FieldName, string>>>;

/** Without these nothing can be recorded. */
export const neededFields: readonly FieldName[] = ['receipt', 'sku', 'quantity', 'time', 'price', 'member'];

/** Where each field stands in a row; -1 when the file has no such column. */
export type Places = Readonly<Record<FieldName, number>>;

/** The file's header lacks a column that was named. */
export class ColumnMissingError extends Error {}

/**
 * Finds the columns in a header; a field of which nothing was said stands in the column of its own name, if there
 * is one.
 *
 * @throws ColumnMissingError naming all that are missing and what there is
 */
export function placesOf(header: readonly string[], columns: Columns): Places {
  const names = header.map((name) => name.trim());
  const places = fieldNames.map((field) => [field, names.indexOf(columns[field] ?? field)] as const);
  const missing = places.filter(
    ([field, place]) => place < 0 && (columns[field] !== undefined || neededFields.includes(field)),
  );
  if (missing.length > 0) {
    const wanted = missing.map(([field]) =>
      columns[field] === undefined ? field : `${field}=${columns[field]}`,
    );
    throw new ColumnMissingError(
      `The header has no column for ${wanted.join(', ')}. It has: ${names.join(', ')}. ` +
        `Say where each stands, such as --column ${missing[0]?.[0]}="${names[0]}".`,
    );
  }
  return Object.fromEntries(places) as Places;
}

/**
 * The rows of a file as a stream: decompressed by its name, decoded, parsed, each with the physical line on which
 * it begins.
 *
 * Memory does not grow with the file.
 */
import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import type { Columns } from './columns.js';
import { type Dialect, type DialectWish, dialectOf, PARSING } from './dialect.js';

export interface Row {
  /** The line of the file on which the row begins, the header's being 1. */
  readonly lineNumber: number;
  readonly fields: readonly string[];
  /** The text of the row as it stands in the file. */
  readonly raw: string;
}

export interface FileForm extends DialectWish {
  readonly path: string;
  readonly encoding: string;
  readonly columns: Columns;
}

export interface OpenedFile extends Dialect {
  readonly header: readonly string[];
  readonly rows: AsyncGenerator<Row, void, undefined>;
  /** How much of the file, as it lies on the disk, was read. */
  bytesRead(): number;
}

/** The file cannot be read as the CSV it was said to be. */
export class FileNotReadableError extends Error {}

const HEAD_CHARACTERS = 64 * 1024;

/** @throws FileNotReadableError for a file that is missing, empty or of an unknown encoding */
export async function openRows(form: FileForm): Promise<OpenedFile> {
  if (!iconv.encodingExists(form.encoding)) {
    throw new FileNotReadableError(
      `The encoding "${form.encoding}" is not known. Try utf-8 or windows-1251.`,
    );
  }
  const dialect = dialectOf(await headOf(form), form.columns, form);
  const bytes = createReadStream(form.path);
  const rows = rowsOf(decoded(bytes, form), dialect);
  const first = await rows.next();
  if (first.done === true) throw new FileNotReadableError(`${form.path} is empty.`);
  return { ...dialect, header: first.value.fields, rows, bytesRead: () => bytes.bytesRead };
}

/** Text of the file with one kind of line break. The byte order mark is taken off, whatever the encoding. */
function decoded(bytes: ReadStream, { path, encoding }: FileForm): Readable {
  const unpacked: readonly NodeJS.ReadWriteStream[] = path.endsWith('.gz') ? [createGunzip()] : [];
  const steps = [bytes, ...unpacked, iconv.decodeStream(encoding), evenBreaks()];
  const text = steps.at(-1) as Transform;
  // Whatever fails on the way reaches the reader as the failure of the text.
  pipeline(steps, (fault) => {
    if (fault) text.destroy(fault);
  });
  return text;
}

/** Files of several systems mix breaks; with one kind, lines can be counted and rows told apart. */
function evenBreaks(): Transform {
  let isCut = false;
  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(chunk: string, _encoding, done) {
      const text = isCut && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
      isCut = chunk.endsWith('\r');
      done(null, text.replace(/\r\n?/g, '\n'));
    },
  });
}

async function headOf(form: FileForm): Promise<string> {
  const bytes = createReadStream(form.path);
  let head = '';
  try {
    for await (const chunk of decoded(bytes, form)) {
      head += String(chunk);
      if (head.length >= HEAD_CHARACTERS) break;
    }
  } catch (fault) {
    throw new FileNotReadableError(`${form.path} cannot be read: ${(fault as Error).message}`);
  } finally {
    bytes.destroy();
  }
  return head.slice(0, HEAD_CHARACTERS);
}

interface ParsedRow {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

async function* rowsOf(text: Readable, { delimiter }: Dialect): AsyncGenerator<Row, void, undefined> {
  const parser = parse({ ...PARSING, delimiter, raw: true, info: true, record_delimiter: '\n' });
  pipeline(text, parser, (fault) => {
    if (fault) parser.destroy(fault);
  });
  for await (const parsed of parser) {
    const { record, raw: untrimmed, info } = parsed as ParsedRow;
    // The parser leaves the breaks around a row in it, and knows the line on which the row ended.
    const raw = untrimmed.replace(/^\n+|\n+$/g, '');
    yield { lineNumber: info.lines - (raw.match(/\n/g)?.length ?? 0), fields: record, raw };
  }
}

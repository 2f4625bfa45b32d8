/** Reading of dirty CSV: each kind of dirt alone, all at once, and the line numbers by which a person finds a row. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FileForm,
  FileNotReadableError,
  openRows,
  type Row,
} from '../../../gateway/clients/import/read/rows.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-rows-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, form: Partial<FileForm> = {}, name = 'file.csv') {
  const path = join(folder, name);
  writeFileSync(path, content);
  const wish = {
    encoding: 'utf-8',
    columns: { price: 'Price' },
    delimiter: undefined,
    decimalMark: undefined,
  };
  const { header, rows, delimiter, decimalMark } = await openRows({ path, ...wish, ...form });
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return { header, rows: all, fields: all.map((row) => row.fields), delimiter, decimalMark };
}

describe('a file', () => {
  it('in windows-1251 is read in its own letters', async () => {
    const content = iconv.encode('Receipt,Name,Price\r\n1,Чай «Ёжик» №5,1.00\r\n', 'windows-1251');
    const { fields } = await read(content, { encoding: 'cp1251' });
    expect(fields).toEqual([['1', 'Чай «Ёжик» №5', '1.00']]);
  });

  it('with semicolons and decimal commas is understood without being told', async () => {
    const { fields, delimiter, decimalMark } = await read('Receipt;Price\n1;2,55\n2;10\n');
    expect({ delimiter, decimalMark }).toEqual({ delimiter: ';', decimalMark: ',' });
    expect(fields).toEqual([['1', '2,55'], ['2', '10']]); // biome-ignore format: two rows
  });

  it('with decimal points in quotes and semicolons keeps its points', async () => {
    const { decimalMark } = await read('Receipt;Price\n1;"2.55"\n2;"1,000.10"\n');
    expect(decimalMark).toBe('.');
  });

  it('follows what it was told against what it looks like', async () => {
    const { fields } = await read('a;b,Price\n1;2,3\n', { delimiter: ',' });
    expect(fields).toEqual([['1;2', '3']]);
  });

  it('with line breaks in quotes tells on which line each row begins', async () => {
    const { rows } = await read(
      'Receipt,Name,Price\r\n1,"two\r\nlines",1\r\n\r\n2,"three\n\nlines",1\n3,x,1',
    );
    expect(rows.map(({ lineNumber, raw }) => [lineNumber, raw])).toEqual([
      [2, '1,"two\nlines",1'],
      [5, '2,"three\n\nlines",1'],
      [8, '3,x,1'],
    ]);
  });

  it('with a byte order mark has a first column like any other', async () => {
    expect((await read('\ufeffReceipt,Price\n1,2\n')).header).toEqual(['Receipt', 'Price']);
  });

  it('whose name ends in .gz is decompressed', async () => {
    const { fields } = await read(gzipSync('Receipt,Price\n1,2\n'), {}, 'file.csv.gz');
    expect(fields).toEqual([['1', '2']]);
  });

  it('that is read slowly is read to its end', async () => {
    const path = join(folder, 'long.csv');
    writeFileSync(path, `Receipt,Price\n${`${'1'.repeat(90)},2.50\n`.repeat(20_000)}`);
    const { rows } = await openRows({ ...plain, path });
    let count = 0;
    for await (const _ of rows) {
      count += 1;
      // Whoever gave the rows has long ended when the last of them are asked for.
      if (count % 200 === 0) await pause(2);
    }
    expect(count).toBe(20_000);
  });

  it('with rows too short, too long and a stray quote loses none of them', async () => {
    const { fields } = await read('Receipt,Name,Price\n1\n2,a,1,more\n3,12" ruler,1\n');
    expect(fields).toEqual([['1'], ['2', 'a', '1', 'more'], ['3', '12" ruler', '1']]);
  });

  it.each([
    ['is missing', () => openRows({ ...plain, path: join(folder, 'none.csv') })],
    ['is empty', () => read('')],
    ['is said to be in an unknown encoding', () => read('a\n', { encoding: 'koi-77' })],
    ['is named .gz and is none', () => read('Receipt,Price\n', {}, 'plain.gz')],
  ])('that %s is refused with a reason', async (_, open) => {
    await expect(open()).rejects.toThrow(FileNotReadableError);
  });
});

const plain = { encoding: 'utf-8', columns: {}, delimiter: undefined, decimalMark: undefined };

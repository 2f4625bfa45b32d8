/**
 * A small file with every kind of dirt planted in it, imported as a person would do it: each line finds its known
 * end.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { importInto, runProgram } from './import-program.js';
import { auditImported } from './imported-ledger.js';

/** As a till in windows-1251 writes it: semicolons, decimal commas, quoted breaks, its own order of dates. */
const DIRTY = [
  'Чек;Артикул;Товар;Кол-во;Дата;Цена;Клиент;Телефон',
  '1;ЧАЙ;"Чай «Ёжик»\r\nчёрный";2;05.03.2021 10:00;1,255;7;',
  '1;САХ;Сахар;1;05.03.2021 10:00;0,001;7;',
  '2;ЧАЙ;Чай;1;05.03.2021 11:00;100,00;Анна;+49 30 901820',
  '3;ЧАЙ;Чай;-1;06.03.2021 10:00;1,255;7;',
  '4;ЧАЙ;Чай;-5;07.03.2021 10:00;1,255;7;',
  '5;ЧАЙ;Чай;1;07.03.2021 10:00;1,00;;',
  '6;ЧАЙ;Чай;0;07.03.2021 10:00;1,00;7;',
  '7;ЧАЙ;Чай;много;07.03.2021 10:00;1,00;7;',
  '8;ЧАЙ;Чай;1;31.02.2021 10:00;1,00;7;',
  '9;ЧАЙ;Чай;1,5;07.03.2021 10:00;1,00;7;',
  '10;ЧАЙ;Чай;1;07.03.2099 10:00;9,99;7;',
  '11;ЧАЙ',
  '2;ЧАЙ;Чай;-1;08.03.2021 09:00;100,00;Анна;',
].join('\r\n');

const columns = {
  receipt: 'Чек',
  sku: 'Артикул',
  name: 'Товар',
  quantity: 'Кол-во',
  time: 'Дата',
  price: 'Цена',
  member: 'Клиент',
  phone: 'Телефон',
};
const flags = [
  ...Object.entries(columns).flatMap(([field, column]) => ['--column', `${field}=${column}`]),
  ...['--encoding', 'windows-1251', '--dates', 'dmy', '--time-zone', 'Europe/Moscow'],
  ...['--source', 'tea', '--label', 'Ёжик Чай', '--currency', 'RUB'],
];
const refused = {
  NOT_A_SALE: 1,
  NO_MEMBER: 1,
  QUANTITY_NOT_WHOLE: 1,
  RETURN_WITHOUT_PURCHASE: 1,
  'NOT_READABLE:price': 1,
  'NOT_READABLE:quantity': 1,
  'NOT_READABLE:time': 1,
};

let folder: string;
let file: string;
let world: PlatformWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-dirt-'));
  file = join(folder, 'касса.csv');
  writeFileSync(file, iconv.encode(DIRTY, 'windows-1251'));
  world = await openPlatformWorld({ processes: 'one process' });
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

describe('a dirty file', () => {
  it('is tried dry: everything is told and nothing is written', async () => {
    const { code, output } = await runProgram([file, ...flags, '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      lines: { read: 13, accepted: 6, refused: 7 },
      refused,
      points: null,
      isDryRun: true,
    });
    expect(await world.sql('select from rewards.purchase')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['касса.csv']);
  });

  it('is imported: each line is accepted, or refused with its reason and where it stands', async () => {
    const errors = join(folder, 'errors.csv');
    const summary = await importInto(world, { file, errors, flags });
    expect(summary).toMatchObject({
      lines: { read: 13, accepted: 5, refused: 8 },
      refused: { ...refused, 'REFUSED_BY_PLATFORM:PurchaseInTheFuture': 1 },
      value: { read: '8.471', accepted: '1.256' },
      receipts: { purchases: { new: 2 }, returns: { new: 2 } },
      members: { new: 2 },
      partners: { new: 1 },
      points: { granted: '102', taken: '101' },
    });
    const told = readFileSync(errors, 'utf8').trimEnd().split('\n').slice(1);
    const places = told.map((line) => line.split(',').slice(0, 2).join(' ')).sort();
    expect(places).toContain('7 RETURN_WITHOUT_PURCHASE');
    expect(places).toContain('13 REFUSED_BY_PLATFORM:PurchaseInTheFuture');
    expect(told).toContain('8,NO_MEMBER,"5;ЧАЙ;Чай;1;07.03.2021 10:00;1,00;;"');
    expect(existsSync(`${errors}.checkpoint.json`)).toBe(false);
  });

  it('imported again changes nothing, and says so', async () => {
    const again = await importInto(world, { file, errors: join(folder, 'again.csv'), flags });
    expect(again).toMatchObject({
      isUnchanged: true,
      receipts: { purchases: { new: 0, replayed: 2 }, returns: { new: 0, replayed: 2 } },
      members: { new: 0, known: 2 },
      partners: { new: 0, known: 1 },
      points: { granted: '102', taken: '101' },
    });
    const [purchase] = await world.sql(
      `select total_minor::int, purchased_at, line.name from rewards.purchase
       join rewards.purchase_line as line on purchase_id = id and line_number = 1 where receipt_number = '1'`,
    );
    expect(purchase).toEqual({
      total_minor: 251,
      purchased_at: new Date('2021-03-05T07:00:00Z'),
      name: 'Чай «Ёжик»\nчёрный',
    });
    await auditImported(world);
  });
});

describe('the program', () => {
  it.each([
    ['a file that is not there', ['none.csv', '--dry-run'], 'There is no file none.csv'],
    [
      'a preset that is not known',
      [import.meta.filename, '--preset', 'x', '--dry-run'],
      'There is: online-retail',
    ],
    [
      'columns that the file has not',
      [import.meta.filename, '--preset', 'online-retail', '--dry-run'],
      'receipt=InvoiceNo',
    ],
    ['a flag that is none', [import.meta.filename, '--fast'], 'unknown option'],
    ['no requests at once', [import.meta.filename, '--concurrency', '0'], 'It must be 1 to 64'],
  ])('asked for %s says what to change and ends with 2', async (_, args, complaint) => {
    const ended = await runProgram(args);
    expect(ended.complaint).toContain(complaint);
    expect(ended.code).toBe(2);
  });

  it('that cannot reach the platform says so, ends with 1, and can be run again', async () => {
    const nowhere = ['--url', 'http://127.0.0.1:9', '--token', 'none', '--quiet'];
    const { code, complaint } = await runProgram([
      file,
      ...flags,
      ...nowhere,
      '--errors',
      join(folder, 'n.csv'),
    ]);
    expect(code).toBe(1);
    expect(complaint).toMatch(/fetch failed: .+\nRun the same again to go on/);
  });
});

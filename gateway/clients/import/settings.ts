/**
 * Everything that decides an import, made of the arguments, a preset, and the file in which a platform says where
 * it listens.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Preset, presets } from './presets.js';
import { type Columns, fieldNames } from './read/columns.js';
import type { DecimalMark } from './read/decimal.js';
import type { DateOrder } from './read/moment.js';
import type { FileForm } from './read/rows.js';

export interface PlatformAddress {
  readonly url: string;
  readonly token: string;
}

export interface ImportSettings extends FileForm {
  /** Names the origin of the data in every idempotency key. */
  readonly source: string;
  readonly label: string;
  readonly trade: string;
  readonly currency: string;
  readonly returnPrefix: string | undefined;
  readonly dateOrder: DateOrder;
  readonly timeZone: string;
  readonly concurrency: number;
  readonly errorsPath: string | null;
  readonly checkpointPath: string;
  readonly isQuiet: boolean;
  /** Null in a dry run. */
  readonly platform: PlatformAddress | null;
}

/** Arguments as they were written. */
export interface Arguments {
  readonly preset?: string;
  readonly column: readonly string[];
  readonly delimiter?: string;
  readonly decimal?: 'point' | 'comma';
  readonly encoding: string;
  readonly dates: DateOrder;
  readonly timeZone: string;
  readonly returnPrefix?: string;
  readonly source?: string;
  readonly label?: string;
  readonly trade?: string;
  readonly currency?: string;
  readonly concurrency: number;
  readonly errors?: string;
  readonly platform?: string;
  readonly url?: string;
  readonly token?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What was asked for cannot be done as it was asked; the message says what to change. */
export class UsageError extends Error {}

const REPORTS_FOLDER = '.coalition/import';
/** What `npm start` wrote, in the data folder that it has by itself or was told of in the same way as we are. */
const PLATFORM_FILES = ['demo', 'empty'].map((kind) =>
  join(process.env['DATA_FOLDER'] || '.coalition', kind, 'coalition.json'),
);
const MARKS: Readonly<Record<'point' | 'comma', DecimalMark>> = { point: '.', comma: ',' };
const noPreset: Preset = { columns: {}, label: 'Import', trade: 'retail', currency: 'EUR' };

/** @throws UsageError */
export function settingsFrom(path: string, given: Arguments): ImportSettings {
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`);
  const preset = presetOf(given.preset);
  const source = given.source ?? given.preset ?? 'csv';
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(source)) {
    throw new UsageError('--source must be 1 to 40 small letters, digits and hyphens.');
  }
  if (!isTimeZone(given.timeZone)) {
    throw new UsageError(`There is no time zone "${given.timeZone}". Name one such as Europe/Berlin or UTC.`);
  }
  const report = join(REPORTS_FOLDER, basename(path));
  // A dry run writes nothing unless it is asked to.
  const errorsPath = given.errors ?? (given.dryRun ? null : `${report}.errors.csv`);
  return {
    path,
    source,
    encoding: given.encoding,
    columns: { ...preset.columns, ...columnsFrom(given.column) },
    delimiter: given.delimiter === '\\t' ? '\t' : given.delimiter,
    decimalMark: given.decimal === undefined ? undefined : MARKS[given.decimal],
    label: given.label ?? preset.label,
    trade: given.trade ?? preset.trade,
    currency: given.currency ?? preset.currency,
    returnPrefix: given.returnPrefix ?? preset.returnPrefix,
    dateOrder: given.dates,
    timeZone: given.timeZone,
    concurrency: given.concurrency,
    errorsPath,
    checkpointPath: errorsPath === null ? `${report}.checkpoint.json` : `${errorsPath}.checkpoint.json`,
    isQuiet: given.quiet || given.json,
    platform: given.dryRun ? null : addressFrom(given),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return Temporal.PlainDate.from('2000-01-01').toZonedDateTime(name).timeZoneId !== '';
  } catch {
    return false;
  }
}

function presetOf(name: string | undefined): Preset {
  if (name === undefined) return noPreset;
  const preset = presets[name];
  if (preset !== undefined) return preset;
  throw new UsageError(`There is no preset ${name}. There is: ${Object.keys(presets).join(', ')}.`);
}

function columnsFrom(pairs: readonly string[]): Columns {
  const names: readonly string[] = fieldNames;
  const columns = pairs.map((pair) => {
    const [field = '', ...column] = pair.split('=');
    if (names.includes(field) && column.length > 0) return [field, column.join('=')];
    throw new UsageError(`--column takes FIELD=COLUMN, got "${pair}". Fields: ${fieldNames.join(', ')}.`);
  });
  return Object.fromEntries(columns) as Columns;
}

const platformFile = z.object({ url: z.string(), tokens: z.object({ operator: z.string() }) });

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

function addressFrom({ url, token, platform }: Arguments): PlatformAddress {
  if (url !== undefined && !/^https?:\/\//.test(url)) {
    throw new UsageError(`--url must be an address such as http://127.0.0.1:4000, got "${url}".`);
  }
  if (url !== undefined && token !== undefined) return { url, token };
  const present = PLATFORM_FILES.filter((file) => existsSync(file));
  const newest = present.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  const file = platform ?? newest;
  if (file === undefined || !existsSync(file)) {
    throw new UsageError(
      `No platform is known: ${file ?? PLATFORM_FILES.join(' and ')} missing. Run \`npm start\`, or give --url and --token.`,
    );
  }
  const text = readFileSync(file, 'utf8');
  const read = platformFile.safeParse(isJson(text) ? JSON.parse(text) : null);
  if (!read.success)
    throw new UsageError(`${file} names no platform: it needs url and tokens.operator, as JSON.`);
  return { url: url ?? read.data.url, token: token ?? read.data.tokens.operator };
}

/** Arguments that cannot be meant are told before a line is read, not as thousands of refused lines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Arguments, settingsFrom, UsageError } from '../../../gateway/clients/import/settings.js';

const folder = mkdtempSync(join(tmpdir(), 'coalition-import-settings-'));
const file = join(folder, 'receipts.csv');
const notJson = join(folder, 'platform.json');
writeFileSync(file, 'receipt,sku,quantity,time,price,member\n');
writeFileSync(notJson, '{');
afterAll(() => rmSync(folder, { recursive: true }));

const given: Arguments = {
  column: [],
  encoding: 'utf-8',
  dates: 'iso',
  timeZone: 'UTC',
  concurrency: 1,
  url: 'http://127.0.0.1:4000',
  token: 'token',
  dryRun: false,
  json: false,
  quiet: true,
};

test.each([
  ['a time zone that does not exist', { timeZone: 'Mars/Olympus' }, 'no time zone "Mars/Olympus"'],
  ['an address without http', { url: 'localhost:4000' }, '--url must be an address'],
  ['a platform file that is no JSON', { platform: notJson, url: undefined }, 'names no platform'],
  ['a preset that does not exist', { preset: 'offline' }, 'There is: online-retail'],
  ['a source that cannot be part of a key', { source: 'Tea House' }, '--source must be'],
] as const)('%s is named', (_title, wrong, told) => {
  const act = () => settingsFrom(file, { ...given, ...wrong } as Arguments);
  expect(act).toThrow(UsageError);
  expect(act).toThrow(told);
});

test('time zones may be named by place or by offset', () => {
  for (const timeZone of ['Europe/Berlin', 'UTC', '+02:00']) {
    expect(settingsFrom(file, { ...given, timeZone }).timeZone).toBe(timeZone);
  }
});

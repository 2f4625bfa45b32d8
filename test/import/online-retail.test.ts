/**
 * Real receipts, imported through the public graph: the first lines of Online Retail, or with IMPORT_WHOLE=1 all
 * 541,909.
 *
 * The file is not part of the product. Where it is missing the tests say so and are skipped; `planted-dirt.test.ts`
 * always runs.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../gateway/clients/import/report/tally.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { fileTotals } from './file-totals.js';
import { importInto, importKilled } from './import-program.js';
import { auditImported, importedLedger } from './imported-ledger.js';

const DATA = '../shared/data/online-retail/onlineretail.csv.gz';
const isWhole = process.env['IMPORT_WHOLE'] === '1';
const SLICE_LINES = 20_000;
const WITHIN_MS = isWhole ? 1_800_000 : 300_000;
const flags = ['--preset', 'online-retail'];

const hasData = existsSync(DATA);
if (!hasData) process.stderr.write(`Online Retail is not there (${DATA}): its import is not tested.\n`);

let folder: string;
let text: string;
const worlds: PlatformWorld[] = [];

async function openWorld(): Promise<PlatformWorld> {
  const world = await openPlatformWorld({ processes: 'one process' });
  worlds.push(world);
  return world;
}

const runOf = (name: string) => ({
  file: join(folder, 'retail.csv'),
  errors: join(folder, `${name}.csv`),
  flags,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-retail-'));
  if (!hasData) return;
  const whole = gunzipSync(readFileSync(DATA)).toString('utf8');
  text = isWhole ? whole : whole.split('\n', SLICE_LINES + 1).join('\n');
  writeFileSync(join(folder, 'retail.csv'), text);
});

afterAll(async () => {
  for (const world of worlds) await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

function expectTotals(summary: Summary): void {
  const totals = fileTotals(text);
  const { NO_MEMBER, NOT_A_SALE, RETURN_WITHOUT_PURCHASE = 0, ...other } = summary.refused;
  expect(other).toEqual({});
  expect({ NO_MEMBER, NOT_A_SALE }).toEqual({ NO_MEMBER: totals.withoutMember, NOT_A_SALE: totals.notASale });
  expect(summary.lines.read).toBe(totals.lines);
  const refused = totals.withoutMember + totals.notASale + RETURN_WITHOUT_PURCHASE;
  expect(summary.lines).toEqual({ read: totals.lines, accepted: totals.lines - refused, refused });
  expect(RETURN_WITHOUT_PURCHASE).toBeLessThan(totals.cancellationsOfMembers);
  const thousandths = (value: string): number => Math.round(Number(value) * 1_000);
  expect(thousandths(summary.value.read)).toBe(totals.thousandths);
  expect(thousandths(summary.value.accepted) + thousandths(summary.value.refused)).toBe(totals.thousandths);
  expect(summary.points?.granted).toBe(String(totals.points));
  expect(summary.partners.new + summary.partners.known).toBe(totals.countries);
  expect(summary.members.new + summary.members.known).toBe(totals.members);
  const { new: fresh, replayed, resumed } = summary.receipts.purchases;
  expect(fresh + replayed + resumed).toBe(totals.purchases);
}

/** Each refused line stands in the error file with its own number and text. */
function expectErrors(file: string, summary: Summary): void {
  const lines = text.split('\n');
  const errors = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  expect(errors).toHaveLength(summary.lines.refused);
  for (const error of errors) {
    const [, number, raw = ''] = /^(\d+),[A-Z_:]+,"(.*)"$/.exec(error) ?? [];
    expect(raw.replaceAll('""', '"')).toBe(lines[Number(number) - 1]);
  }
}

function report(name: string, { lines, seconds, linesPerSecond }: Summary): void {
  process.stderr.write(`${name}: ${lines.read} lines in ${seconds} s, ${linesPerSecond} lines/s\n`);
}

describe.skipIf(!hasData || isWhole)('the first lines of Online Retail', () => {
  it(
    'are imported to the line and the penny, and importing them again changes nothing',
    async () => {
      const world = await openWorld();
      const first = await importInto(world, runOf('first'));
      report('imported', first);
      expectTotals(first);
      expectErrors(join(folder, 'first.csv'), first);
      expect(first.isUnchanged).toBe(false);
      const ledger = await importedLedger(world);

      const again = await importInto(world, runOf('again'));
      report('imported again', again);
      expectTotals(again);
      expect(again).toMatchObject({ isUnchanged: true, points: first.points, refused: first.refused });
      expect(await importedLedger(world)).toEqual(ledger);
      await auditImported(world);
    },
    WITHIN_MS,
  );

  it(
    'give the same ledger when the import was killed midway and run again',
    async () => {
      const [whole] = worlds as [PlatformWorld];
      const world = await openWorld();
      const killed = await importKilled(world, runOf('killed'), 200);
      expect(killed.signal).toBe('SIGKILL');
      const resumed = await importInto(world, runOf('killed'));
      expectTotals(resumed);
      expectErrors(join(folder, 'killed.csv'), resumed);
      expect(resumed.receipts.purchases.new).toBeLessThan(fileTotals(text).purchases);
      expect(await importedLedger(world)).toEqual(await importedLedger(whole));
      await auditImported(world);
    },
    WITHIN_MS,
  );
});

describe.skipIf(!hasData || !isWhole)('Online Retail', () => {
  it(
    'is imported whole though it was killed midway, and importing it again changes nothing',
    async () => {
      expect(fileTotals(text)).toMatchObject({
        lines: 541_909,
        withoutMember: 135_080,
        cancellations: 9_288,
        thousandths: 9_747_747_934,
      });
      const world = await openWorld();
      expect((await importKilled(world, runOf('whole'), 6_000)).signal).toBe('SIGKILL');
      const resumed = await importInto(world, runOf('whole'));
      report('imported after a kill', resumed);
      expectTotals(resumed);
      expectErrors(join(folder, 'whole.csv'), resumed);
      const ledger = await importedLedger(world);
      const again = await importInto(world, runOf('again'));
      report('imported again', again);
      expectTotals(again);
      expect(again.isUnchanged).toBe(true);
      expect(await importedLedger(world)).toEqual(ledger);
      await auditImported(world);
    },
    WITHIN_MS,
  );
});

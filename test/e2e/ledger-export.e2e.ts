/**
 * The ledger leaves the platform and is recomputed alone: the guide for auditors, run as it is printed on what the
 * public graph gave, on a tampered copy of it, and the recount of both books on the database itself.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportLedger } from '../../gateway/clients/audit/export-ledger.js';
import { verifyBooks } from '../../gateway/start/verify/verify-books.js';
import { packageRoot } from '../../shared/platform/config/package-root.js';
import { eventually } from '../world/eventually.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { openTwoBrands } from '../world/two-brands.js';

let world: PlatformWorld;
let folder: string;

const guide = readFileSync(join(packageRoot, 'docs/guides/audit.md'), 'utf8');
const commandIn = (start: string): string =>
  guide.split('\n').find((line) => line.startsWith(start)) ?? `nothing begins with ${start}`;

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process' });
  await openTwoBrands(world);
  await world.quiet();
  await eventually(async () => {
    const [{ unsealed } = { unsealed: '1' }] = await world.sql<{ unsealed: string }>(
      `select count(*) as unsealed from rewards.entry
       where not exists (select from rewards.sealed_entry where entry_id = id)`,
    );
    return unsealed === '0';
  });
  folder = mkdtempSync(join(tmpdir(), 'coalition-audit-'));
  symlinkSync(join(packageRoot, 'docs'), join(folder, 'docs'));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await world?.stop();
});

/** Runs a line of the guide in a folder that looks like a clone. */
function run(command: string): Promise<{ readonly code: number; readonly told: string }> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], { cwd: folder }, (fault, stdout, stderr) =>
      resolve({ code: typeof fault?.code === 'number' ? fault.code : 0, told: stdout + stderr }),
    );
  });
}

const file = () => join(folder, 'ledger.ndjson');
const linesOf = () => readFileSync(file(), 'utf8').trimEnd().split('\n');

describe('the export', () => {
  it('by the command of the guide can be recomputed by the script of the guide', async () => {
    writeFileSync(join(folder, 'auditor.token'), await auditorToken());
    const exporting = commandIn('npm run export:ledger')
      .replace('npm run export:ledger --', `node ${join(packageRoot, 'dist/gateway/clients/audit/main.js')}`)
      .replace('http://127.0.0.1:4000', world.url);
    expect(await run(exporting)).toMatchObject({ code: 0 });
    const { code, told } = await run(commandIn('node docs/guides/recompute.mjs'));
    const { ledgerSeal } = await world.auditor.request<{ ledgerSeal: { number: string; hash: string } }>(
      '{ ledgerSeal { number hash } }',
    );
    expect(told).toContain(`up to seal ${ledgerSeal.number} ${ledgerSeal.hash}`);
    expect(told).toMatch(/^member PTS: \d+ on \d+ accounts$/m);
    expect(code).toBe(0);
  });

  it('goes on where it was cut off, in the middle of a line too', async () => {
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), whole.slice(0, whole.length - 40));
    const exported = await exportLedger(world.auditor, { path: file() });
    expect(exported.resumedAt).toBe(exported.entries - 1);
    expect(readFileSync(file(), 'utf8')).toBe(whole);
    expect((await exportLedger(world.auditor, { path: file() })).entries).toBe(exported.entries);
    expect(readFileSync(file(), 'utf8')).toBe(whole);
  });

  it('with a changed figure is found by its line, also when its digest was made to fit', async () => {
    const lines = linesOf();
    const at = lines.findIndex((line) => line.includes('"line":"entry"'));
    const touched = lines.with(at, (lines[at] ?? '').replace('points-fund', 'points-fumd'));
    writeFileSync(join(folder, 'ledger.ndjson'), `${touched.join('\n')}\n`);
    const { code, told } = await run(commandIn('node docs/guides/recompute.mjs'));
    expect([code, told]).toEqual([
      1,
      expect.stringContaining(`line ${at + 1}: the record is not what was sealed`),
    ]);
    writeFileSync(join(folder, 'ledger.ndjson'), `${lines.toSpliced(at, 1).join('\n')}\n`);
    const less = await run(commandIn('node docs/guides/recompute.mjs'));
    expect([less.code, less.told]).toEqual([
      1,
      expect.stringMatching(/line \d+: seal \d+ has \d+ of \d+ entries/),
    ]);
  });

  async function auditorToken(): Promise<string> {
    const token = await world.devIssuer?.issue({ role: 'auditor', subject: 'ada', ttlSeconds: 600 });
    return token ?? 'no issuer';
  }
});

describe('a recount of both books', () => {
  it('holds, and names an obligation that the second book holds differently', async () => {
    const before = await verifyBooks(world.adminUrl);
    expect(before.filter(({ holds }) => !holds)).toEqual([]);
    expect(new Set(before.map(({ book }) => book))).toEqual(new Set(['partners', 'rewards', 'both']));
    const [touched] = await world.sql<{ id: string }>(
      `update partners.clearing_entry set amount_minor = amount_minor + 1 where clearing_id =
        (select min(clearing_id::text)::uuid from partners.clearing_entry) returning clearing_id as id`,
    );
    const after = (await verifyBooks(world.adminUrl)).filter(({ holds }) => !holds);
    expect(after.map(({ name }) => name)).toEqual(['both-books-agree', 'books-agree-in-money']);
    expect(after[0]?.wrong).toEqual([
      expect.objectContaining({ at: 'partners.clearing_entry', id: touched?.id, field: 'facts' }),
    ]);
  });
});

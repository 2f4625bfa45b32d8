/**
 * `npm run bench:verify -- [--entries 1000000]`: how long it takes to seal and to verify a ledger of that size, and
 * whether one changed byte among all of them is found and named.
 *
 * On an embedded PostgreSQL of its own with default durability, which is gone afterwards.
 */
import 'reflect-metadata';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { subgraphDefinitions } from '../../../gateway/start/subgraphs.js';
import { findingLines } from '../../../gateway/start/verify/report.js';
import { verifyBooks } from '../../../gateway/start/verify/verify-books.js';
import { asAdmin } from '../../../shared/platform/database/admin-session.js';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../../shared/platform/database/embedded-postgres.js';
import { migrate } from '../../../shared/platform/database/migrate.js';
import { appUrl, provision } from '../../../shared/platform/database/provision.js';
import { SEAL_ENTRIES_MAX, sealEntries } from '../../../subgraphs/rewards/proof/seal-entries.command.js';
import { fillLedger } from './fill-ledger.js';

const SECRET = Buffer.from('the secret of coalitions in benchmarks');
const FLIP = `begin; set local session_replication_role = replica;
  update rewards.posting set amount = amount + 1 where (entry_id, line) in (
    select id, 4 from rewards.entry where kind = 'EARN' order by sequence offset $half limit 1);
  update rewards.posting set amount = amount - 1 where (entry_id, line) in (
    select id, 5 from rewards.entry where kind = 'EARN' order by sequence offset $half limit 1);
  commit`;

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
if (!Number.isSafeInteger(entries) || entries < 100) throw new Error('--entries must be 100 or more');

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function timed<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  const answer = await work();
  say(`${what}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  return answer;
}

async function seal(adminUrl: string): Promise<void> {
  const database = await openDatabase({
    url: appUrl(adminUrl, 'rewards', SECRET),
    applicationName: 'bench',
    schema: 'rewards',
    rows: [],
  });
  try {
    while ((await sealEntries(database, new Date())) === SEAL_ENTRIES_MAX);
  } finally {
    await database.destroy();
  }
}

async function verify(adminUrl: string, isTold: boolean): Promise<void> {
  const findings = await verifyBooks(adminUrl);
  for (const finding of findings) {
    if (isTold || !finding.holds) for (const line of findingLines(finding)) say(line);
  }
}

/** What this process has used at most: the rows stay where they are. */
function peakMegabytes(): string {
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return peak === undefined ? 'unknown' : `${Math.round(Number(peak) / 1024)} MB`;
}

const folder = mkdtempSync(join(tmpdir(), 'coalition-verify-'));
chmodSync(folder, 0o711);
const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres') });
try {
  const { adminUrl } = postgres;
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}, default durability`);
  await provision({ adminUrl, secret: SECRET });
  for (const { name, migrations } of subgraphDefinitions)
    await migrate({ adminUrl, subgraph: name, migrations });
  await timed(`${entries} entries written`, () =>
    asAdmin(adminUrl, 'bench', (admin) => fillLedger(admin, entries)),
  );
  await timed('sealed', () => seal(adminUrl));
  await timed('verified', () => verify(adminUrl, true));
  const half = String(Math.floor(entries * 0.4));
  await asAdmin(adminUrl, 'bench', (admin) => admin.query(FLIP.replaceAll('$half', half)));
  await timed('verified again, with two postings of one entry changed by 1', () => verify(adminUrl, false));
  say(`this process used ${peakMegabytes()} at most`);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * `npm run bench -- [name] [--short]`: measures the built product and prints ratios to floors taken in the same run.
 *
 * Absolute figures are of this machine and this hour; the ratios are what to compare.
 */
import 'reflect-metadata';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Shutdown } from '../../shared/platform/lifecycle/shutdown.js';
import { openLog } from '../../shared/platform/telemetry/log.js';
import type { Bench } from './bench.js';
import { federatedRead } from './federated-read.bench.js';
import { createDatabase, startLastingServer } from './ledger/lasting-server.js';
import { ledgerBench } from './ledger.bench.js';
import { liveFrame } from './live-frame.bench.js';
import { Loader } from './loader.js';
import { startPlatforms } from './platforms.js';
import { recordPurchase } from './record-purchase.bench.js';

const benches: Readonly<Record<string, Bench>> = {
  'federated-read': federatedRead,
  'record-purchase': recordPurchase,
  'live-frame': liveFrame,
};
/** Needs no platform but a ledger that it fills itself. */
const LEDGER = 'ledger';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});
const names = [...Object.keys(benches), LEDGER];
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`No benchmark ${unknown.join(', ')}; there are ${names.join(', ')}.`);
const chosen = positionals.length === 0 ? names : positionals;

const PEOPLE = { short: 64, full: 320 };

const began = performance.now();
const since = () => `${((performance.now() - began) / 1_000).toFixed(1)} s`;
const say = (text: string) => process.stdout.write(`${text}\n`);
const log = openLog({ part: 'bench', level: 'error' });

async function onPlatforms(): Promise<void> {
  const platforms = await startPlatforms(log, values.short ? PEOPLE.short : PEOPLE.full);
  const loader = new Loader();
  try {
    say(`two platforms are running and filled after ${since()}`);
    for (const name of chosen) {
      const text = await benches[name]?.({ platforms, loader, isShort: values.short });
      if (text !== undefined) say(text);
    }
  } finally {
    await loader.stop();
    await platforms.stop();
  }
}

async function onLedger(): Promise<void> {
  const stopping = new Shutdown(log);
  stopping.onSignals();
  try {
    const { postgres } = await startLastingServer(stopping);
    const adminUrl = await createDatabase(postgres.adminUrl, 'ledger');
    await ledgerBench({ adminUrl, databasePid: postgres.pid, isShort: values.short, say });
  } finally {
    await stopping.stop();
  }
}

const [processor] = cpus();
say(`${cpus().length} × ${processor?.model ?? 'processor'}, Node ${process.version}, default durability`);
if (chosen.some((name) => name !== LEDGER)) await onPlatforms();
if (chosen.includes(LEDGER)) await onLedger();
say(`all in ${since()}`);

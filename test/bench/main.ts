/**
 * `npm run bench -- [name] [--short]`: measures the built product and prints ratios to floors taken in the same run.
 *
 * Absolute figures are of this machine and this hour; the ratios are what to compare.
 */
import 'reflect-metadata';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { openLog } from '../../shared/platform/telemetry/log.js';
import type { Bench } from './bench.js';
import { federatedRead } from './federated-read.bench.js';
import { liveFrame } from './live-frame.bench.js';
import { Loader } from './loader.js';
import { startPlatforms } from './platforms.js';
import { recordPurchase } from './record-purchase.bench.js';

const benches: Readonly<Record<string, Bench>> = {
  'federated-read': federatedRead,
  'record-purchase': recordPurchase,
  'live-frame': liveFrame,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0)
  throw new Error(`No benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
const chosen = positionals.length === 0 ? Object.keys(benches) : positionals;

const PEOPLE = { short: 64, full: 320 };

const began = performance.now();
const platforms = await startPlatforms(
  openLog({ part: 'bench', level: 'error' }),
  values.short ? PEOPLE.short : PEOPLE.full,
);
const loader = new Loader();
const say = (text: string) => process.stdout.write(`${text}\n`);
try {
  const [processor] = cpus();
  say(`${cpus().length} × ${processor?.model ?? 'processor'}, Node ${process.version}, default durability`);
  say(`two platforms are running and filled after ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  for (const name of chosen) say((await benches[name]?.({ platforms, loader, isShort: values.short })) ?? '');
  say(`all in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
} finally {
  await loader.stop();
  await platforms.stop();
}

/**
 * `npm run export:ledger`: writes the sealed ledger into a file, as an auditor can through the public graph.
 *
 * Ends with 0 when the file is complete; 1 when it was cut off and the same command goes on; 2 when it was asked for
 * something that cannot be done.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { GraphClient } from '../graph-client.js';
import { exportLedger } from './export-ledger.js';

const CUT_OFF = 1;
const WRONG_USE = 2;

const program = new Command('npm run export:ledger --')
  .description(
    'Writes every sealed entry of the ledger into a file that can be recomputed without the platform.',
  )
  .requiredOption('--url <address>', 'the address of the gateway, such as http://127.0.0.1:4000')
  .requiredOption('--token-file <file>', 'a file that holds the token of an auditor or an operator')
  .requiredOption('--out <file>', 'the file to write; one that was cut off is gone on with')
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : WRONG_USE));

interface Options {
  readonly url: string;
  readonly tokenFile: string;
  readonly out: string;
}

function tokenIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (fault) {
    process.stderr.write(`The token cannot be read: ${(fault as Error).message}\n`);
    process.exit(WRONG_USE);
  }
}

const { url, tokenFile, out } = program.parse().opts<Options>();
if (!/^https?:\/\//.test(url)) {
  process.stderr.write(`--url must be an address such as http://127.0.0.1:4000, got "${url}".\n`);
  process.exit(WRONG_USE);
}
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());
try {
  const exported = await exportLedger(new GraphClient(url.replace(/\/$/, ''), tokenIn(tokenFile)), {
    path: out,
    signal: stopping.signal,
    onProgress: (entries) => process.stderr.write(`${entries} entries\n`),
  });
  const { entries, resumedAt, head } = exported;
  const before = resumedAt === 0 ? '' : `, ${resumedAt} of them from before`;
  process.stdout.write(
    head === null
      ? 'Nothing is sealed yet.\n'
      : `${out}: ${entries} entries${before}, up to seal ${head.number} ${head.hash}\n`,
  );
} catch (fault) {
  const { message, cause } = fault as Error;
  const reason = cause instanceof Error ? `${message}: ${cause.message}` : message;
  process.stderr.write(`${reason}\nWhat was read is in ${out}; run the same again to go on.\n`);
  process.exitCode = CUT_OFF;
}

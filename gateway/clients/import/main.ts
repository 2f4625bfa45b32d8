/**
 * `npm run import -- FILE`: brings the receipts of a retail CSV into a running platform, as anyone could through
 * its graph.
 *
 * Ends with 0 when every line found its end, accepted or refused; 1 when it was cut off and can be run again to go
 * on; 2 when it was asked for something that cannot be done.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { InterruptedError, importFile } from './import-file.js';
import { ColumnMissingError } from './read/columns.js';
import { FileNotReadableError } from './read/rows.js';
import { summaryText } from './report/summary-text.js';
import { type Arguments, settingsFrom, UsageError } from './settings.js';

const CUT_OFF = 1;
const WRONG_USE = 2;
const CONCURRENCY_MAX = 64;

function concurrency(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= CONCURRENCY_MAX) return number;
  throw new InvalidArgumentError(`It must be 1 to ${CONCURRENCY_MAX}.`);
}

function currency(text: string): string {
  if (/^[A-Z]{3}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be an ISO 4217 code such as EUR.');
}

const several = (pair: string, before: readonly string[]): readonly string[] => [...before, pair];

const program = new Command('npm run import --')
  .description('Brings the receipts of a retail CSV file into a running platform.')
  .argument('<file>', 'the CSV; a name that ends in .gz is decompressed')
  .option('--preset <name>', 'a file that is known: online-retail')
  .option('--column <field=column>', 'where a field stands; may be given several times', several, [])
  .option('--delimiter <character>', 'what stands between columns (default: found out)')
  .addOption(
    new Option('--decimal <mark>', 'the decimal mark (default: found out)').choices(['point', 'comma']),
  )
  .option('--encoding <name>', 'the encoding, for example windows-1251', 'utf-8')
  .addOption(
    new Option('--dates <order>', 'the order in dates').choices(['iso', 'dmy', 'mdy']).default('iso'),
  )
  .option('--time-zone <name>', 'the zone of dates that name none', 'UTC')
  .option('--return-prefix <text>', 'how receipt numbers of returns begin (default: negative quantities are)')
  .option('--source <name>', 'names the origin in idempotency keys (default: the preset, or csv)')
  .option('--label <name>', 'the name of the brand, before the country')
  .option('--trade <name>', 'what the brand sells')
  .option('--currency <code>', 'the currency of all prices', currency)
  .option('--concurrency <number>', 'how many requests at once', concurrency, 8)
  .option('--errors <file>', 'where refused lines go (default: .coalition/import/FILE.errors.csv)')
  .option('--platform <file>', 'the JSON in which a platform says where it is (default: of the last start)')
  .option('--url <address>', 'the address of the gateway')
  .option('--token <token>', "an operator's token")
  .option('--dry-run', 'write nothing, tell what would come of it', false)
  .option('--json', 'print the summary as JSON and no progress', false)
  .option('--quiet', 'show no progress', false)
  .showHelpAfterError(
    'For example: npm run import -- receipts.csv --dry-run. All options: npm run import -- --help',
  )
  .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : WRONG_USE));

async function run(): Promise<void> {
  program.parse();
  const given = program.opts<Arguments>();
  const leaving = new AbortController();
  process.once('SIGINT', () => leaving.abort()).once('SIGTERM', () => leaving.abort());
  const settings = settingsFrom(program.args[0] ?? '', given);
  const summary = await importFile(settings, leaving.signal);
  process.stdout.write(given.json ? `${JSON.stringify(summary)}\n` : summaryText(summary));
  if (settings.errorsPath !== null && summary.lines.refused > 0 && !given.json) {
    process.stdout.write(`Refused lines: ${settings.errorsPath}\n`);
  }
}

/** A fault of the network keeps what happened in its cause. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? `${message}: ${cause.message || cause.name}` : message;
}

/** A token that is not believed will not be believed the next time either. */
function adviceOn(fault: unknown): string {
  const isTurnedAway = fault instanceof Error && /^(UNAUTHENTICATED|FORBIDDEN)\b/.test(fault.message);
  const goOn = 'Run the same again to go on where it stopped';
  return isTurnedAway
    ? `${goOn}, with an operator's token: start the platform again, or give one by --token.`
    : `${goOn}.`;
}

try {
  await run();
} catch (fault) {
  const isWrongUse = [UsageError, ColumnMissingError, FileNotReadableError].some(
    (kind) => fault instanceof kind,
  );
  const isStopped = fault instanceof InterruptedError;
  const advice = isWrongUse || isStopped ? '' : `\n${adviceOn(fault)}`;
  process.stderr.write(`${reasonOf(fault as Error)}${advice}\n`);
  process.exitCode = isWrongUse ? WRONG_USE : CUT_OFF;
}

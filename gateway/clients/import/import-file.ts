/**
 * An import from the first line to the summary: read, put together, plan, send; each line accepted or refused with
 * a reason.
 *
 * Planning needs the file alone and happens in its order. Sending is bounded and side by side, in order for each
 * member.
 */

import { statSync } from 'node:fs';
import { DryRun } from './dry-run.js';
import { type Planning, planReceipt } from './plan/acts.js';
import { type Receipt, ReceiptGroups } from './plan/receipt-groups.js';
import { SoldLines } from './plan/sold-lines.js';
import { PlatformRun } from './platform-run.js';
import { placesOf } from './read/columns.js';
import { digitsOf } from './read/decimal.js';
import { dateReader } from './read/moment.js';
import { type LineReading, type RefusedLine, readLine } from './read/receipt-line.js';
import { type OpenedFile, openRows } from './read/rows.js';
import { ErrorFile } from './report/error-file.js';
import { showProgress } from './report/progress.js';
import { type Summary, Tally } from './report/tally.js';
import type { Run } from './run.js';
import type { ImportSettings } from './settings.js';

/** It was asked to stop; what was sent is kept in the checkpoint. */
export class InterruptedError extends Error {}

export async function importFile(settings: ImportSettings, signal: AbortSignal): Promise<Summary> {
  const began = performance.now();
  const file = await openRows(settings);
  const reading = lineReading(file, settings);
  const tally = new Tally();
  const errors = new ErrorFile(settings.errorsPath);
  const report = {
    tally,
    refuse(line: RefusedLine): void {
      tally.refuse(line.reason, line.value);
      errors.add(line);
    },
  };
  const run: Run =
    settings.platform === null
      ? new DryRun(report)
      : await PlatformRun.open(settings, settings.platform, report);
  const progress = showProgress({
    bytes: statSync(settings.path).size,
    position: () => ({ bytesRead: file.bytesRead(), lines: tally.linesRead }),
    isQuiet: settings.isQuiet,
  });
  try {
    await feed({ file, reading, run, settings, signal, report });
    await run.finish();
  } finally {
    progress.stop();
    await run.close();
    await errors.close();
  }
  const seconds = (performance.now() - began) / 1_000;
  return tally.summary({ seconds, isDryRun: settings.platform === null });
}

function lineReading(file: OpenedFile, settings: ImportSettings): LineReading {
  return {
    places: placesOf(file.header, settings.columns),
    decimalMark: file.decimalMark,
    dateOf: dateReader({ order: settings.dateOrder, timeZone: settings.timeZone }),
    returnPrefix: settings.returnPrefix,
  };
}

interface Feeding {
  readonly file: OpenedFile;
  readonly reading: LineReading;
  readonly run: Run;
  readonly settings: ImportSettings;
  readonly signal: AbortSignal;
  readonly report: { readonly tally: Tally; refuse(line: RefusedLine): void };
}

async function feed({ file, reading, run, settings, signal, report }: Feeding): Promise<void> {
  const groups = new ReceiptGroups();
  const planning: Planning = {
    source: settings.source,
    currencyDigits: digitsOf(settings.currency),
    sold: new SoldLines(),
  };
  const send = async (receipt: Receipt): Promise<void> => {
    const { acts, refused } = planReceipt(receipt, planning);
    for (const line of refused) report.refuse(line);
    for (const act of acts) await run.take(act);
  };
  for await (const row of file.rows) {
    if (signal.aborted) throw new InterruptedError('stopped; run again to go on');
    const line = readLine(row, reading);
    report.tally.read(line.value);
    const isRefused = 'reason' in line;
    if (isRefused) report.refuse(line);
    const { complete, isLate } = groups.pass(isRefused ? null : line);
    if (isLate) report.refuse({ row, value: line.value, reason: 'RECEIPT_SCATTERED' });
    for (const receipt of complete) await send(receipt);
  }
  for (const receipt of groups.rest()) await send(receipt);
}

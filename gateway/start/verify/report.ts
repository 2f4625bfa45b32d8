/** What a recount says to a person: a line for each check, and under one that does not hold the rows that are wrong. */
import type { WrongRow } from '../../../shared/platform/runtime/check.js';
import type { TimedFinding } from './verify-books.js';

export function findingLines(finding: TimedFinding): readonly string[] {
  const { book, name, meaning, figure, expected, holds, seconds, wrong } = finding;
  const mark = holds ? 'holds' : 'WRONG';
  const head = `${mark}  ${`${book}/${name}`.padEnd(44)} ${String(figure).padStart(14)}  must be ${expected}`;
  const lines = [`${head}  ${seconds.toFixed(1)} s`];
  if (holds) return lines;
  return [...lines, `       ${meaning}`, ...wrong.map(rowLine), ...moreLine(finding)];
}

function rowLine({ at, id, field, found, must }: WrongRow): string {
  return `       ${at} ${id}: ${field} is ${found ?? 'nothing'}, must be ${must ?? 'nothing'}`;
}

/** Only where the figure counts rows can it tell that there are more than were named. */
function moreLine({ figure, expected, wrong }: TimedFinding): readonly string[] {
  const isCount = expected === 0n && figure > BigInt(wrong.length) && wrong.length > 0;
  return isCount ? [`       and ${figure - BigInt(wrong.length)} more`] : [];
}

export function summaryLine(findings: readonly TimedFinding[], seconds: number): string {
  const broken = findings.filter(({ holds }) => !holds).length;
  const verdict = broken === 0 ? 'Everything holds' : `${broken} of ${findings.length} do not hold`;
  return `${verdict}: ${findings.length} invariants, ${seconds.toFixed(1)} s.`;
}

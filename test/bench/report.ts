/** The tables that the benchmarks print: plain text that is also Markdown. */
import type { Measured } from './contest.js';

type Cell = string | number;

export function table(title: string, head: readonly string[], lines: readonly (readonly Cell[])[]): string {
  const texts = [head, ...lines.map((line) => line.map(String))];
  const widths = head.map((_, column) => Math.max(...texts.map((line) => line[column]?.length ?? 0)));
  const row = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|`;
  const [first = [], ...rest] = texts;
  return ['', `### ${title}`, '', row(first), rule, ...rest.map(row), ''].join('\n');
}

/** What was measured, each beside the floors it is to be held against: the contenders named first. */
export function contestTable(
  title: string,
  measured: readonly Measured[],
  floors: readonly { readonly name: string; readonly as: string }[],
): string {
  const head = [
    '',
    'per second',
    ...floors.map(({ as }) => `of ${as}`),
    'p50 ms',
    'p99 ms',
    'CPU µs',
    'PostgreSQL µs',
  ];
  const lines = measured.map((one) => [
    one.name,
    Math.round(one.perSecond),
    ...floors.map(({ name }) => ratio(one, measured, name)),
    one.p50.toFixed(1),
    one.p99.toFixed(1),
    micros(one.cpu),
    micros(one.databaseCpu),
  ]);
  return table(title, head, lines);
}

function ratio(one: Measured, measured: readonly Measured[], floorName: string): string {
  const floor = measured.find(({ name }) => name === floorName);
  if (floor === undefined) throw new Error(`there is no floor called ${floorName}`);
  return (one.perSecond / floor.perSecond).toFixed(3);
}

function micros(cost: number | null): string {
  return cost === null ? '' : String(Math.round(cost));
}

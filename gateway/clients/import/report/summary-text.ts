/** The summary as a person reads it. */
import type { Summary } from './tally.js';

const whole = new Intl.NumberFormat('en');

export function summaryText(summary: Summary): string {
  const { lines, value, receipts, members, partners, points } = summary;
  const rows: (readonly [string, string])[] = [
    ['lines read', `${whole.format(lines.read)}, worth ${value.read}`],
    ['lines accepted', `${whole.format(lines.accepted)}, worth ${value.accepted}`],
    ['lines refused', `${whole.format(lines.refused)}, worth ${value.refused}`],
    ...Object.entries(summary.refused).map(
      ([reason, count]) => [`  ${reason}`, whole.format(count)] as const,
    ),
    ['purchases', actText(receipts.purchases)],
    ['returns', actText(receipts.returns)],
    ['members', `${members.new} new, ${members.known} known`],
    ['partners', `${partners.new} new, ${partners.known} known`],
    [
      'points',
      points === null ? 'known to the platform alone' : `${points.granted} granted, ${points.taken} taken`,
    ],
    ['time', `${summary.seconds} s, ${whole.format(summary.linesPerSecond)} lines/s`],
  ];
  const table = rows.map(([name, text]) => `${name.padEnd(32)} ${text}`).join('\n');
  return `${table}\n${outcomeText(summary)}\n`;
}

function outcomeText({ isDryRun, isUnchanged }: Summary): string {
  if (isDryRun) return 'Dry run: nothing was written.';
  if (isUnchanged) return 'Nothing changed: the platform had all of it.';
  return 'Imported.';
}

function actText(count: Summary['receipts']['returns']): string {
  const { new: fresh, replayed, resumed } = count;
  return `${whole.format(fresh)} new, ${whole.format(replayed)} replayed, ${whole.format(resumed)} resumed`;
}

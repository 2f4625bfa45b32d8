/** A dry run: everything planned is taken for done, as a platform that has none of it and refuses nothing would. */
import type { PurchaseAct, ReturnAct } from './plan/acts.js';
import type { Report, Run } from './run.js';

export class DryRun implements Run {
  private readonly members = new Set<string>();
  private readonly countries = new Set<string>();

  constructor(private readonly report: Report) {}

  async take(act: PurchaseAct | ReturnAct): Promise<void> {
    const { tally } = this.report;
    if (act.kind === 'PURCHASE') {
      if (!this.members.has(act.member)) tally.count('members', true);
      if (!this.countries.has(act.country)) tally.count('partners', true);
      this.members.add(act.member);
      this.countries.add(act.country);
      tally.act('purchases', 'NEW', 0n);
    } else {
      const purchases = new Set(act.lines.flatMap(({ taken }) => taken.map(({ purchase }) => purchase)));
      for (const _ of purchases) tally.act('returns', 'NEW', 0n);
    }
    for (const { line } of act.lines) tally.accept(line.value);
  }

  async finish(): Promise<void> {}

  async close(): Promise<void> {}
}

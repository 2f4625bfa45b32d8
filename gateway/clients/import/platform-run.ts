/**
 * A run against a platform: acts are sent, answers counted, refusals told line by line, and what is finished kept
 * in a checkpoint.
 */
import { GraphClient, GraphRequestError, RefusedError } from '../graph-client.js';
import { type PurchaseAct, type ReturnAct, refusedLine } from './plan/acts.js';
import type { TakenLine } from './plan/sold-lines.js';
import { digitsOf } from './read/decimal.js';
import type { ReceiptLine } from './read/receipt-line.js';
import { Checkpoint, nothingYet, type Progressed } from './report/checkpoint.js';
import type { Report, Run } from './run.js';
import { Brands } from './send/brands.js';
import { KeyedQueue } from './send/keyed-queue.js';
import { Members } from './send/members.js';
import { PURCHASE } from './send/operations.js';
import { Sender } from './send/sender.js';
import type { ImportSettings, PlatformAddress } from './settings.js';

const SAVE_EVERY_MS = 5_000;
/** How many acts wait for each that runs: enough that one busy member does not hold the others up. */
const PENDING_PER_RUNNING = 32;

export class PlatformRun implements Run {
  private readonly queue: KeyedQueue;
  private readonly timer: NodeJS.Timeout;
  private isFinished = false;

  private constructor(
    private readonly sender: Sender,
    private readonly progressed: Progressed,
    private readonly checkpoint: Checkpoint,
    private readonly report: Report,
    concurrency: number,
  ) {
    this.queue = new KeyedQueue({ concurrency, pendingMax: concurrency * PENDING_PER_RUNNING });
    this.timer = setInterval(() => checkpoint.save(progressed), SAVE_EVERY_MS);
  }

  static async open(
    settings: ImportSettings,
    address: PlatformAddress,
    report: Report,
  ): Promise<PlatformRun> {
    const graph = new GraphClient(address.url, address.token);
    const { path: file, source, label, trade, currency } = settings;
    const reading = [settings.columns, settings.returnPrefix, source, currency, address.url];
    const checkpoint = new Checkpoint(settings.checkpointPath, { file, reading });
    const progressed = await stillThere(checkpoint.load(), graph);
    const earnPerMinor = String(10 ** digitsOf(currency));
    const { tally } = report;
    const brands = new Brands(graph, { source, label, trade, currency, earnPerMinor }, (isNew) =>
      tally.count('partners', isNew),
    );
    for (const _ of progressed.members) tally.count('members', false);
    const members = new Members(graph, source, progressed.members, (isNew) => tally.count('members', isNew));
    const sender = new Sender({ graph, brands, members, finished: progressed, currency });
    return new PlatformRun(sender, progressed, checkpoint, report, settings.concurrency);
  }

  take(act: PurchaseAct | ReturnAct): Promise<void> {
    return this.queue.add(act.member, () =>
      act.kind === 'PURCHASE' ? this.record(act) : this.takeBack(act),
    );
  }

  async finish(): Promise<void> {
    await this.queue.drain();
    this.isFinished = true;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.queue.stop();
    if (this.isFinished) this.checkpoint.remove();
    else this.checkpoint.save(this.progressed);
  }

  private async record(act: PurchaseAct): Promise<void> {
    const { tally } = this.report;
    const lines = act.lines.map(({ line }) => line);
    await this.refusing(lines, async () => {
      const { origin, points } = await this.sender.recordPurchase(act);
      tally.act('purchases', origin, points);
      for (const { value } of lines) tally.accept(value);
    });
  }

  /** One request for each purchase that something is taken back from; a line may need several. */
  private async takeBack(act: ReturnAct): Promise<void> {
    const { tally } = this.report;
    const isThere = (taken: readonly TakenLine[]): boolean =>
      taken.every((part) => this.sender.hasPurchase(part));
    const possible = act.lines.filter(({ taken }) => isThere(taken));
    for (const { line, taken } of act.lines) {
      if (!isThere(taken)) this.report.refuse(refusedLine(line, 'RETURN_WITHOUT_PURCHASE'));
    }
    const refused = new Set<ReceiptLine>();
    const parts = possible.flatMap(({ line, taken }) => taken.map((part) => ({ line, part })));
    for (const purchase of new Set(parts.map(({ part }) => part.purchase))) {
      const ofIt = parts.filter(({ part, line }) => part.purchase === purchase && !refused.has(line));
      if (ofIt.length === 0) continue;
      const lines = ofIt.map(({ line }) => line);
      const isDone = await this.refusing(lines, async () => {
        const taken = ofIt.map(({ part }) => part);
        const { origin, points } = await this.sender.takeBack(act, purchase, taken);
        tally.act('returns', origin, points);
      });
      if (!isDone) for (const line of lines) refused.add(line);
    }
    for (const { line } of possible) if (!refused.has(line)) tally.accept(line.value);
  }

  /** False when the platform refused; the lines are told of then. Faults of the platform itself end the run. */
  private async refusing(lines: readonly ReceiptLine[], send: () => Promise<void>): Promise<boolean> {
    try {
      await send();
      return true;
    } catch (fault) {
      const refusal = refusalOf(fault);
      if (refusal === null) throw fault;
      for (const line of new Set(lines))
        this.report.refuse(refusedLine(line, `REFUSED_BY_PLATFORM:${refusal}`));
      return false;
    }
  }
}

/** Codes of the door that speak of the one request that was sent, not of the platform or of us. */
const OF_THE_REQUEST = new Set(['BAD_USER_INPUT', 'TOO_COSTLY', 'PAYLOAD_TOO_LARGE']);

function refusalOf(fault: unknown): string | null {
  if (fault instanceof RefusedError) return fault.refusal;
  if (!(fault instanceof GraphRequestError)) return null;
  const code = fault.errors[0]?.extensions?.code ?? '';
  return OF_THE_REQUEST.has(code) ? code : null;
}

/** A platform that was emptied since does not know what the checkpoint speaks of; then all begins anew. */
async function stillThere(loaded: Progressed | null, graph: GraphClient): Promise<Progressed> {
  const [purchaseId] = [...(loaded?.purchases.values() ?? [])].at(-1) ?? [];
  if (loaded === null || purchaseId === undefined) return nothingYet();
  const { purchase } = await graph.request<{ purchase: { id: string } | null }>(PURCHASE, { id: purchaseId });
  return purchase === null ? nothingYet() : loaded;
}

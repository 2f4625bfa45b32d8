/**
 * Sends what was planned. Whatever it is asked to do, the platform is asked with the same key each time, so doing
 * it again changes nothing.
 *
 * It knows what is finished, and skips that: `finished` comes from a checkpoint and goes into the next one.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type GraphClient, RefusedError } from '../../graph-client.js';
import type { PurchaseAct, ReturnAct } from '../plan/acts.js';
import type { TakenLine } from '../plan/sold-lines.js';
import type { Brands } from './brands.js';
import type { Members } from './members.js';
import { RECORD_PURCHASE, RETURN_PURCHASE } from './operations.js';

/** How an act came to be done. */
export type Origin = 'NEW' | 'REPLAYED' | 'RESUMED';

export interface Done {
  readonly origin: Origin;
  readonly points: bigint;
}

export interface Finished {
  /** Purchase id and points by the key of the purchase. */
  readonly purchases: Map<string, readonly [purchaseId: string, points: string]>;
  /** Points by the key of the return. */
  readonly returns: Map<string, string>;
}

export interface SenderOptions {
  readonly graph: GraphClient;
  readonly brands: Brands;
  readonly members: Members;
  readonly finished: Finished;
  readonly currency: string;
}

/** Refusals that may only mean that news of a new member or brand is still on its way inside the platform. */
const MAY_ARRIVE = new Set(['MemberNotEnrolled', 'StoreNotFound', 'PartnerNotActive', 'AgreementNotInForce']);
const ARRIVES_WITHIN_MS = 15_000;
const LOOK_AGAIN_MS = 250;

export class Sender {
  constructor(private readonly options: SenderOptions) {}

  /** @throws RefusedError when the platform refused the purchase */
  async recordPurchase(act: PurchaseAct): Promise<Done> {
    const { graph, brands, members, finished, currency } = this.options;
    const known = finished.purchases.get(act.key);
    if (known !== undefined) {
      brands.count(act.country);
      return { origin: 'RESUMED', points: BigInt(known[1]) };
    }
    const storeId = await brands.storeOf(act.country);
    const input = {
      idempotencyKey: act.key,
      memberId: await members.idOf(act.member, act.phone),
      storeId,
      purchasedAt: act.at.toISOString(),
      currency,
      totalMinor: String(act.totalMinor),
      receiptNumber: act.receipt,
      historical: true,
      lines: act.lines.map(({ line, lineNumber, amountMinor }) => ({
        lineNumber,
        sku: line.sku,
        name: line.name,
        quantity: line.quantity,
        amountMinor: String(amountMinor),
      })),
    };
    const recorded = await arrived(() =>
      graph.succeed<{ purchase: { id: string }; points: string; replayed: boolean }>(
        RECORD_PURCHASE,
        { input },
        'PurchaseRecorded',
      ),
    );
    finished.purchases.set(act.key, [recorded.purchase.id, recorded.points]);
    return { origin: recorded.replayed ? 'REPLAYED' : 'NEW', points: BigInt(recorded.points) };
  }

  /** Whether the platform has the purchase that a line is taken back from. */
  hasPurchase({ purchase }: TakenLine): boolean {
    return this.options.finished.purchases.has(purchase);
  }

  /** Takes lines of one purchase back. @throws RefusedError when the platform refused the return */
  async takeBack(act: ReturnAct, purchase: string, taken: readonly TakenLine[]): Promise<Done> {
    const { graph, finished } = this.options;
    const key = `${act.key}/${purchase.slice(purchase.indexOf(':purchase:') + ':purchase:'.length)}`;
    const known = finished.returns.get(key);
    if (known !== undefined) return { origin: 'RESUMED', points: BigInt(known) };
    const input = {
      idempotencyKey: key,
      purchaseId: finished.purchases.get(purchase)?.[0],
      returnedAt: act.at.toISOString(),
      lines: mergedLines(taken),
    };
    const returned = await graph.succeed<{ points: string; replayed: boolean }>(
      RETURN_PURCHASE,
      { input },
      'PurchaseReturned',
    );
    finished.returns.set(key, returned.points);
    return { origin: returned.replayed ? 'REPLAYED' : 'NEW', points: BigInt(returned.points) };
  }
}

function mergedLines(taken: readonly TakenLine[]): { lineNumber: number; quantity: number }[] {
  const quantities = new Map<number, number>();
  for (const { lineNumber, quantity } of taken) {
    quantities.set(lineNumber, (quantities.get(lineNumber) ?? 0) + quantity);
  }
  return [...quantities].map(([lineNumber, quantity]) => ({ lineNumber, quantity }));
}

async function arrived<Success>(send: () => Promise<Success>): Promise<Success> {
  const deadline = Date.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    try {
      return await send();
    } catch (fault) {
      const mayArrive = fault instanceof RefusedError && MAY_ARRIVE.has(fault.refusal);
      if (!mayArrive || Date.now() > deadline) throw fault;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

/**
 * One member's story: acts sent to the rewards subgraph and told to the model, and after each of them the figures of
 * both, which must be the same.
 *
 * An act can be sent once, twice at the same instant, again later, or while the database loses all its connections; an
 * answer that got lost is found again by its key.
 */
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { asAdmin } from '../../../../shared/platform/database/admin-session.js';
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { releaseLapsedHolds } from '../../../../subgraphs/rewards/redemptions/release-lapsed-holds.command.js';
import { operator } from '../../../world/callers.js';
import type { GraphAnswer, SubgraphWorld } from '../../../world/subgraph-world.js';
import { night } from '../life/life-kit.js';
import { CAPTURE, HOLD, RECORD, RETURN, receipt, type TestPartner, VOID } from '../rewards-kit.js';
import { type Figures, type ModelHold, type ModelLot, WalletModel } from './wallet-model.js';

export const sendings = ['once', 'twins', 'again', 'crash'] as const;
export type Sending = (typeof sendings)[number];

export type Act =
  | { readonly do: 'earn'; readonly totalMinor: number; readonly pieces: number; readonly how: Sending }
  | { readonly do: 'hold'; readonly percent: number; readonly how: Sending }
  | { readonly do: 'capture'; readonly which: number; readonly percent: number; readonly how: Sending }
  | { readonly do: 'void'; readonly which: number; readonly how: Sending }
  | { readonly do: 'return'; readonly which: number; readonly pieces: number; readonly how: Sending }
  | { readonly do: 'jump'; readonly hours: number; readonly night: boolean };

export interface RunSetting {
  readonly world: SubgraphWorld;
  readonly adminUrl: string;
  readonly partner: TestPartner;
  readonly memberId: string;
}

const WALLET = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Member {
  wallet { available pending held debt
    lots(first: 100) { edges { node { id purchaseId remaining held earnedAt activatesAt expiresAt } } } } } } }`;
const ATTEMPTS_MAX = 40;

interface ShownWallet extends Readonly<Record<keyof Figures, string>> {
  readonly lots: {
    readonly edges: readonly {
      readonly node: Readonly<Record<'id' | 'earnedAt' | 'activatesAt', string>> & {
        readonly purchaseId: string | null;
        readonly expiresAt: string | null;
      };
    }[];
  };
}

export class MemberRun {
  private readonly model = new WalletModel();

  constructor(private readonly setting: RunSetting) {}

  async act(act: Act): Promise<void> {
    if (act.do === 'jump') await this.jump(act);
    else if (act.do === 'earn') await this.earn(act);
    else if (act.do === 'hold') await this.hold(act);
    else if (act.do === 'return') await this.giveBack(act);
    else await this.end(act);
    expect(figuresOf(await this.wallet())).toEqual(this.model.figures(this.now()));
  }

  private now(): number {
    return this.setting.world.clock.now().getTime();
  }

  /** What the night writes down, everybody sees already: the model knows no nights. */
  private async jump({ hours, night: isNight }: Extract<Act, { do: 'jump' }>): Promise<void> {
    const { world } = this.setting;
    world.clock.moveMinutes(hours * 60);
    await eventuallyDone(() => releaseLapsedHolds(world.database, world.clock.now()));
    if (isNight) await night(world);
    this.model.lapse(this.now());
  }

  private async earn({ totalMinor, pieces, how }: Extract<Act, { do: 'earn' }>): Promise<void> {
    const { memberId, partner, world } = this.setting;
    const { idempotencyKey: _own, ...bought } = receipt({ memberId, storeId: partner.storeId }, totalMinor);
    const lines = [{ sku: 'A', name: 'Bread', quantity: pieces, amountMinor: String(totalMinor) }];
    const input = { ...bought, lines, purchasedAt: world.clock.now().toISOString() };
    const recorded = await this.send(RECORD, input, how);
    expect(recorded.__typename).toBe('PurchaseRecorded');
    const { id } = recorded.purchase;
    const made = (await this.wallet()).lots.edges.find(({ node }) => node.purchaseId === id)?.node;
    const lot: Omit<ModelLot, 'left' | 'held'> | null =
      made === undefined
        ? null
        : {
            id: made.id,
            earnedAt: Date.parse(made.earnedAt),
            from: Date.parse(made.activatesAt),
            until: made.expiresAt === null ? Infinity : Date.parse(made.expiresAt),
          };
    const points = BigInt(recorded.points);
    expect(points).toBe(BigInt(totalMinor) / 100n);
    this.model.earn({ id, lotId: lot?.id ?? null, points, pieces, back: 0 }, lot);
  }

  private async hold({ percent, how }: Extract<Act, { do: 'hold' }>): Promise<void> {
    const { memberId, partner } = this.setting;
    const { available } = this.model.figures(this.now());
    const points = (available * BigInt(percent)) / 100n;
    const input = { memberId, storeId: partner.storeId, points: String(points) };
    const held = await this.send(HOLD, input, how);
    if (points <= 0n) expect(held.__typename).toBe('PointsNotPositive');
    else if (points > available) expect(held.__typename).toBe('InsufficientPoints');
    else this.model.hold(held.hold.id, points, { now: this.now(), until: Date.parse(held.hold.expiresAt) });
  }

  private async end(act: Extract<Act, { do: 'capture' | 'void' }>): Promise<void> {
    const hold = this.model.holds[act.which % Math.max(this.model.holds.length, 1)];
    if (hold === undefined) return;
    const whole = hold.parts.reduce((sum, { points }) => sum + points, 0n);
    const points = act.do === 'void' ? 0n : (whole * BigInt(act.percent)) / 100n;
    if (act.do === 'capture' && points <= 0n) return;
    const input = act.do === 'void' ? { holdId: hold.id } : { holdId: hold.id, points: String(points) };
    const ended = await this.send(act.do === 'void' ? VOID : CAPTURE, input, act.how);
    this.expectEnd(hold, ended.__typename, { points, whole });
  }

  private expectEnd(
    hold: ModelHold,
    told: string,
    { points, whole }: { readonly points: bigint; readonly whole: bigint },
  ): void {
    if (!hold.isOpen) expect(told).toBe('HoldNotOpen');
    else if (points > whole) expect(told).toBe('CaptureExceedsHold');
    else {
      expect(told).toBe(points === 0n ? 'PointsVoided' : 'PointsCaptured');
      this.model.end(hold, points, this.now());
    }
  }

  private async giveBack({ which, pieces, how }: Extract<Act, { do: 'return' }>): Promise<void> {
    const purchase = this.model.purchases[which % Math.max(this.model.purchases.length, 1)];
    if (purchase === undefined) return;
    const input = { purchaseId: purchase.id, lines: [{ lineNumber: 1, quantity: pieces }] };
    const returned = await this.send(RETURN, input, how);
    const isTooMany = purchase.back + pieces > purchase.pieces;
    expect(returned.__typename).toBe(isTooMany ? 'ReturnExceedsPurchase' : 'PurchaseReturned');
    if (!isTooMany) expect(BigInt(returned.points)).toBe(this.model.giveBack(purchase, pieces, this.now()));
  }

  /** Sends an act in one of the ways; whatever the way, it happens once and everybody gets its one answer. */
  private async send(document: string, input: object, how: Sending): Promise<GraphAnswer['data']> {
    const keyed = { ...input, idempotencyKey: v7() };
    const first = this.answer(document, keyed);
    if (how === 'once') return first;
    if (how === 'crash') await this.loseConnections();
    const second =
      how === 'again'
        ? await first.then(() => this.answer(document, keyed))
        : await this.answer(document, keyed);
    const answered = await first;
    expect(second.__typename).toBe(answered.__typename);
    const isDone = 'replayed' in answered;
    // Of two that were sent one did it and the other was told so.
    if (isDone && how !== 'crash') expect([answered.replayed, second.replayed].sort()).toEqual([false, true]);
    return answered;
  }

  private async answer(document: string, input: object): Promise<GraphAnswer['data']> {
    for (let attempt = 1; ; attempt += 1) {
      const { data, errors } = await this.setting.world.ask(this.till(), document, { input });
      if (errors === undefined) return Object.values(data)[0];
      if (attempt === ATTEMPTS_MAX) throw new Error(errors.map(({ message }) => message).join('; '));
    }
  }

  private till(): Caller {
    return this.setting.partner.till;
  }

  private loseConnections(): Promise<unknown> {
    return asAdmin(this.setting.adminUrl, 'test', (admin) =>
      admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'coalition rewards'`),
    );
  }

  private async wallet(): Promise<ShownWallet> {
    const representations = [{ __typename: 'Member', id: this.setting.memberId }];
    for (let attempt = 1; ; attempt += 1) {
      const { data, errors } = await this.setting.world.ask(operator, WALLET, { representations });
      if (errors === undefined) return data._entities[0].wallet;
      if (attempt === ATTEMPTS_MAX) throw new Error(errors.map(({ message }) => message).join('; '));
    }
  }
}

async function eventuallyDone(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (fault) {
      if (attempt === ATTEMPTS_MAX) throw fault;
    }
  }
}

function figuresOf({ available, pending, held, debt }: ShownWallet): Figures {
  return { available: BigInt(available), pending: BigInt(pending), held: BigInt(held), debt: BigInt(debt) };
}

/**
 * The product at its command layer: the real commands and queries of rewards over the real database, in the process
 * that asks. No gateway, no graph and no relay have a part in it.
 */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { openPostgresEventBus } from '../../../shared/platform/bus/postgres-event-bus.js';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { openLog } from '../../../shared/platform/telemetry/log.js';
import type { Result } from '../../../shared/values/result.js';
import { ProgrammeTermsRow } from '../../../subgraphs/rewards/programme/terms.row.js';
import {
  openPurchaseQueue,
  recordPurchase,
} from '../../../subgraphs/rewards/purchases/record-purchase.command.js';
import { Arrivals } from '../../../subgraphs/rewards/reference/arrivals.command.js';
import { returnPurchase } from '../../../subgraphs/rewards/returns/return-purchase.command.js';
import { openSpendQueue, spendPoints } from '../../../subgraphs/rewards/spends/spend-points.command.js';
import { walletBalances } from '../../../subgraphs/rewards/wallets/wallet.query.js';
import type { OpenAct } from '../load/http-acts.js';
import type { LedgerLoad } from '../load/job.js';
import type { Act } from '../load/paced.js';
import { receiptLines, receiptTotalMinor } from '../load/purchase-request.js';
import { anyBuyer, anyMember } from './member-turns.js';
import { cardOf, idOf, PARTNERS } from './names.js';

const SPENT = 100n;
const caller = { kind: 'operator', subject: 'bench' } as const;
const clock = { now: () => new Date() };

export async function openProduct(load: LedgerLoad, callers: number): Promise<OpenAct> {
  const database = await openDatabase({
    url: load.databaseUrl,
    applicationName: 'bench product',
    schema: 'rewards',
    rows: [ProgrammeTermsRow],
    poolMax: 16,
  });
  const log = openLog({ part: 'bench', level: 'error' });
  const bus = await openPostgresEventBus({ url: load.busUrl, log });
  const arrivals = new Arrivals(bus);
  return {
    act: actOf(load, callers, { database, arrivals }),
    async close() {
      await bus.close();
      await database.destroy();
    },
  };
}

interface Product {
  readonly database: DataSource;
  readonly arrivals: Arrivals;
}

function actOf({ act, members }: LedgerLoad, callers: number, product: Product): Act {
  const member = anyMember(members, callers);
  switch (act) {
    case 'earn': {
      const purchases = openPurchaseQueue(product.database, clock);
      return async (number) => {
        const basket = basketOf(member(number));
        done(await recordPurchase({ ...product, purchases }, { caller, key: basket.receiptNumber, basket }));
      };
    }
    case 'burn': {
      const spends = openSpendQueue(product.database, clock);
      return async (number) => {
        const request = { caller, key: randomUUID(), wish: wishOf(member(number)) };
        done(await spendPoints({ ...product, clock, spends }, request));
      };
    }
    case 'return': {
      const buyer = anyBuyer(members, callers);
      return (number) => bringBack(product, buyer(number));
    }
    case 'balance':
      return async (number) => {
        await walletBalances(product.database, [idOf('member', member(number))], new Date());
      };
  }
}

function done(result: Result<unknown, { readonly kind: string }>): void {
  if (!result.ok) throw new Error(`refused: ${result.refusal.kind}`);
}

function basketOf(member: number) {
  return {
    member: { by: 'CARD', cardNumber: cardOf(member) } as const,
    storeId: idOf<never>('store', member % PARTNERS),
    purchasedAt: new Date(),
    currency: 'EUR',
    totalMinor: BigInt(receiptTotalMinor),
    lines: receiptLines.map((line, index) => ({
      ...line,
      lineNumber: index + 1,
      amountMinor: BigInt(line.amountMinor),
    })),
    isHistorical: false,
    sentBy: null,
    receiptNumber: randomUUID(),
  };
}

function wishOf(member: number) {
  return {
    member: { by: 'CARD', cardNumber: cardOf(member) } as const,
    storeId: idOf<never>('store', member % PARTNERS),
    points: SPENT,
    basket: null,
    receiptNumber: null,
    sentBy: null,
  };
}

async function bringBack({ database }: Product, member: number): Promise<void> {
  const wish = {
    purchaseId: idOf<never>('purchase', member),
    memberId: null,
    returnedAt: null,
    lines: [{ lineNumber: 1, quantity: 1 }],
    sentBy: null,
  };
  done(await returnPurchase({ database, clock }, { caller, key: randomUUID(), wish }));
}

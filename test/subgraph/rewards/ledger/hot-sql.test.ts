/**
 * The statements of the hot paths and their plans, kept in docs/operations/hot-sql.md: a change of either shows in the
 * diff of whoever made it. After a wanted change run this file with `-u`.
 *
 * Plans are those of prepared statements, which do not know their values, over a filled ledger with fresh statistics.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../../shared/platform/database/data-source.js';
import { appUrl } from '../../../../shared/platform/database/provision.js';
import { openBus } from '../../../../shared/platform/runtime/open-bus.js';
import { MemberLanes } from '../../../../subgraphs/rewards/posting/member-lanes.command.js';
import { ProgrammeTermsRow } from '../../../../subgraphs/rewards/programme/terms.row.js';
import { openPurchaseQueue } from '../../../../subgraphs/rewards/purchases/record-purchase.command.js';
import { capturePoints } from '../../../../subgraphs/rewards/redemptions/capture-points.command.js';
import { holdPoints } from '../../../../subgraphs/rewards/redemptions/hold-points.command.js';
import { Arrivals } from '../../../../subgraphs/rewards/reference/arrivals.command.js';
import { returnPurchase } from '../../../../subgraphs/rewards/returns/return-purchase.command.js';
import { openSpendQueue } from '../../../../subgraphs/rewards/spends/spend-points.command.js';
import { walletBalances } from '../../../../subgraphs/rewards/wallets/wallet.query.js';
import { type LedgerDatabase, openLedgerDatabase } from '../../../bench/ledger/ledger-database.js';
import { idOf, PARTNERS } from '../../../bench/ledger/names.js';
import { log } from '../../../world/subgraph-world.js';
import { createTestDatabase, type TestDatabase, testSecret } from '../../../world/test-database.js';
import { statementsDuring } from '../rewards-kit.js';

const OURS = 'hot sql';
const MEMBERS = 20_000;
const caller = { kind: 'operator', subject: 'olga' } as const;
const clock = { now: () => new Date() };

let test: TestDatabase;
let ledger: LedgerDatabase;
let database: DataSource;

beforeAll(async () => {
  test = await createTestDatabase(inject('adminUrl'));
  ledger = await openLedgerDatabase(test.adminUrl, testSecret);
  await ledger.fillTo(MEMBERS);
  const url = appUrl(test.adminUrl, 'rewards', testSecret);
  database = await openDatabase({ url, applicationName: OURS, schema: 'rewards', rows: [ProgrammeTermsRow] });
}, 120_000);
afterAll(async () => {
  await database?.destroy();
  await test?.drop();
});

const at = (member: number) => ({
  member: { by: 'ID', memberId: idOf<never>('member', member) } as const,
  storeId: idOf<never>('store', member % PARTNERS),
  sentBy: null,
});
const wish = (member: number) => ({ ...at(member), points: 10n, basket: null, receiptNumber: null });

function basket(member: number) {
  const line = { lineNumber: 1, sku: 'A', name: 'Bread', quantity: 1, amountMinor: 500n };
  const sold = {
    purchasedAt: new Date(),
    currency: 'EUR',
    totalMinor: 500n,
    lines: [line],
    isHistorical: false,
  };
  return { ...at(member), ...sold, receiptNumber: randomUUID() };
}

async function acts(): Promise<readonly (readonly [title: string, act: () => Promise<unknown>])[]> {
  const bus = await openBus({ adminUrl: test.adminUrl, secret: testSecret, redisUrl: undefined, log });
  const arrivals = new Arrivals(bus);
  await bus.close();
  const purchases = openPurchaseQueue(database, clock);
  const spends = openSpendQueue(database, clock);
  const request = () => ({ caller, key: randomUUID() });
  const hold = () =>
    holdPoints(
      { database, clock, arrivals, lanes: new MemberLanes(database) },
      { ...request(), wish: { ...wish(30), usesHousehold: false } },
    );
  const held = await hold();
  if (!held.ok) throw new Error(held.refusal.kind);
  const { holdId } = held.value;
  const capture = { holdId, points: null, isFinal: true, sentBy: null };
  const lines = [{ lineNumber: 1, quantity: 1 }];
  const goods = {
    purchaseId: idOf<never>('purchase', 50),
    memberId: null,
    returnedAt: null,
    lines,
    sentBy: null,
  };
  return [
    ['Record a purchase', () => purchases.post({ ...request(), basket: basket(10) })],
    ['Spend points', () => spends.post({ ...request(), wish: wish(20) })],
    ['Hold points', hold],
    ['Capture points', () => capturePoints({ database, clock }, { ...request(), wish: capture })],
    ['Return a purchase', () => returnPurchase({ database, clock }, { ...request(), wish: goods })],
    ['Read a balance', () => walletBalances(database, [idOf('member', 60)], new Date())],
  ];
}

async function planOf(text: string): Promise<string> {
  const plan = await database.query(
    `explain (generic_plan, costs off) ${text.replace('/* prepared */ ', '')}`,
  );
  return plan.map((line: Record<string, string>) => line['QUERY PLAN']).join('\n');
}

async function chapterOf(title: string, act: () => Promise<unknown>): Promise<string> {
  const sent = await statementsDuring(act);
  const own = sent.filter(({ connection, text }) => {
    const { application_name } = (connection as { connectionParameters: pg.ClientConfig })
      .connectionParameters;
    return application_name === OURS && !/^(start transaction|commit)/i.test(text);
  });
  const parts = [];
  for (const { text } of own) {
    parts.push(
      `\`\`\`sql\n${text.replaceAll(/^ +/gm, '  ')}\n\`\`\`\n\n\`\`\`text\n${await planOf(text)}\n\`\`\``,
    );
  }
  return `## ${title}\n\n${parts.join('\n\n')}`;
}

it('statements of the hot paths and their plans are those under review', async () => {
  const chapters: string[] = [];
  // The kinds of wallet are read once in the life of a process.
  for (const [title, act] of await acts()) {
    if (chapters.length === 0) await act();
    chapters.push(await chapterOf(title, act));
  }
  const head = `# SQL of the hot paths

Written by \`test/subgraph/rewards/ledger/hot-sql.test.ts\`, which fails when a statement or its
plan changes; with \`-u\` it writes this anew.
Each act as it is sent between \`begin\` and \`commit\`, with the plan of a prepared statement over
${MEMBERS.toLocaleString('en')} members.`;
  await expect(`${[head, ...chapters].join('\n\n')}\n`).toMatchFileSnapshot(
    '../../../../docs/operations/hot-sql.md',
  );
}, 120_000);

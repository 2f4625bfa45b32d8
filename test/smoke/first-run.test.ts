/**
 * What a newcomer meets: one command, a page that moves within a minute, five operations that answer, data that stay.
 *
 * The steps are one story told in order, on the built product and nothing else. What each took is printed.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { DemoFile } from '../../gateway/clients/demo/demo-file.js';
import { GraphClient } from '../../gateway/clients/graph-client.js';
import { eventually } from '../world/eventually.js';
import { freePort, READY_WITHIN_MS, type StartedProduct, startProduct } from './started-product.js';

const STEP_MS = 90_000;
const hasOperations = ({ operations }: DemoFile): boolean => operations.length > 0;

const dataFolder = mkdtempSync(join(tmpdir(), 'coalition-first-run-'));
// Open to pass through: else the product, started as root, keeps its data where nobody would remove them.
chmodSync(dataFolder, 0o711);
let product: StartedProduct;
let demo: DemoFile;
let receipt: { readonly storeId: string; readonly receiptNumber: string; readonly purchaseId: string };

afterAll(() => {
  product.abandon();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('the first run', () => {
  it(
    'shows a page with moving standings within a minute',
    async () => {
      product = startProduct({ dataFolder, port: await freePort(), kind: 'demo' });
      await pageAnswers();
      report('the page answers', secondsSinceStart());
      const versions = await movingStandings();
      const seconds = secondsSinceStart();
      report('standings have moved', seconds);
      expect(new Set(versions).size).toBe(2);
      expect(seconds).toBeLessThanOrEqual(60);
    },
    STEP_MS,
  );

  it(
    'names a file with five operations, and each answers',
    async () => {
      demo = await product.file(hasOperations);
      report('the file names its operations', secondsSinceStart());
      await runOperations(demo);
      receipt = await recordOne(demo);
    },
    STEP_MS,
  );

  it('ends in order and leaves no database running', endsInOrder, STEP_MS);
});

describe('the second run', () => {
  it(
    'still knows the purchase of the first, and its operations answer',
    async () => {
      product = startProduct({ dataFolder, port: await freePort(), kind: 'demo' });
      await pageAnswers();
      demo = await product.file(hasOperations);
      report('ready again', secondsSinceStart());
      const found = await new GraphClient(product.url)
        .as(demo.tokens.operator)
        .request<{ purchase: { receiptNumber: string } | null }>(
          'query ($id: ID!) { purchase(id: $id) { receiptNumber } }',
          { id: receipt.purchaseId },
        );
      expect(found.purchase?.receiptNumber).toBe(receipt.receiptNumber);
      await runOperations(demo);
    },
    STEP_MS,
  );

  it('ends in order and leaves no database running', endsInOrder, STEP_MS);
});

describe('a run that is asked to be empty', () => {
  it(
    'has no partner, whatever the demo has',
    async () => {
      product = startProduct({ dataFolder, port: await freePort(), flags: ['--empty'], kind: 'empty' });
      await pageAnswers();
      const bare = await product.file(() => true);
      report('empty and ready', secondsSinceStart());
      const { partners } = await new GraphClient(bare.url).request<{ partners: { edges: unknown[] } }>(
        '{ partners(first: 1) { edges { node { id } } } }',
      );
      expect(partners.edges).toEqual([]);
    },
    STEP_MS,
  );

  it('ends in order and leaves no database running', endsInOrder, STEP_MS);
});

async function pageAnswers(): Promise<void> {
  await eventually(async () => {
    const page = await fetch(`${product.url}/`, { headers: { accept: 'text/html' } });
    return page.status === 200 && (await page.text()).includes('<div id="page">');
  }, READY_WITHIN_MS);
}

/** Follows the first board that exists until a second state of it arrives; gives the versions of both. */
async function movingStandings(): Promise<string[]> {
  const graph = new GraphClient(product.url);
  const board = await eventually(async () => {
    const { leaderboards } = await graph.request<{ leaderboards: { id: string }[] }>(
      '{ leaderboards { id } }',
    );
    return leaderboards[0];
  }, READY_WITHIN_MS);
  const live = createClient({
    url: `${product.url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const frames = live.iterate<{ leaderboardChanged: { version: string; standings: unknown[] } }>({
    query: `subscription ($id: ID!) { leaderboardChanged(leaderboardId: $id, first: 5) {
      version standings { rank score member { publicName { text } } } } }`,
    variables: { id: board.id },
  });
  const versions: string[] = [];
  for await (const { data, errors } of frames) {
    expect(errors).toBeUndefined();
    if ((data?.leaderboardChanged.standings.length ?? 0) > 0)
      versions.push(String(data?.leaderboardChanged.version));
    if (versions.length === 2) break;
  }
  await live.dispose();
  return versions;
}

/** Runs what the file offers, each with the token that it names. */
async function runOperations({ url, operations, tokens }: DemoFile): Promise<void> {
  expect(operations).toHaveLength(5);
  for (const { name, as, query, variables } of operations) {
    const from = performance.now();
    const data = await new GraphClient(url)
      .as(tokens[as] ?? '')
      .request<Record<string, unknown>>(query, variables);
    report(`"${name}"`, (performance.now() - from) / 1_000);
    for (const [field, value] of Object.entries(data)) {
      expect(value, `${name}: ${field}`).not.toBeNull();
      const type = (value as { __typename?: string }).__typename;
      if (type !== undefined) expect(type).toMatch(/^Purchase(Previewed|Recorded)$/);
    }
  }
}

/** Records a purchase of the test's own: the third operation with another receipt. */
async function recordOne({ url, operations, tokens }: DemoFile): Promise<typeof receipt> {
  const example = operations.find(({ query }) => query.includes('recordPurchase'));
  const input = { ...(example?.variables['input'] as { storeId: string }), receiptNumber: 'FIRST-RUN-1' };
  const { purchase } = await new GraphClient(url)
    .as(tokens.partner ?? '')
    .succeed<{ purchase: { id: string } }>(
      `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
        ... on PurchaseRecorded { purchase { id } } ... on Problem { message } } }`,
      { input: { ...input, idempotencyKey: 'first-run:1' } },
      'PurchaseRecorded',
    );
  return { storeId: input.storeId, receiptNumber: input.receiptNumber, purchaseId: purchase.id };
}

async function endsInOrder(): Promise<void> {
  report('ended', await product.end());
}

function secondsSinceStart(): number {
  return (performance.now() - product.startedAt) / 1_000;
}

function report(what: string, seconds: number): void {
  process.stdout.write(`  ${seconds.toFixed(1).padStart(6)} s  ${what}\n`);
}

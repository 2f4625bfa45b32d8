/**
 * The living demo: opens a coalition in a platform that runs, lets people join and buy, writes down how to use it,
 * and keeps it alive until told to stop. It knows the platform by its address alone.
 */
import { GraphClient } from '../graph-client.js';
import { type DemoFile, readDemoFile, writeDemoFile } from './demo-file.js';
import { DEMO_HISTORY, type HistorySize, liveHistory } from './history.js';
import { keepLiving } from './living.js';
import { type DemoCoalition, openCoalition } from './open-coalition.js';
import { demoOperations } from './operations.js';
import type { DemoMember } from './shopping.js';

export interface DemoOptions {
  readonly url: string;
  readonly file: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly history?: HistorySize;
  /** Called once: the file is written and its operations answer. */
  onReady(file: DemoFile): void;
  onProgress(done: number, of: number): void;
  onFault(fault: unknown): void;
}

/** How many people have come before the demo says that it is ready; the others come while one looks. */
const PEOPLE_AT_FIRST = 60;
const TOKEN_SECONDS = 86_400;

export async function developmentToken(url: string, role: string, memberId?: string): Promise<string> {
  const response = await fetch(`${url}/dev/issuer/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, subject: `demo-${role}`, memberId, ttlSeconds: TOKEN_SECONDS }),
  });
  if (!response.ok) throw new Error(`the development issuer answers ${response.status}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Addresses and tokens of a platform without a demo. */
export async function bareFile(url: string): Promise<DemoFile> {
  return {
    url,
    graphql: `${url}/graphql`,
    live: `${url.replace(/^http/, 'ws')}/graphql`,
    playground: `${url}/playground/`,
    tokens: {
      operator: await developmentToken(url, 'operator'),
      auditor: await developmentToken(url, 'auditor'),
    },
    apiKeys: {},
    operations: [],
  };
}

export async function runDemo(options: DemoOptions): Promise<void> {
  const { url, now, signal } = options;
  const size = options.history ?? DEMO_HISTORY;
  const bare = await bareFile(url);
  const client = new GraphClient(url);
  const kept = readDemoFile(options.file)?.apiKeys ?? {};
  const coalition = await openCoalition(client.as(bare.tokens.operator), kept, now);
  const { tills } = coalition;
  const apiKeys = Object.fromEntries(tills.map(({ brand, apiKey }) => [brand.code, apiKey]));
  // Written before anyone shops: a key that is not kept is lost.
  writeDemoFile(options.file, { ...bare, apiKeys });

  const members: DemoMember[] = [];
  const isReadyAt = Math.min(PEOPLE_AT_FIRST, size.people);
  const living: Promise<void>[] = [];
  const ready = async (): Promise<void> => {
    const file = await fileWith({ ...bare, apiKeys }, coalition, members, now);
    writeDemoFile(options.file, file);
    options.onReady(file);
    await keepLiving({ client, tills, members, startedAt: now, signal, onFault: options.onFault });
  };
  await liveHistory({
    client,
    tills,
    size,
    now,
    signal,
    onPerson(member, done) {
      members.push(member);
      if (done === isReadyAt) living.push(ready());
      options.onProgress(done, size.people);
    },
  });
  await Promise.all(living);
}

async function fileWith(
  bare: DemoFile,
  { tills, leaderboardIds }: DemoCoalition,
  members: readonly DemoMember[],
  now: Date,
): Promise<DemoFile> {
  const [member] = members;
  const [till] = tills;
  const [leaderboardId] = leaderboardIds;
  if (member === undefined || till === undefined || leaderboardId === undefined)
    throw new Error('the demo is empty');
  const memberToken = await developmentToken(bare.url, 'member', member.memberId);
  return {
    ...bare,
    tokens: { ...bare.tokens, member: memberToken, partner: till.apiKey },
    operations: demoOperations({ member, till, leaderboardId, now }),
  };
}

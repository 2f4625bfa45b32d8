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
const KEEP_EVERY = 50;
const TELL_EVERY = 400;
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
  const { url, now, signal, onFault } = options;
  const size = options.history ?? DEMO_HISTORY;
  const kept = readDemoFile(options.file);
  const { startedOn, peopleDone } = kept?.history ?? {
    startedOn: now.toISOString().slice(0, 10),
    peopleDone: 0,
  };
  const bare = await bareFile(url);
  const client = new GraphClient(url);
  const operator = client.as(bare.tokens.operator);
  let file: DemoFile = { ...bare, apiKeys: kept?.apiKeys ?? {}, history: { startedOn, peopleDone } };
  const keep = (change: Partial<DemoFile>): void => {
    file = { ...file, ...change };
    writeDemoFile(options.file, file);
  };

  keep({});
  const coalition = await openCoalition(operator, file.apiKeys, startedOn);
  const { tills } = coalition;
  // Written before anyone shops: a key that is not kept is lost.
  keep({ apiKeys: Object.fromEntries(tills.map(({ brand, apiKey }) => [brand.code, apiKey])) });

  const members = peopleDone === 0 ? [] : await membersSoFar(operator);
  const living: Promise<void>[] = [];
  let told = peopleDone;
  const live = async (): Promise<void> => {
    keep(await howToUse(file, coalition, { members, now }));
    options.onReady(file);
    await keepLiving({ client, tills, members, startedAt: now, signal, onFault });
  };
  if (members.length > 0) living.push(live());
  await liveHistory({
    client,
    tills,
    size,
    startedOn,
    from: peopleDone,
    signal,
    onRefusal: onFault,
    onPerson(member, done) {
      members.push(member);
      if (living.length === 0 && members.length >= Math.min(PEOPLE_AT_FIRST, size.people))
        living.push(live());
      const hasPassed = (step: number) => Math.floor(done / step) > Math.floor(told / step);
      if (hasPassed(KEEP_EVERY)) keep({ history: { startedOn, peopleDone: done } });
      if (hasPassed(TELL_EVERY)) options.onProgress(done, size.people);
      told = done;
    },
  });
  await Promise.all(living);
}

const SO_FAR = `query { members(first: 100) { edges { node { id cards { number } } } } }`;

interface MembersPage {
  readonly members: {
    readonly edges: readonly {
      readonly node: { readonly id: string; readonly cards: readonly { readonly number: string }[] };
    }[];
  };
}

/** The first people of an earlier start, who go on shopping. */
async function membersSoFar(operator: GraphClient): Promise<DemoMember[]> {
  const { members } = await operator.request<MembersPage>(SO_FAR);
  return members.edges.flatMap(({ node: { id, cards } }) =>
    cards.slice(0, 1).map(({ number }) => ({ memberId: id, cardNumber: number })),
  );
}

/** What a person at a terminal needs: a token of each role and operations that run as they are. */
async function howToUse(
  { url, tokens }: DemoFile,
  { tills, leaderboardIds }: DemoCoalition,
  { members, now }: { readonly members: readonly DemoMember[]; readonly now: Date },
): Promise<Partial<DemoFile>> {
  const [member] = members;
  const [till] = tills;
  const [leaderboardId] = leaderboardIds;
  if (member === undefined || till === undefined || leaderboardId === undefined)
    throw new Error('the demo is empty');
  const memberToken = await developmentToken(url, 'member', member.memberId);
  return {
    tokens: { ...tokens, member: memberToken, partner: till.apiKey },
    operations: demoOperations({ member, till, leaderboardId, now }),
  };
}

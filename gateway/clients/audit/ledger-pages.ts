/** The sealed ledger as the public graph gives it, page by page: seals and entries, each from a cursor on. */
import type { GraphClient } from '../graph-client.js';

export interface Seal {
  readonly number: string;
  readonly previousHash: string;
  readonly hash: string;
  readonly sealedAt: string;
  readonly entryCount: number;
}

export interface SealedEntry {
  readonly sealNumber: string;
  readonly digest: string;
  readonly record: string;
}

export interface Placed<Node> {
  readonly cursor: string;
  readonly node: Node;
}

interface Page<Node> {
  readonly edges: readonly Placed<Node>[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 100;

const LAST_SEAL = '{ ledgerSeal { number } }';

const SEALS = `query ($first: Int!, $after: String) { ledgerSeals(first: $first, after: $after) {
  edges { cursor node { number previousHash hash sealedAt entryCount } } pageInfo { hasNextPage endCursor } } }`;

const ENTRIES = `query ($first: Int!, $after: String, $upToSeal: WholeNumber) {
  ledgerEntries(first: $first, after: $after, upToSeal: $upToSeal) {
    edges { cursor node { sealNumber digest record } } pageInfo { hasNextPage endCursor } } }`;

/** The number of the last seal; null before the first. */
export async function lastSealNumber(graph: GraphClient): Promise<bigint | null> {
  const { ledgerSeal } = await graph.request<{ ledgerSeal: { number: string } | null }>(LAST_SEAL);
  return ledgerSeal === null ? null : BigInt(ledgerSeal.number);
}

/** Seals up to a number, also those that hold no entry: without them the chain would have a hole. */
export async function* sealsUpTo(
  graph: GraphClient,
  last: bigint,
  after: string | null,
): AsyncGenerator<Placed<Seal>> {
  for await (const seal of paged<Seal>(after, async (cursor) => {
    const variables = { first: PAGE, after: cursor };
    return (await graph.request<{ ledgerSeals: Page<Seal> }>(SEALS, variables)).ledgerSeals;
  })) {
    if (BigInt(seal.node.number) > last) return;
    yield seal;
  }
}

export function entriesUpTo(
  graph: GraphClient,
  last: bigint,
  after: string | null,
): AsyncGenerator<Placed<SealedEntry>> {
  return paged<SealedEntry>(after, async (cursor) => {
    const variables = { first: PAGE, after: cursor, upToSeal: last.toString() };
    return (await graph.request<{ ledgerEntries: Page<SealedEntry> }>(ENTRIES, variables)).ledgerEntries;
  });
}

/** Asks for the next page while the one at hand is used. */
async function* paged<Node>(
  after: string | null,
  read: (cursor: string | null) => Promise<Page<Node>>,
): AsyncGenerator<Placed<Node>> {
  let next: Promise<Page<Node>> | null = read(after);
  while (next !== null) {
    const { edges, pageInfo }: Page<Node> = await next;
    next = pageInfo.hasNextPage ? read(pageInfo.endCursor) : null;
    // Whoever stops in the middle leaves an answer that nobody waits for, which may fail.
    next?.catch(() => undefined);
    yield* edges;
  }
}

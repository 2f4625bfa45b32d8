/** What the load process is asked to do and what it answers: plain data, since it travels between processes. */

/** One and the same request again and again; every answer must be the first one, byte by byte in length. */
export interface ReadLoad {
  readonly kind: 'read';
  readonly url: string;
  readonly body: string;
  /** The gateway's secret, and the subgraph asked: with it each request is signed as the gateway signs. */
  readonly signedWith?: { readonly secret: string; readonly to: string };
}

/** Who buys where: everything a purchase needs but its number. */
export interface Till {
  readonly apiKey: string;
  readonly partnerId: string;
  readonly storeId: string;
  readonly cards: readonly string[];
  readonly memberIds: readonly string[];
}

/** Purchases through the gateway, none like another. */
export interface PurchaseLoad {
  readonly kind: 'purchases';
  readonly url: string;
  readonly till: Till;
}

/** The rows of a purchase written by one prepared statement for each, straight into the schema of rewards. */
export interface PostingLoad {
  readonly kind: 'postings';
  readonly databaseUrl: string;
  readonly till: Till;
}

export const ledgerActs = ['earn', 'burn', 'return', 'balance'] as const;
export type LedgerActName = (typeof ledgerActs)[number];

/** Acts of the ledger in the load process itself: no gateway and no graph lie between. */
export interface LedgerLoad {
  readonly kind: 'ledger';
  readonly act: LedgerActName;
  /** The rows by one prepared statement; by repositories of an ORM; by the commands of the product. */
  readonly way: 'floor' | 'plain' | 'product';
  readonly databaseUrl: string;
  readonly busUrl: string;
  readonly members: number;
}

/** How hard and how long. */
export interface Pace {
  readonly callers: number;
  readonly milliseconds: number;
  readonly warmUpMs: number;
}

/** Purchases one by one at a gentle rate, while subscribers wait for the frame that each of them causes. */
export interface LiveLoad {
  readonly kind: 'live';
  readonly url: string;
  readonly till: Till;
  readonly leaderboardId: string;
  readonly subscribers: number;
  readonly purchases: number;
}

export type PacedLoad = (ReadLoad | PurchaseLoad | PostingLoad | LedgerLoad) & { readonly pace: Pace };
export type Job = PacedLoad | LiveLoad;

export interface JobResult {
  /** Requests answered, or frames received. */
  readonly count: number;
  readonly milliseconds: number;
  readonly p50: number;
  readonly p99: number;
}

export type LoadMessage =
  | { readonly warm: true }
  | { readonly result: JobResult }
  | { readonly fault: string };

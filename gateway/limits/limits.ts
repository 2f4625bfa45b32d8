/**
 * Every limit of the door in one table, with its default.
 *
 * A limit is checked before any subgraph is asked. What is refused names the limit, its figure and what was asked, so
 * that a developer knows what to change without reading this file.
 */
export interface Limits {
  /** Levels of selection below the operation. */
  readonly depthMax: number;
  /** Levels below `__schema` and `__type`; a tool's introspection query needs 15. */
  readonly introspectionDepthMax: number;
  readonly aliasesMax: number;
  readonly rootFieldsMax: number;
  readonly tokensMax: number;
  readonly directivesMax: number;
  /** Fields once every fragment is written out where it is spread. */
  readonly selectionsMax: number;
  /** Objects that the answer may hold, by the page sizes asked for. */
  readonly costMax: number;
  /** The length assumed of a list that has no page size. */
  readonly assumedListLength: number;
  readonly bodyBytesMax: number;
  /** For partners and operators, whose receipts and imports are large. */
  readonly trustedBodyBytesMax: number;
  readonly responseBytesMax: number;
  /** How many mistakes of a document are told at once. */
  readonly validationErrorsMax: number;
  readonly deadlineMs: number;
  readonly subgraphTimeoutMs: number;
  /** How long an answer about an API key is believed; for an open socket it is asked again as often. */
  readonly apiKeyBelievedMs: number;
  readonly socketInitMs: number;
  readonly socketMessageBytesMax: number;
  readonly socketSubscriptionsMax: number;
}

export const defaultLimits: Limits = {
  /** The facts of why an entry of a wallet is there are nine deep. */
  depthMax: 10,
  introspectionDepthMax: 16,
  aliasesMax: 15,
  rootFieldsMax: 20,
  tokensMax: 1_000,
  directivesMax: 50,
  selectionsMax: 2_000,
  costMax: 10_000,
  assumedListLength: 20,
  bodyBytesMax: 100 * 1024,
  trustedBodyBytesMax: 1024 * 1024,
  responseBytesMax: 2 * 1024 * 1024,
  validationErrorsMax: 5,
  deadlineMs: 5_000,
  subgraphTimeoutMs: 2_000,
  apiKeyBelievedMs: 10_000,
  socketInitMs: 3_000,
  socketMessageBytesMax: 64 * 1024,
  socketSubscriptionsMax: 20,
};

/**
 * The acts that a till of the load performs, each as any partner would send it, and where the ledger and the outbox
 * show it.
 *
 * Every act that succeeds is known by one id; the history check looks for exactly that id in every place named here.
 */
export const actKinds = [
  'enrolMember',
  'recordPurchase',
  'returnPurchase',
  'holdPoints',
  'capturePoints',
  'voidPoints',
] as const;

export type ActKind = (typeof actKinds)[number];

export interface Act {
  readonly document: string;
  readonly success: string;
  /** Whose stored answers keep the key. */
  readonly subgraph: 'members' | 'rewards';
  /** Statements that each give the ids of all acts done, as `id`: state, ledger and outbox must name the same. */
  readonly traces: Readonly<Record<string, string>>;
}

function document(kind: ActKind, success: string, id: string): string {
  const input = `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${kind}(input: $input) { __typename
    ... on ${success} { replayed ${id} } ... on Problem { message retryable } } }`;
}

const told = (type: string, id: string, condition = 'true'): string =>
  `select data->>'${id}' as id from ${type.split('.')[0]}.outbox where type = '${type}' and ${condition}`;

const entries = (kind: string, id: string): string =>
  `select ${id}::text as id from rewards.entry where kind = '${kind}'`;

const holds = (state: string): string => `select id::text from rewards.hold where state = '${state}'`;

const holdTold = (state: string): string =>
  told('rewards.hold-changed.1', 'holdId', `data->>'state' = '${state}'`);

export const acts: Readonly<Record<ActKind, Act>> = {
  enrolMember: {
    document: document('enrolMember', 'MemberEnrolled', 'member { id }'),
    success: 'MemberEnrolled',
    subgraph: 'members',
    traces: {
      members: 'select id::text from members.member',
      told: told('members.member-enrolled.1', 'memberId'),
      wallets: 'select member_id::text as id from rewards.wallet',
    },
  },
  recordPurchase: {
    document: document('recordPurchase', 'PurchaseRecorded', 'points purchase { id }'),
    success: 'PurchaseRecorded',
    subgraph: 'rewards',
    traces: {
      purchases: 'select id::text from rewards.purchase',
      entries: entries('EARN', 'purchase_id'),
      lots: 'select purchase_id::text as id from rewards.lot',
      told: told('rewards.purchase-recorded.1', 'purchaseId'),
      counted: "select fact_id::text as id from gamification.game_fact where kind = 'PURCHASE'",
    },
  },
  returnPurchase: {
    document: document('returnPurchase', 'PurchaseReturned', 'points purchaseReturn { id }'),
    success: 'PurchaseReturned',
    subgraph: 'rewards',
    traces: {
      returns: 'select id::text from rewards.purchase_return',
      told: told('rewards.purchase-returned.1', 'returnId'),
      counted: "select fact_id::text as id from gamification.game_fact where kind = 'RETURN'",
    },
  },
  holdPoints: {
    document: document('holdPoints', 'PointsHeld', 'hold { id }'),
    success: 'PointsHeld',
    subgraph: 'rewards',
    traces: { holds: 'select id::text from rewards.hold', told: holdTold('HELD') },
  },
  capturePoints: {
    document: document('capturePoints', 'PointsCaptured', 'points hold { id }'),
    success: 'PointsCaptured',
    subgraph: 'rewards',
    traces: {
      holds: holds('CAPTURED'),
      entries: entries('CAPTURE', 'hold_id'),
      told: holdTold('CAPTURED'),
    },
  },
  voidPoints: {
    document: document('voidPoints', 'PointsVoided', 'hold { id }'),
    success: 'PointsVoided',
    subgraph: 'rewards',
    traces: { holds: holds('VOIDED'), told: holdTold('VOIDED') },
  },
};

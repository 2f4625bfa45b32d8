/** Following a wallet and being told of it: from the commit of any act to the frame and the notice, each once. */
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Consumption, EventBus, Stoppable } from '../../../../shared/platform/bus/event-bus.js';
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { WalletFeeds } from '../../../../subgraphs/rewards/live/wallet-feeds.query.js';
import { followOwnEvents } from '../../../../subgraphs/rewards/notices/follow-own-events.command.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { anonymous, auditor, memberCaller, operator } from '../../../world/callers.js';
import { eventually } from '../../../world/eventually.js';
import {
  type GraphAnswer,
  log,
  openSubgraphWorld,
  type SubgraphWorld,
} from '../../../world/subgraph-world.js';
import { act, bought, CAPTURE, memberOf, partnerOf, RETURN, type TestPartner, VOID } from '../rewards-kit.js';
import { CONFIRM, holdAt, LOCK, MARK_READ, memberWith, readMember, safetyOf } from './safety-kit.js';

let world: SubgraphWorld;
let a: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
const open: AsyncIterator<GraphAnswer>[] = [];
afterEach(async () => {
  for (const frames of open.splice(0)) await frames.return?.();
  await safetyOf(world, {});
  await auditLedger(world.database);
});
afterAll(() => world.close());

const FOLLOW = `subscription ($memberId: ID!) { walletChanged(memberId: $memberId) { version entryCount
  member { id stepUps { id } spendLock { isLocked } } wallet { available held pending debt worth { amountMinor } }
  entry { kind points partner { id } } holds { points state partner { id } } } }`;

interface Frame {
  readonly version: string;
  readonly entryCount: string;
  readonly member: { readonly stepUps: readonly { id: string }[]; readonly spendLock: { isLocked: boolean } };
  readonly wallet: { readonly available: string; readonly held: string };
  readonly entry: { readonly kind: string; readonly points: string } | null;
  readonly holds: readonly { readonly points: string }[];
}

function follow(memberId: string, caller: Caller = memberCaller(memberId)) {
  const frames = world.follow(caller, FOLLOW, { memberId });
  open.push(frames);
  return frames;
}

async function next(frames: AsyncIterator<GraphAnswer>): Promise<Frame> {
  const { value } = await frames.next();
  if (value.errors !== undefined) throw new Error(JSON.stringify(value.errors));
  return value.data.walletChanged;
}

/** Reads on until a frame is as it should be; versions only grow on the way. */
async function frameWith(
  frames: AsyncIterator<GraphAnswer>,
  isRight: (frame: Frame) => boolean,
): Promise<Frame> {
  let version = -1n;
  for (;;) {
    const frame = await next(frames);
    expect(BigInt(frame.version)).toBeGreaterThanOrEqual(version);
    version = BigInt(frame.version);
    if (isRight(frame)) return frame;
  }
}

describe('who follows a wallet', () => {
  it('sees it as it is first, and then after every act of whatever kind', async () => {
    const { memberId } = await memberOf(world);
    const frames = follow(memberId);
    const empty = { version: '0', entryCount: '0', entry: null, holds: [] };
    expect(await next(frames)).toMatchObject({ ...empty, wallet: { available: '0', held: '0' } });

    const { purchase } = await bought(world, { memberId, partner: a }, 10_000);
    const earned = await frameWith(frames, ({ entryCount }) => entryCount === '1');
    expect(earned.entry).toMatchObject({ kind: 'EARN', points: '100', partner: { id: a.partnerId } });
    expect(earned.wallet).toMatchObject({ available: '100', worth: { amountMinor: '50' } });

    const { hold } = await holdAt(world, a, { memberId, points: 40 });
    const held = await frameWith(frames, ({ holds }) => holds.length === 1);
    expect(held).toMatchObject({ wallet: { available: '60', held: '40' }, holds: [{ points: '40' }] });
    expect(BigInt(held.version)).toBe(BigInt(earned.version) + 1n);

    await act(world, a.till, CAPTURE, { holdId: hold.id });
    const spent = await frameWith(frames, ({ holds }) => holds.length === 0);
    expect(spent.entry).toMatchObject({ kind: 'CAPTURE', points: '-40' });

    const { hold: other } = await holdAt(world, a, { memberId, points: 5 });
    await frameWith(frames, ({ holds }) => holds.length === 1);
    await act(world, a.till, VOID, { holdId: other.id });
    expect((await frameWith(frames, ({ holds }) => holds.length === 0)).wallet.available).toBe('60');

    const lines = [{ lineNumber: 1, quantity: 1 }];
    await act(world, a.till, RETURN, { purchaseId: purchase.id, memberId, lines });
    const back = await frameWith(frames, ({ entry }) => entry?.kind === 'RETURN');
    expect(back.wallet).toMatchObject({ available: '-40', debt: '40' });
  });

  it('sees a hold lapse, a question asked and answered, and the lock', async () => {
    const memberId = await memberWith(world, a, 100);
    const frames = follow(memberId);
    await next(frames);
    await holdAt(world, a, { memberId, points: 10 });
    await frameWith(frames, ({ wallet }) => wallet.held === '10');
    world.clock.moveMinutes(16);
    await frameWith(frames, ({ wallet }) => wallet.held === '0' && wallet.available === '100');

    await safetyOf(world, { stepUpAbove: '0' });
    const { challengeId } = await holdAt(world, a, { memberId, points: 5 });
    await frameWith(frames, ({ member }) => member.stepUps[0]?.id === challengeId);
    await act(world, memberCaller(memberId), CONFIRM, { challengeId });
    await frameWith(frames, ({ member }) => member.stepUps.length === 0);
    await act(world, memberCaller(memberId), LOCK, {});
    await frameWith(frames, ({ member }) => member.spendLock.isLocked);
  });

  it('sees the present first when coming back, and skips what was overtaken when reading slowly', async () => {
    const memberId = await memberWith(world, a, 1);
    const slow = follow(memberId);
    const quick = follow(memberId, operator);
    await next(slow);
    for (let times = 0; times < 10; times += 1) await bought(world, { memberId, partner: a }, 100);
    const newest = await frameWith(quick, ({ entryCount }) => entryCount === '11');
    expect(await next(slow)).toEqual(newest);
    expect(await next(follow(memberId))).toEqual(newest);
  });

  it.each<[string, () => Caller, string]>([
    ['another member', () => memberCaller(), 'FORBIDDEN'],
    ['a partner', () => a.till, 'FORBIDDEN'],
    ['an auditor', () => auditor, 'FORBIDDEN'],
    ['a stranger', () => anonymous, 'UNAUTHENTICATED'],
  ])('is turned away at the door as %s', async (_who, caller, code) => {
    const { memberId } = await memberOf(world);
    const frames = follow(memberId, caller());
    const { value } = await frames.next();
    expect(value.errors?.[0]?.extensions?.['code']).toBe(code);
    expect(value.data ?? null).toBeNull();
    expect((await frames.next()).done).toBe(true);
  });

  it('is turned away for a text that is no id', async () => {
    const { value } = await follow('x', operator).next();
    expect(value.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('shares one feed with everyone who follows the same, and leaves nothing behind', async () => {
    const stops = vi.fn();
    const bus = {
      onSignal: async (channel: string, hear: (text: string) => void): Promise<Stoppable> => {
        const heard = await world.bus.onSignal(channel, hear);
        return { stop: () => heard.stop().then(stops) };
      },
    };
    const feeds = new WalletFeeds({ database: world.database, bus, clock: world.clock, log });
    const [one, two] = [v7(), v7()];
    const followers = await Promise.all([one, one, two].map((memberId) => feeds.follow(memberId)));
    for (const follower of followers) expect((await follower.next()).done).toBe(false);
    expect(feeds.openCount).toBe(2);
    for (const follower of followers) await follower.return?.();
    expect(feeds.openCount).toBe(0);
    await vi.waitFor(() => expect(stops).toHaveBeenCalledTimes(1));
  });
});

const NOTICES = `notices(first: 2) { edges { cursor node { id kind unit points readAt partner { id }
  facts { name value } } } pageInfo { hasNextPage endCursor } } unreadNoticeCount`;

const noticesOf = async (memberId: string, caller: Caller = memberCaller(memberId), fields = NOTICES) =>
  readMember(world, caller, memberId, fields);

const told = (memberId: string, count: number) =>
  eventually(async () => {
    const read = await noticesOf(memberId);
    return read.unreadNoticeCount === String(count) ? read : null;
  });

describe('the notices of a member', () => {
  it('tell of each thing once, newest first, in pages', async () => {
    const memberId = await memberWith(world, a, 100);
    const { hold } = await holdAt(world, a, { memberId, points: 40 });
    await act(world, a.till, CAPTURE, { holdId: hold.id });
    await act(world, memberCaller(memberId), LOCK, {});
    const { notices } = await told(memberId, 3);
    const [newest] = notices.edges;
    expect(notices.pageInfo.hasNextPage).toBe(true);
    expect(newest.node.readAt).toBeNull();
    const after = `notices(first: 5, after: "${notices.pageInfo.endCursor}") { edges { node { kind } } }`;
    const rest = await noticesOf(memberId, operator, after);
    const all = [...notices.edges, ...rest.notices.edges].map(({ node }) => node.kind);
    // The lock is told by its own transaction, the spending a moment after its own.
    expect(all.sort()).toEqual(['EARNED', 'SPENDING_LOCKED', 'SPENT']);
    const whole = await noticesOf(memberId, auditor, NOTICES.replace('first: 2', 'first: 5'));
    const spent = whole.notices.edges.find(
      ({ node }: { node: { kind: string } }) => node.kind === 'SPENT',
    ).node;
    expect(spent).toMatchObject({ unit: 'PTS', points: '-40', partner: { id: a.partnerId } });
    expect(spent.facts).toContainEqual({ name: 'holdId', value: hold.id });
  });

  it('are written once, though the events come again', async () => {
    const memberId = await memberWith(world, a, 7);
    await told(memberId, 1);
    await hearAllAgain();
    expect((await noticesOf(memberId)).notices.edges).toHaveLength(1);
    const missed = await world.database.query(
      `select entry.id from entry join posting on entry_id = entry.id and account = 'member:' || member_id
       where not exists (select from notice where notice.entry_id = entry.id)
       group by entry.id, unit having sum(amount) <> 0`,
    );
    expect(missed).toEqual([]);
  });

  it('are marked as read one by one or all, by the member alone', async () => {
    const memberId = await memberWith(world, a, 1);
    await bought(world, { memberId, partner: a }, 100);
    const { notices } = await told(memberId, 2);
    const noticeIds = [notices.edges[0].node.id];
    const stranger = await act(world, memberCaller(), MARK_READ, { noticeIds });
    expect(stranger.__typename).toBe('NoticeNotFound');
    expect(await act(world, memberCaller(memberId), MARK_READ, { noticeIds })).toMatchObject({ count: '1' });
    const unread = await noticesOf(memberId, operator, 'notices(unread: true) { edges { node { id } } }');
    expect(unread.notices.edges).toHaveLength(1);
    const key = v7();
    const all = () => act(world, memberCaller(memberId), MARK_READ, { idempotencyKey: key });
    expect(await all()).toMatchObject({ count: '1', replayed: false });
    expect(await all()).toMatchObject({ count: '1', replayed: true });
    expect((await noticesOf(memberId)).unreadNoticeCount).toBe('0');
    const { errors } = await world.ask(operator, MARK_READ, { input: { idempotencyKey: v7() } });
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('are shown to no partner and no other member, and cannot be rewritten', async () => {
    const memberId = await memberWith(world, a, 1);
    await told(memberId, 1);
    for (const caller of [a.till, memberCaller(), anonymous]) {
      const fields = 'notices { edges { cursor } } unreadNoticeCount';
      expect(await noticesOf(memberId, caller, fields)).toEqual({ notices: null, unreadNoticeCount: null });
    }
    const rewriting = world.database.query(`update notice set points = 1`);
    await expect(rewriting).rejects.toThrow(/permission denied/);
  });
});

/** Hands all that was told so far to the follower of our own events once more, as a bus does after a crash. */
async function hearAllAgain(): Promise<void> {
  const { database, clock } = world;
  const followed: Consumption[] = [];
  const consume = (consumption: Consumption): Stoppable => {
    followed.push(consumption);
    return { stop: async () => undefined };
  };
  const bus: EventBus = Object.assign(Object.create(world.bus), { consume });
  followOwnEvents({ database, clock, log, bus });
  await followed[0]?.handle(await world.bus.read('rewards.events', null, 10_000));
}

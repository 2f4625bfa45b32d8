/** The run of the night: what it writes down, in which order, and that it does nothing twice. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { auditor, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, HOLD, memberOf, partnerOf, RETURN, type TestPartner, VOID } from '../rewards-kit.js';
import { buys, lifeOf, lives, NIGHT, night } from './life-kit.js';

const RUNS = `query ($after: String) { nightRuns(first: 2, after: $after) { edges { node { day state } }
  pageInfo { hasNextPage endCursor } } }`;
const RUN = 'query ($day: String!) { nightRun(day: $day) { id day lotsExpired } }';
const MONTH = { by: 'AFTER', months: 1 };

let world: SubgraphWorld;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  partner = await partnerOf(world);
});
afterEach(() => auditLedger(world.database));
afterAll(() => world.close());

const lapsedOf = async (memberId: string) =>
  (await world.told('rewards.lots-lapsed.1')).filter(({ key }) => key === memberId).map(({ data }) => data);

describe('the night', () => {
  it('writes down what lapsed, one entry for each issuer, and says why', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: MONTH });
    const { memberId } = await memberOf(world);
    const other = await partnerOf(world);
    await buys(world, { memberId, partner }, 10_00);
    await buys(world, { memberId, partner }, 20_00);
    await buys(world, { memberId, partner: other }, 5_00);
    world.clock.moveDays(33);
    const before = await lifeOf(world, memberId);
    expect(before).toMatchObject({ available: '0' });
    const run = await night(world);
    expect(BigInt(run.lotsExpired)).toBeGreaterThanOrEqual(3n);
    const { entries, lots, available } = await lifeOf(world, memberId);
    expect(available).toBe('0');
    expect(entries.slice(3).map(({ kind, points }) => [kind, points])).toEqual(
      expect.arrayContaining([
        ['EXPIRY', '-30'],
        ['EXPIRY', '-5'],
      ]),
    );
    expect(lots.map(({ state, remaining }) => [state, remaining])).toEqual([
      ['EXPIRED', '0'],
      ['EXPIRED', '0'],
      ['EXPIRED', '0'],
    ]);
    const [entry] = await world.database.query(
      `select reasons, cause_id from entry where member_id = $1 and kind = 'EXPIRY' order by sequence limit 1`,
      [memberId],
    );
    expect(entry.cause_id).toBe(run.id);
    expect(entry.reasons[0]).toMatchObject({
      rule: 'TIME_IS_OVER',
      facts: { policy: 'AFTER', givenBy: 'WALLET' },
    });
    expect(await lapsedOf(memberId)).toMatchObject([{ points: '35', cause: 'EXPIRED', unit: 'PTS' }]);
  });

  it('does nothing twice, by one process or by two at once', async () => {
    const { memberId } = await memberOf(world);
    await buys(world, { memberId, partner }, 10_00);
    world.clock.moveDays(33);
    const both = await Promise.all([night(world), night(world)]);
    const again = await night(world);
    expect(both.map(({ id }) => id)).toEqual([again.id, again.id]);
    expect((await lifeOf(world, memberId)).entries.map(({ kind }) => kind)).toEqual(['EARN', 'EXPIRY']);
    const told = await world.told('rewards.night-finished.1');
    expect(told.filter(({ key }) => key === again.id)).toHaveLength(1);
  });

  it('leaves what a till was promised, and takes it in the next night when the till lets it go', async () => {
    const { memberId } = await memberOf(world);
    await buys(world, { memberId, partner }, 100_00);
    // Within a month of whatever length, and then beyond it.
    world.clock.moveDays(27);
    const held = async (points: string) => {
      const answer = await act(world, partner.till, HOLD, { memberId, storeId: partner.storeId, points });
      return answer.hold.id as string;
    };
    const [captured, voided] = [await held('30'), await held('20')];
    // Holds of nine days, so that they outlive the points.
    await world.database.query(
      `update hold set expires_at = expires_at + interval '9 days' where member_id = $1`,
      [memberId],
    );
    world.clock.moveDays(5);
    await night(world);
    expect((await lifeOf(world, memberId)).lots[0]).toMatchObject({ remaining: '50' });
    expect((await act(world, partner.till, CAPTURE, { holdId: captured })).__typename).toBe('PointsCaptured');
    expect((await act(world, partner.till, VOID, { holdId: voided })).__typename).toBe('PointsVoided');
    world.clock.moveDays(1);
    await night(world);
    const { entries, lots } = await lifeOf(world, memberId);
    expect(entries.map(({ kind, points }) => `${kind} ${points}`)).toEqual([
      'EARN 100',
      'EXPIRY -50',
      'CAPTURE -30',
      'EXPIRY -20',
    ]);
    expect(lots[0]).toMatchObject({ remaining: '0', state: 'EXPIRED' });
  });

  it('makes no difference to a return: points that lapsed cover it, written down or not', async () => {
    await lives(world, { activation: { by: 'NONE' }, expiry: MONTH });
    const shop = await partnerOf(world);
    const bought = async () => {
      const { memberId } = await memberOf(world);
      return { memberId, purchaseId: await buys(world, { memberId, partner: shop }, 30_00, 3) };
    };
    const goesBack = async ({ purchaseId }: { readonly purchaseId: string }, quantity: number) => {
      const lines = [{ lineNumber: 1, quantity }];
      expect((await act(world, shop.till, RETURN, { purchaseId, lines })).points).toBe(String(quantity * 10));
    };
    const [early, late] = [await bought(), await bought()];
    world.clock.moveDays(33);
    await goesBack(early, 1);
    await night(world);
    const lapsedPoints = async (): Promise<string> => {
      const [{ sum }] = await world.database.query('select sum(amount) from posting where account = $1', [
        `lapsed:${shop.partnerId}`,
      ]);
      return String(sum);
    };
    expect(await lapsedPoints()).toBe('50');
    await goesBack(late, 1);
    for (const { memberId } of [early, late]) {
      const life = await lifeOf(world, memberId);
      expect(life).toMatchObject({ available: '0', debt: '0', lots: [{ remaining: '0', state: 'EXPIRED' }] });
    }
    expect(await lapsedPoints()).toBe('40');
    await Promise.all([early, late].map((each) => goesBack(each, 2)));
    // All of it is back, so nothing of it is breakage.
    expect(await lapsedPoints()).toBe('0');
    expect(await lifeOf(world, late.memberId)).toMatchObject({ debt: '0', lots: [{ state: 'SPENT' }] });
  });

  it('tells once of points that became usable', async () => {
    await lives(world, { activation: { by: 'DELAY', days: 3 }, expiry: { by: 'NEVER' } });
    const { memberId } = await memberOf(world);
    await buys(world, { memberId, partner }, 10_00);
    const told = async () =>
      (await world.told('rewards.lots-activated.1'))
        .filter(({ key }) => key === memberId)
        .map(({ data }) => data);
    world.clock.moveDays(1);
    await night(world);
    expect(await told()).toEqual([]);
    world.clock.moveDays(2);
    await night(world);
    await night(world);
    world.clock.moveDays(1);
    await night(world);
    expect(await told()).toMatchObject([{ points: '10', unit: 'PTS' }]);
    await lives(world, { activation: null, expiry: MONTH });
  });

  it('catches up nights that nobody ran', async () => {
    const { memberId } = await memberOf(world);
    await buys(world, { memberId, partner }, 10_00);
    world.clock.moveDays(20);
    await buys(world, { memberId, partner }, 20_00);
    world.clock.moveDays(40);
    const run = await night(world);
    expect((await lifeOf(world, memberId)).entries.at(-1)).toEqual({ kind: 'EXPIRY', points: '-30' });
    const yesterday = new Date(world.clock.now().getTime() - 5 * 86_400_000).toISOString().slice(0, 10);
    expect((await night(world, yesterday)).id).toBe(run.id);
  });

  it('is not run before its day has begun, and never for what is no day', async () => {
    const tomorrow = new Date(world.clock.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    const refused = await act(world, operator, NIGHT, { day: tomorrow });
    expect(refused).toMatchObject({ __typename: 'NightNotDue', day: tomorrow, retryable: true });
    const { errors } = await world.ask(operator, NIGHT, {
      input: { idempotencyKey: 'n', day: '2027-02-30' },
    });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('is seen by operators and auditors, a page after the other', async () => {
    const first = (await world.ask(auditor, RUNS)).data.nightRuns;
    expect(first.edges).toHaveLength(2);
    const { data } = await world.ask(auditor, RUNS, { after: first.pageInfo.endCursor });
    const days = [...first.edges, ...data.nightRuns.edges].map(
      ({ node }: { node: { day: string } }) => node.day,
    );
    expect(days).toEqual([...new Set(days)].sort().reverse());
    expect((await world.ask(auditor, RUN, { day: days[0] })).data.nightRun).toMatchObject({ day: days[0] });
    expect((await world.ask(auditor, RUN, { day: '2199-01-01' })).data.nightRun).toBeNull();
    const { errors } = await world.ask(partner.till, RUNS);
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});

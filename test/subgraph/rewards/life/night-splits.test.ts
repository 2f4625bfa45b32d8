/**
 * The same random life of a few members, with a night each day, with one night at the end, and with two processes that
 * run each night at once: the books end alike, and the ledger holds each time.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, CAPTURE, HOLD, memberOf, partnerOf, RETURN, type TestPartner } from '../rewards-kit.js';
import { buys, CANCEL, CONFIRM, lives, NIGHT, night } from './life-kit.js';

const MEMBERS = 2;
const ACTS = 24;

/** Small, repeatable, and good enough to mix acts: a linear congruence. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

type Nights = 'each day' | 'at the end' | 'twice at once';

const policies = (world: SubgraphWorld) => {
  const activities = ['EARN', 'REDEEM'];
  const effectiveFrom = world.clock.now().toISOString();
  const onDelivery = { by: 'EVENT', cancelAfterDays: 4 };
  return [
    { activation: { by: 'NONE' }, expiry: { by: 'AFTER', days: 6 } },
    { activation: { by: 'DELAY', days: 2 }, expiry: { by: 'INACTIVITY', days: 7, activities } },
    { activation: onDelivery, expiry: { by: 'AFTER', days: 5 } },
    { activation: onDelivery, expiry: { by: 'BALANCE_RESET', days: 8, activities, effectiveFrom } },
    { activation: { by: 'NONE' }, expiry: { by: 'WIPE_UNLESS_REDEEMED', months: 1, effectiveFrom } },
  ];
};

class Life {
  private readonly members: string[] = [];
  private readonly purchases: { id: string; partner: TestPartner }[] = [];
  private readonly partners: TestPartner[] = [];

  constructor(
    private readonly world: SubgraphWorld,
    private readonly nights: Nights,
  ) {}

  async live(seed: number): Promise<void> {
    const roll = dice(seed);
    for (const _ of [1, 2]) this.partners.push(await partnerOf(this.world));
    for (let number = 0; number < MEMBERS; number += 1)
      this.members.push((await memberOf(this.world)).memberId);
    const choices = policies(this.world);
    await lives(this.world, choices[roll(choices.length)] ?? {});
    for (let number = 0; number < ACTS; number += 1) {
      if (number === ACTS / 2) await lives(this.world, choices[roll(choices.length)] ?? {});
      await this.act(roll);
    }
    this.world.clock.moveDays(9);
    await night(this.world);
  }

  private async act(roll: (sides: number) => number): Promise<void> {
    const kind = roll(8);
    const memberId = this.members[roll(MEMBERS)] as string;
    const partner = this.partners[roll(2)] as TestPartner;
    const points = (roll(9) + 1) * 10;
    const purchase = this.purchases[roll(Math.max(this.purchases.length, 1))];
    if (kind <= 1) await this.days(roll(4) + 1);
    else if (kind <= 3) {
      const id = await buys(this.world, { memberId, partner }, points * 100, 3);
      this.purchases.push({ id, partner });
    } else if (kind === 4) await this.redeem(memberId, partner, points);
    else if (purchase !== undefined) await this.onPurchase(kind, purchase);
  }

  private async days(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      this.world.clock.moveDays(1);
      if (this.nights === 'each day') await night(this.world);
      if (this.nights === 'twice at once') {
        await Promise.all([1, 2].map(() => act(this.world, operator, NIGHT, {})));
      }
    }
  }

  private async redeem(memberId: string, { till, storeId }: TestPartner, points: number): Promise<void> {
    const held = await act(this.world, till, HOLD, { memberId, storeId, points: String(points) });
    if (held.__typename === 'PointsHeld') await act(this.world, till, CAPTURE, { holdId: held.hold.id });
  }

  private async onPurchase(
    kind: number,
    { id, partner }: { id: string; partner: TestPartner },
  ): Promise<void> {
    const purchaseId = id;
    const lines = [{ lineNumber: 1, quantity: 1 }];
    if (kind === 5) await act(this.world, partner.till, RETURN, { purchaseId, lines });
    else await act(this.world, partner.till, kind === 6 ? CONFIRM : CANCEL, { purchaseId });
  }

  /** Everything that must be alike, with names that are alike in every world. */
  async books(): Promise<unknown> {
    const { database } = this.world;
    const names = new Map([
      ...this.members.map((id, index): [string, string] => [id, `member ${index}`]),
      ...this.partners.map(({ partnerId }, index): [string, string] => [partnerId, `partner ${index}`]),
    ]);
    const named = (text: string): string => {
      for (const [id, name] of names) if (text.includes(id)) return text.replace(id, name);
      return text;
    };
    const accounts: { account: string; unit: string; sum: bigint }[] = await database.query(
      'select account, unit, sum(amount) as sum from posting group by account, unit having sum(amount) <> 0',
    );
    const lots: {
      member_id: string;
      original: bigint;
      remaining: bigint;
      closed_as: string;
      ends: bigint;
    }[] = await database.query(
      `select member_id, original, remaining, closed_as, expires_at::date - earned_at::date as ends from lot
         order by id`,
    );
    return {
      accounts: accounts.map(({ account, unit, sum }) => `${named(account)} ${unit} ${sum}`).sort(),
      lots: lots.map(({ member_id, ...lot }) => ({ ...lot, member: named(member_id) })),
    };
  }
}

let worlds: SubgraphWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  worlds = [];
});

async function booksOf(seed: number, nights: Nights): Promise<unknown> {
  const world = await openSubgraphWorld(rewardsSubgraph);
  worlds.push(world);
  const life = new Life(world, nights);
  await life.live(seed);
  await auditLedger(world.database);
  return life.books();
}

describe('nights', () => {
  const seed = Number(process.env['NIGHT_SEED'] ?? Date.now() % 1_000_000);
  it.each([1, 2].map((number) => seed + number))(
    'of any split end with the same books (NIGHT_SEED near %i)',
    { timeout: 120_000 },
    async (each) => {
      const daily = await booksOf(each, 'each day');
      expect(await booksOf(each, 'at the end')).toEqual(daily);
      expect(await booksOf(each, 'twice at once')).toEqual(daily);
    },
  );
});

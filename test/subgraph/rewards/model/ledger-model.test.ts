/**
 * Random stories of members against the simple model, on a real database: purchases, returns, holds, captures, voids
 * and jumps of the clock, each act sent once, twice at once, again, or into a loss of all connections.
 *
 * LEDGER_SEEDS says how many stories, LEDGER_SEED which ones. A story that fails is printed as a test.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, memberOf, partnerOf, type TestPartner } from '../rewards-kit.js';
import { type Act, MemberRun, sendings } from './member-run.js';

const SEEDS = Number(process.env['LEDGER_SEEDS'] ?? 200);
const SEED = process.env['LEDGER_SEED'];
const AUDIT_EVERY = 20;

let world: SubgraphWorld;
let adminUrl: string;
let partner: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  adminUrl = world.adminUrl;
  partner = await partnerOf(world);
  await configure({ activationDelayDays: 2, expiryMonths: 1 });
});
afterAll(() => world?.close());

const CONFIGURE = `mutation ($input: ConfigureProgrammeInput!) { configureProgramme(input: $input) { __typename } }`;

async function configure(terms: Record<string, unknown>): Promise<void> {
  const configured = await act(world, operator, CONFIGURE, terms);
  expect(configured.__typename).toBe('ProgrammeConfigured');
}

async function tell(story: readonly Act[]): Promise<void> {
  const { memberId } = await memberOf(world);
  const run = new MemberRun({ world, adminUrl, partner, memberId });
  for (const each of story) await run.act(each);
}

/** A loss of connections is rare, or every story would be about nothing else. */
const how = fc.oneof(
  { weight: 6, arbitrary: fc.constant('once' as const) },
  { weight: 3, arbitrary: fc.constantFrom('twins' as const, 'again' as const) },
  { weight: 1, arbitrary: fc.constant('crash' as const) },
);
const which = fc.nat({ max: 5 });
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('earn' as const),
    totalMinor: fc.integer({ min: 1, max: 60_000 }),
    pieces: fc.integer({ min: 1, max: 5 }),
    how,
  }),
  fc.record({ do: fc.constant('hold' as const), percent: fc.integer({ min: 0, max: 120 }), how }),
  fc.record({ do: fc.constant('capture' as const), which, percent: fc.integer({ min: 1, max: 110 }), how }),
  fc.record({ do: fc.constant('void' as const), which, how }),
  fc.record({ do: fc.constant('return' as const), which, pieces: fc.integer({ min: 1, max: 3 }), how }),
  fc.record({
    do: fc.constant('jump' as const),
    hours: fc.constantFrom(1, 24, 60, 24 * 20),
    night: fc.boolean(),
  }),
);

describe('the ledger', () => {
  it(`keeps to the model through ${SEEDS} random stories with lost answers, twins and jumps of the clock`, async () => {
    expect(sendings).toContain('crash');
    let told = 0;
    const property = fc.asyncProperty(fc.array(acts, { minLength: 6, maxLength: 24 }), async (story) => {
      await tell(story);
      told += 1;
      if (told % AUDIT_EVERY === 0) await auditLedger(world.database);
    });
    await fc.assert(property, {
      numRuns: SEEDS,
      ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      reporter: (details) => {
        if (!details.failed) return;
        const [story] = details.counterexample ?? [];
        const test = `it('replays seed ${details.seed}', () => tell(${JSON.stringify(story)}));`;
        throw new Error(`${String(details.errorInstance ?? 'failed')}\n\n${test}\n`, {
          cause: details.errorInstance,
        });
      },
    });
    expect(told).toBeGreaterThanOrEqual(SEEDS);
    await auditLedger(world.database);
  }, 900_000);
});

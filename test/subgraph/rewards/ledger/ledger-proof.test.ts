/** The proof of the ledger when many ask for it: it leaves connections to the tills, and sees what was there before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { proveLedger } from '../../../../subgraphs/rewards/proof/ledger-proof.query.js';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { bought, memberOf, partnerOf } from '../rewards-kit.js';

let world: SubgraphWorld;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
});
afterAll(() => world?.close());

it('is given to everyone who asks at once, while tills go on, and holds of what each had done', async () => {
  const partner = await partnerOf(world);
  const { memberId } = await memberOf(world);
  const issuedAsIs = async (): Promise<bigint | undefined> => {
    const findings = await proveLedger(world.database);
    expect(findings.filter(({ holds }) => !holds)).toEqual([]);
    return findings.find(({ name }) => name === 'purchases-are-issued')?.figure;
  };
  const before = (await issuedAsIs()) ?? 0n;
  const buyers = Array.from({ length: 20 }, async () => {
    await bought(world, { memberId, partner }, 1_000);
    return issuedAsIs();
  });
  const seen = await Promise.all(buyers);
  // Nobody is told of less than was there when they asked: their own purchase at least.
  for (const figure of seen) expect(figure).toBeGreaterThanOrEqual(before + 10n);
  expect(await issuedAsIs()).toBe(before + 200n);
});

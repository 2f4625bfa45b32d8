/** The sums that PostgreSQL makes of clearing entries are those of the plainest fold over all of them. */
import 'reflect-metadata';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventData } from '../../../shared/contracts/event.js';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { operator } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import { act, activated, CLOSE, CURRENT, cleared } from './partners-kit.js';

let world: SubgraphWorld;
beforeAll(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
});
afterAll(() => world.close());

type Nets = Map<string, bigint>;

function fold(entries: readonly EventData<'rewards.clearing-recorded.1'>[]): Nets {
  const nets: Nets = new Map();
  const move = (key: string, amount: bigint) => nets.set(key, (nets.get(key) ?? 0n) + amount);
  for (const { partnerId, currency, amountMinor } of entries) {
    move(`${currency} ${partnerId}`, -amountMinor);
    move(`${currency} operator`, amountMinor);
  }
  return nets;
}

interface ShownPosition {
  readonly partner: { readonly id: string } | null;
  readonly net: { readonly amountMinor: string; readonly currency: string };
}

function shown(positions: readonly ShownPosition[]): Nets {
  return new Map(
    positions.map(({ partner, net }) => [
      `${net.currency} ${partner?.id ?? 'operator'}`,
      BigInt(net.amountMinor),
    ]),
  );
}

describe('a long history of clearing', () => {
  it('nets to its fold while it runs and when it is frozen', async () => {
    const partnerIds: string[] = [];
    while (partnerIds.length < 5) partnerIds.push(await activated(world));
    const amount = fc.bigInt({ min: -1_000_000n, max: 1_000_000n });
    const facts = fc.record({
      kind: fc.constantFrom('FUNDING' as const, 'OPERATOR_FEE' as const, 'REIMBURSEMENT' as const),
      partnerId: fc.constantFrom(...partnerIds),
      issuerPartnerId: fc.constantFrom(...partnerIds),
      currency: fc.constantFrom('EUR', 'PLN'),
      points: amount,
      amountMinor: amount,
    });
    const events = fc.sample(facts, 1000).map(cleared);
    await world.hear('rewards', events);

    const expected = fold(events.map(({ data }) => data));
    const { data } = await world.ask(operator, CURRENT);
    const running = data.currentSettlementPeriod;
    expect(running.entryCount).toBe('1000');
    expect(running.watermark).toBe(events.at(-1)?.data.ledgerSequence.toString());
    expect(shown(running.positions)).toEqual(expected);
    const { period } = await act(world, CLOSE, { periodId: running.id });
    expect(shown(period.positions)).toEqual(expected);
    expect(period.obligations).toEqual(running.obligations);
  });
});

/** Netting over any history: nothing is made, nothing is lost, whatever the order and however it is summed up first. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartnerId } from '../../shared/values/ids.js';
import { type ClearingSum, clearingKinds } from '../../subgraphs/partners/clearing/clearing.js';
import {
  type NetPosition,
  netPositions,
  obligationsBetween,
} from '../../subgraphs/partners/settlement/netting.js';

const partner = fc
  .integer({ min: 0, max: 49 })
  .map((n) => `018f0000-0000-7000-8000-${n.toString().padStart(12, '0')}` as PartnerId);

const entry: fc.Arbitrary<ClearingSum> = fc.record({
  kind: fc.constantFrom(...clearingKinds),
  partnerId: partner,
  issuerPartnerId: partner,
  currency: fc.constantFrom('EUR', 'PLN', 'JPY'),
  points: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  amountMinor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
});
const history = fc.array(entry, { maxLength: 200 });

/** The plainest fold there is: each entry moves money between its partner and the operator. */
function fold(entries: readonly ClearingSum[]): Map<string, bigint> {
  const nets = new Map<string, bigint>();
  const move = (key: string, amount: bigint) => nets.set(key, (nets.get(key) ?? 0n) + amount);
  for (const { partnerId, currency, amountMinor } of entries) {
    move(`${currency} ${partnerId}`, -amountMinor);
    move(`${currency} operator`, amountMinor);
  }
  return nets;
}

function asMap(positions: readonly NetPosition[]): Map<string, bigint> {
  return new Map(
    positions.map(({ party, currency, netMinor }) => [`${currency} ${party ?? 'operator'}`, netMinor]),
  );
}

describe('netting of any history', () => {
  it('positions sum to zero per currency', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const totals = new Map<string, bigint>();
        for (const { currency, netMinor } of netPositions(obligationsBetween(entries))) {
          totals.set(currency, (totals.get(currency) ?? 0n) + netMinor);
        }
        expect([...totals.values()].every((total) => total === 0n)).toBe(true);
      }),
    );
  });

  it('positions equal the fold of all entries', () => {
    fc.assert(
      fc.property(history, (entries) => {
        expect(asMap(netPositions(obligationsBetween(entries)))).toEqual(fold(entries));
      }),
    );
  });

  it('each position is what the party is owed minus what it owes', () => {
    fc.assert(
      fc.property(history, (entries) => {
        const obligations = obligationsBetween(entries);
        for (const { party, currency, netMinor } of netPositions(obligations)) {
          const own = obligations.filter((obligation) => obligation.currency === currency);
          const owed = own.reduce((sum, o) => sum + (o.creditor === party ? o.amountMinor : 0n), 0n);
          const owes = own.reduce((sum, o) => sum + (o.debtor === party ? o.amountMinor : 0n), 0n);
          expect(netMinor).toBe(owed - owes);
        }
      }),
    );
  });

  it('no obligation is negative, and each has the operator on exactly one side', () => {
    fc.assert(
      fc.property(history, (entries) => {
        for (const { amountMinor, debtor, creditor } of obligationsBetween(entries)) {
          expect(amountMinor >= 0n && (debtor === null) !== (creditor === null)).toBe(true);
        }
      }),
    );
  });

  it('the order of entries and summing up some of them first change nothing', () => {
    fc.assert(
      fc.property(history, fc.nat(), (entries, cut) => {
        const middle = entries.length === 0 ? 0 : cut % entries.length;
        const turned = [...entries.slice(middle), ...entries.slice(0, middle)].reverse();
        expect(obligationsBetween(turned)).toEqual(obligationsBetween(entries));
      }),
    );
  });
});

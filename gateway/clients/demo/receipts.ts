/** Receipts of the demo: what a person buys at a brand, from the seeded generator. */
import type { SeededRandom } from '../seeded-random.js';
import { type DemoBrand, demoBrands } from './brands.js';

export interface DemoLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly amountMinor: string;
}

export interface DemoReceipt {
  readonly totalMinor: string;
  readonly lines: readonly DemoLine[];
}

const LINES_MAX = 5;
const PRICE_SPREAD_PERCENT = 15;

const visited: readonly DemoBrand[] = demoBrands.flatMap((brand) =>
  Array<DemoBrand>(brand.visits).fill(brand),
);

/** Picks a brand as often as it is visited. */
export function visitedBrand(random: SeededRandom): DemoBrand {
  return random.pick(visited);
}

export function demoReceipt(random: SeededRandom, brand: DemoBrand): DemoReceipt {
  const articles = new Set(
    Array.from({ length: random.between(1, LINES_MAX) }, () => random.pick(brand.articles)),
  );
  const lines = [...articles].map((article) => {
    const quantity = random.chance(75) ? 1 : random.between(2, 4);
    const spread = Math.trunc((article.priceMinor * PRICE_SPREAD_PERCENT) / 100);
    const price = article.priceMinor + random.between(-spread, spread);
    return { sku: article.sku, name: article.name, quantity, amountMinor: String(price * quantity) };
  });
  const total = lines.reduce((sum, line) => sum + BigInt(line.amountMinor), 0n);
  return { totalMinor: total.toString(), lines };
}

/**
 * Randomness that is the same for the same seed, so that a generated world can be made again exactly.
 *
 * SplitMix64 (Steele, Lea, Flood 2014): one addition and a mixing of 64 bits for each number. Not for secrets.
 */
const MASK = (1n << 64n) - 1n;

export class SeededRandom {
  private state: bigint;

  constructor(seed: bigint) {
    this.state = seed & MASK;
  }

  private next(): bigint {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let mixed = this.state;
    mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return mixed ^ (mixed >> 31n);
  }

  /** A whole number of 0 to `below - 1`. */
  whole(below: number): number {
    return Number(this.next() % BigInt(below));
  }

  /** A whole number of `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.whole(most - least + 1);
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.whole(100) < percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.whole(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

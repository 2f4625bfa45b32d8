/**
 * Numbers the values of one hand-written statement as it is put together, so that a part never has to know its
 * neighbours.
 */
export class Bind {
  readonly values: unknown[] = [];

  /** Adds a value and gives the placeholder that stands for it. */
  readonly add = (value: unknown): string => {
    this.values.push(value);
    return `$${this.values.length}`;
  };
}

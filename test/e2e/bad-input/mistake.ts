/** What a row of the tables of mistakes says: what is wrong in an input that would be taken, and what is said to it. */
import type { TwoBrands } from '../../world/two-brands.js';
import type { Input, Sender } from './valid-inputs.js';

export interface Mistake {
  readonly title: string;
  readonly act: string;
  /** Who sends it, where that is what is wrong. */
  readonly as?: Sender | 'invited';
  /** The fields that are wrong. */
  readonly input: (brands: TwoBrands, valid: Input) => Input;
  readonly said: string;
  readonly message: RegExp;
}

/** An id that is one and names nothing. */
export const NOBODY = '01920000-0000-7000-8000-000000000000';

export type Row = [
  title: string,
  act: string,
  wrong: Input | Mistake['input'],
  said: string,
  message: RegExp,
  as?: Mistake['as'],
];

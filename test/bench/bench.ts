/**
 * What a benchmark is: it measures running platforms and gives the text to print. It asserts no time; an error ends
 * it.
 */
import type { Loader } from './loader.js';
import type { Platforms } from './platforms.js';

export interface BenchSetting {
  readonly platforms: Platforms;
  readonly loader: Loader;
  /** Few short rounds: enough to see that nothing is broken, not to compare versions. */
  readonly isShort: boolean;
}

export type Bench = (setting: BenchSetting) => Promise<string>;

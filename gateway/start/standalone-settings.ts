/**
 * Settings of a platform that runs by itself on one machine: the environment, what `npm start` adds, and its one
 * flag.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, readEnvironment } from '../../shared/platform/config/environment.js';

export interface StandaloneSettings {
  readonly settings: Environment;
  readonly isEmpty: boolean;
}

export function standaloneSettings(
  flags: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): StandaloneSettings {
  const { values } = parseArgs({ args: [...flags], options: { empty: { type: 'boolean', default: false } } });
  const read = readEnvironment({
    ...variables,
    // Nobody but this machine reaches it, and its tokens open a demo.
    DEV_TOKENS: variables['DEV_TOKENS'] ?? String(variables['OIDC_ISSUER'] === undefined),
    // What goes well is printed for people; the log is for what does not.
    LOG_LEVEL: variables['LOG_LEVEL'] ?? 'error',
  });
  const settings = { ...read, DATA_FOLDER: join(read.DATA_FOLDER, values.empty ? 'empty' : 'demo') };
  return { settings, isEmpty: values.empty };
}

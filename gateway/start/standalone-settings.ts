/**
 * Settings of a platform that runs by itself on one machine: the environment, what `npm start` adds, and its one
 * flag.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Environment, readEnvironment } from '../../shared/platform/config/environment.js';
import { StartError } from '../../shared/platform/lifecycle/start-error.js';

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

export interface StandaloneSettings {
  readonly settings: Environment;
  readonly isEmpty: boolean;
  /** The person wants to know how, not to start. */
  readonly isHelp: boolean;
}

/** @throws StartError naming what of the flags or the settings is wrong */
export function standaloneSettings(
  flags: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): StandaloneSettings {
  const { empty, help } = readFlags(flags);
  // `npm start --empty`, without the two dashes before it, reaches us only in this way: what is meant is plain.
  const isEmpty = empty || variables['npm_config_empty'] === 'true';
  const read = readEnvironment({
    ...variables,
    // Where nobody but this machine reaches it, its tokens open a demo.
    DEV_TOKENS: variables['DEV_TOKENS'] || String(!variables['OIDC_ISSUER']),
    // What goes well is printed for people; the log is for what does not.
    LOG_LEVEL: variables['LOG_LEVEL'] || 'error',
  });
  if (!variables['DEV_TOKENS'] && read.DEV_TOKENS && !LOOPBACK.test(read.HOST))
    throw openToStrangers(read.HOST);
  const settings = { ...read, DATA_FOLDER: join(read.DATA_FOLDER, isEmpty ? 'empty' : 'demo') };
  return { settings, isEmpty, isHelp: help };
}

/** A known default must not make operators of a whole network. */
function openToStrangers(host: string): StartError {
  return new StartError(
    `HOST=${host} lets other machines in, and a platform without an issuer gives a token of any role to ` +
      'anyone who asks. Set OIDC_ISSUER, or DEV_TOKENS=true if that is meant.',
  );
}

function readFlags(flags: readonly string[]): { readonly empty: boolean; readonly help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...flags],
      options: {
        empty: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch {
    throw new StartError(`"${flags.join(' ')}" is not understood: the only flags are --empty and --help.`);
  }
}

export function usage(command: string): string {
  return `Usage: ${command} [-- --empty]

  --empty   start without the demo: no partners, no members; its data are kept apart from the demo's
  --help    show this

Settings are environment variables, such as PORT=4001 or DATA_FOLDER=/srv/coalition;
docs/operations/configuration.md lists them all.
`;
}

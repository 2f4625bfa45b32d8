/**
 * Everything that may be set from outside, in one place: read once at start, all mistakes reported together.
 *
 * `docs/operations/configuration.md` is generated from this table.
 */
import { z } from 'zod';
import { StartError } from '../lifecycle/start-error.js';

const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const port = z.coerce
  .number('must be a whole number from 0 to 65535')
  .refine((number) => Number.isInteger(number) && number >= 0 && number <= 65_535, {
    error: 'must be a whole number from 0 to 65535',
  });
const webAddress = z.url({ protocol: /^https?$/, error: 'must be an address such as https://host:4001' });
const secret = z.string().min(32, 'must have 32 characters or more');

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

export const settings = {
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be an address such as postgres://role:password@host:5432/database',
    })
    .optional()
    .describe(
      'A PostgreSQL role that may create roles and schemas. Left out: an embedded PostgreSQL is started.',
    ),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be an address such as redis://host:6379' })
    .optional()
    .describe('A Redis server for the bus between subgraphs. Left out: the bus is on PostgreSQL.'),
  COALITION_SECRET: secret
    .optional()
    .describe(
      'Root secret, 32 characters or more; passwords of roles and keys that seal personal data derive from it.',
    ),
  GATEWAY_SECRET: secret
    .optional()
    .describe('Secret shared by gateway and subgraphs; signs what the gateway forwards.'),
  DATA_FOLDER: z
    .string()
    .default('.coalition')
    .describe('Where the embedded database and generated secrets are kept.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  PORT: port.default(4000).describe('The port to listen on; 0 takes a free one.'),
  MEMBERS_URL: webAddress.optional().describe('Where the gateway finds the members subgraph.'),
  PARTNERS_URL: webAddress.optional().describe('Where the gateway finds the partners subgraph.'),
  REWARDS_URL: webAddress.optional().describe('Where the gateway finds the rewards subgraph.'),
  GAMIFICATION_URL: webAddress.optional().describe('Where the gateway finds the gamification subgraph.'),
  OIDC_ISSUER: webAddress
    .optional()
    .describe(
      'The issuer of the tokens of members, operators and auditors. Left out: the built-in development issuer.',
    ),
  OIDC_AUDIENCE: z.string().default('coalition').describe('The audience that a token must be made for.'),
  OIDC_JWKS_URL: webAddress
    .optional()
    .describe("Where the issuer's keys are; by default found through its discovery document."),
  DEV_TOKENS: flag
    .default(false)
    .describe(
      'Whether the development issuer gives a token of any role to anyone who asks. For demonstrations on one machine only.',
    ),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    )
    .refine((list) => list.every(isOrigin), 'must be origins such as https://brand.example, without a path')
    .describe(
      'Exact origins of web pages that may call the gateway, separated by commas. Its own pages always may.',
    ),
  INTROSPECTION: flag
    .default(true)
    .describe('Whether strangers may introspect the graph and open the playground.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be trace, debug, info, warn, error or silent',
    })
    .default('info')
    .describe('The least serious log line that is written.'),
} as const;

const environmentSchema = z.object(settings);
export type Environment = z.output<typeof environmentSchema>;

/** Says every setting that is wrong, by name, in one message. Values are not repeated: some are secrets. */
export class EnvironmentError extends StartError {}

/**
 * Reads the settings. One that is set to nothing, as compose files do, counts as left out.
 *
 * @throws EnvironmentError naming every wrong setting at once
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const read = environmentSchema.safeParse(set);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
  throw new EnvironmentError(`These settings are not right:\n${wrong.join('\n')}`);
}

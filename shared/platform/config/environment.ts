/**
 * Everything that may be set from outside, in one place: read once at start, all mistakes reported together.
 *
 * `docs/operations/configuration.md` is generated from this table.
 */
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const port = z.coerce.number().int().min(0).max(65_535);

export const settings = {
  DATABASE_URL: z
    .url()
    .optional()
    .describe(
      'A PostgreSQL role that may create roles and schemas. Left out: an embedded PostgreSQL is started.',
    ),
  REDIS_URL: z
    .url()
    .optional()
    .describe('A Redis server for the bus between subgraphs. Left out: the bus is on PostgreSQL.'),
  COALITION_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Root secret, 32 characters or more; passwords of roles and keys that seal personal data derive from it.',
    ),
  GATEWAY_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('Secret shared by gateway and subgraphs; signs what the gateway forwards.'),
  DATA_FOLDER: z
    .string()
    .default('.coalition')
    .describe('Where the embedded database and generated secrets are kept.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  PORT: port.default(4000).describe('The port to listen on; 0 takes a free one.'),
  MEMBERS_URL: z.url().optional().describe('Where the gateway finds the members subgraph.'),
  PARTNERS_URL: z.url().optional().describe('Where the gateway finds the partners subgraph.'),
  REWARDS_URL: z.url().optional().describe('Where the gateway finds the rewards subgraph.'),
  GAMIFICATION_URL: z.url().optional().describe('Where the gateway finds the gamification subgraph.'),
  OIDC_ISSUER: z
    .url()
    .optional()
    .describe(
      'The issuer of the tokens of members, operators and auditors. Left out: the built-in development issuer.',
    ),
  OIDC_AUDIENCE: z.string().default('coalition').describe('The audience that a token must be made for.'),
  OIDC_JWKS_URL: z
    .url()
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
    .describe(
      'Exact origins of web pages that may call the gateway, separated by commas. Its own pages always may.',
    ),
  INTROSPECTION: flag
    .default(true)
    .describe('Whether strangers may introspect the graph and open the playground.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least serious log line that is written.'),
} as const;

const environmentSchema = z.object(settings);
export type Environment = z.output<typeof environmentSchema>;

/** Says every setting that is wrong, by name, in one message. */
export class EnvironmentError extends Error {}

/** @throws EnvironmentError naming every wrong setting at once */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const read = environmentSchema.safeParse(variables);
  if (read.success) return read.data;
  throw new EnvironmentError(`These settings are not right:\n${z.prettifyError(read.error)}`);
}

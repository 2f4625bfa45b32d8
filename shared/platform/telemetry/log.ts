/**
 * One JSON line for each thing worth knowing, with the request id that leads to it.
 *
 * Secrets and personal data are removed by field name before a line is written, wherever in the object they stand
 * within three levels; texts that hold them (tokens, keys) are never logged in the first place.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

const SECRET_FIELDS = [
  'authorization',
  'password',
  'secret',
  'token',
  'apiKey',
  'phone',
  'cookie',
  'nickname',
];

/**
 * Of a fault only what we wrote or named ourselves: a driver puts the values of a statement and of a row on its
 * errors.
 */
const FAULT_FIELDS = ['code', 'schema', 'table', 'constraint', 'path'] as const;
const CAUSES_MAX = 3;

function faultFacts(fault: unknown, causes = 0): unknown {
  if (!(fault instanceof Error)) return typeof fault === 'string' ? fault : { type: typeof fault };
  const known = fault as Error & Partial<Record<(typeof FAULT_FIELDS)[number], unknown>>;
  const facts = FAULT_FIELDS.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]]));
  const cause =
    fault.cause === undefined || causes === CAUSES_MAX ? {} : { cause: faultFacts(fault.cause, causes + 1) };
  const { name: type, message, stack } = fault;
  return { type, message, stack, ...Object.fromEntries(facts), ...cause };
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export function openLog(
  facts: { readonly part: string; readonly level: LogLevel },
  to?: DestinationStream,
): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = {
    level: facts.level,
    base: { part: facts.part },
    redact: { paths, censor: '[removed]' },
    serializers: { err: faultFacts },
  };
  return to === undefined ? pino(options, pino.destination(2)) : pino(options, to);
}

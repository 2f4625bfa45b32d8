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

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export function openLog(
  facts: { readonly part: string; readonly level: LogLevel },
  to?: DestinationStream,
): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = { level: facts.level, base: { part: facts.part }, redact: { paths, censor: '[removed]' } };
  return to === undefined ? pino(options, pino.destination(2)) : pino(options, to);
}

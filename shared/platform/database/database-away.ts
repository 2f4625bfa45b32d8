/**
 * Tells "the database does not answer now" from every other fault: the one that passes by itself and that a caller
 * should simply try again, with the same idempotency key.
 */

/** Connection exceptions, shutdown, crash recovery, starting up, too many connections (PostgreSQL, appendix A). */
const AWAY_SQLSTATE = /^(08\w{3}|57P0[1-3]|53300)$/;
const AWAY_SYSTEM_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** What the driver says in words alone, without a code. */
const AWAY_WORDS = /^(Connection terminated|timeout exceeded when trying to connect|Client (was|has) )/;

export function isDatabaseAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const { code } = fault as { code?: unknown };
  if (typeof code === 'string' && (AWAY_SQLSTATE.test(code) || AWAY_SYSTEM_CODES.has(code))) return true;
  // A refused connection to a name with two addresses comes as one error of several.
  if (fault instanceof AggregateError) return fault.errors.length > 0 && fault.errors.every(isDatabaseAway);
  return AWAY_WORDS.test(fault.message) || isDatabaseAway(fault.cause);
}

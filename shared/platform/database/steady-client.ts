/**
 * A PostgreSQL client whose lost connection can never end the process, and that prepares what is marked as hot.
 *
 * The pool listens for errors of a client while it is idle and TypeORM while it has it, but between the two nobody
 * does: a server that dies in the same instant in which it answered ends the process by an error without a listener.
 * The error reaches whoever asked all the same.
 */
import pg, { type ClientConfig } from 'pg';
import { binaryArray } from './binary-array.js';
import { type PreparedStatement, preparedStatement } from './prepared.js';

type Query = pg.Client['query'];

export class SteadyClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }

  override readonly query: Query = ((first: unknown, ...rest: unknown[]) => {
    const ask = super.query as (...given: unknown[]) => unknown;
    const statement = typeof first === 'string' ? preparedStatement(first) : null;
    if (statement === null) return ask.call(this, first, ...rest);
    const [values, ...others] = rest;
    const given = Array.isArray(values) ? [parametersOf(statement, values), ...others] : rest;
    return ask.call(this, { name: statement.name, text: first }, ...given);
  }) as Query;
}

/** The driver sends a buffer as it is, in the binary format; lists of other types it writes itself. */
function parametersOf({ lists }: PreparedStatement, values: readonly unknown[]): unknown[] {
  return values.map((value, place) => {
    const type = Array.isArray(value) ? lists.get(place) : undefined;
    return type === undefined ? value : binaryArray(type, value as unknown[]);
  });
}

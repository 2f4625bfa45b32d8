/**
 * A PostgreSQL client whose lost connection can never end the process, and that prepares what is marked as hot.
 *
 * The pool listens for errors of a client while it is idle and TypeORM while it has it, but between the two nobody
 * does: a server that dies in the same instant in which it answered ends the process by an error without a listener.
 * The error reaches whoever asked all the same.
 */
import pg, { type ClientConfig } from 'pg';
import { arrayLiteral } from './array-literal.js';
import { preparedName } from './prepared.js';

type Query = pg.Client['query'];

export class SteadyClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }

  override readonly query: Query = ((first: unknown, ...rest: unknown[]) => {
    const ask = super.query as (...given: unknown[]) => unknown;
    const name = typeof first === 'string' ? preparedName(first) : null;
    if (name === null) return ask.call(this, first, ...rest);
    const [values, ...others] = rest;
    const given = Array.isArray(values) ? [values.map(asParameter), ...others] : rest;
    return ask.call(this, { name, text: first }, ...given);
  }) as Query;
}

function asParameter(value: unknown): unknown {
  return Array.isArray(value) ? arrayLiteral(value) : value;
}

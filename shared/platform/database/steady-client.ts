/**
 * A PostgreSQL client whose lost connection can never end the process.
 *
 * The pool listens for errors of a client while it is idle and TypeORM while it has it, but between the two nobody
 * does: a server that dies in the same instant in which it answered ends the process by an error without a listener.
 * The error reaches whoever asked all the same.
 */
import pg, { type ClientConfig } from 'pg';

export class SteadyClient extends pg.Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

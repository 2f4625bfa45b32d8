/**
 * Lets an HTTP server finish what it took and then close at once, without waiting for connections that merely stay
 * open.
 */
import type { Server } from 'node:http';

export class Drain {
  private inFlight = 0;
  private onEmpty: (() => void) | null = null;

  constructor(private readonly server: Server) {
    server.on('request', (_request, response) => {
      this.inFlight += 1;
      response.once('close', () => {
        this.inFlight -= 1;
        if (this.inFlight === 0) this.onEmpty?.();
      });
    });
  }

  /** Resolves when nothing is open any more; what takes longer than `patienceMs` is cut off. */
  async finish(patienceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    if (this.inFlight > 0) await this.emptied(patienceMs);
    this.server.closeAllConnections();
    await closed;
  }

  private emptied(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * Roles as session advisory locks: PostgreSQL frees them when the holder's connection ends, however the holder died.
 *
 * All roles of a process are locks of one session, and a session may take its own lock twice; `heldHere` keeps two
 * candidates of one bus apart.
 */
import type { Hold, Leadership } from './loops/leading.js';
import type { LiveSession } from './postgres-session.js';

/** The channel on which a role given back is called out. */
export const FREE_CHANNEL = 'coalition_bus_free';

const LOCK = "hashtextextended('coalition.bus:' || $1, 0)";

export class AdvisoryLeadership implements Leadership {
  private readonly heldHere = new Set<string>();

  constructor(private readonly session: () => LiveSession | null) {}

  async take(role: string): Promise<Hold | null> {
    const session = this.session();
    if (session === null || this.heldHere.has(role)) return null;
    this.heldHere.add(role);
    try {
      const [answer] = await session.query<{ held: boolean }>(
        `select pg_try_advisory_lock(${LOCK}) as held`,
        [role],
      );
      if (answer?.held === true) return { lost: session.lost, release: () => this.release(role, session) };
    } catch (fault) {
      this.heldHere.delete(role);
      throw fault;
    }
    this.heldHere.delete(role);
    return null;
  }

  private async release(role: string, session: LiveSession): Promise<void> {
    // A lost session has no locks any more; asking it would only wait for its error.
    if (!session.lost.aborted) {
      const sql = `select pg_advisory_unlock(${LOCK}), pg_notify('${FREE_CHANNEL}', $1)`;
      await session.query(sql, [role]).catch(() => undefined);
    }
    this.heldHere.delete(role);
  }
}

/**
 * Roles as leases in Redis: a key with a random token that runs out unless its holder renews it.
 *
 * A holder counts its lease from before it asked, so it gives up no later than Redis does. A process frozen for
 * longer than the lease may still act for a moment when it wakes; see `loops/leading.ts` for why that does no harm.
 */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Stoppable } from './event-bus.js';
import { pause } from './loops/backoff.js';
import type { Hold, Leadership } from './loops/leading.js';
import { runUntilStopped } from './loops/running.js';

/**
 * How long a killed leader is waited for. Longer than a pause for garbage collection, shorter than a person notices.
 */
const LEASE_MS = 5_000;
/** Two renewals may fail before the lease is lost. */
const RENEW_MS = 1_500;

const RENEW = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const RELEASE = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', ARGV[2], ARGV[3])
  return 1`;

export class RedisLeases implements Leadership {
  constructor(
    private readonly redis: Redis,
    private readonly names: { readonly namespace: string; readonly freeChannel: string },
  ) {}

  async take(role: string): Promise<Hold | null> {
    const key = `${this.names.namespace}:lease:{${role}}`;
    const token = randomUUID();
    const askedAt = performance.now();
    const isTaken = (await this.redis.set(key, token, 'PX', LEASE_MS, 'NX')) === 'OK';
    if (!isTaken) return null;
    return new Lease(askedAt, {
      renew: async () => (await this.redis.eval(RENEW, 1, key, token, LEASE_MS)) === 1,
      giveBack: async () =>
        void (await this.redis.eval(RELEASE, 1, key, token, this.names.freeChannel, role)),
    });
  }
}

interface LeaseCommands {
  renew(): Promise<boolean>;
  giveBack(): Promise<void>;
}

class Lease implements Hold {
  private readonly losing = new AbortController();
  private readonly renewing: Stoppable;
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    askedAt: number,
    private readonly commands: LeaseCommands,
  ) {
    this.countFrom(askedAt);
    this.renewing = runUntilStopped((stopped) => this.renewUntil(stopped));
  }

  get lost(): AbortSignal {
    return this.losing.signal;
  }

  async release(): Promise<void> {
    await this.renewing.stop();
    clearTimeout(this.deadline);
    await this.commands.giveBack().catch(() => undefined);
  }

  private countFrom(askedAt: number): void {
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.losing.abort(), askedAt + LEASE_MS - performance.now());
  }

  private async renewUntil(stopped: AbortSignal): Promise<void> {
    const over = AbortSignal.any([stopped, this.lost]);
    for (;;) {
      await pause(RENEW_MS, over);
      if (over.aborted) return;
      const askedAt = performance.now();
      // No answer is not yet a loss: the deadline decides.
      const isRenewed = await this.commands.renew().catch(() => null);
      if (isRenewed === false) this.losing.abort();
      if (isRenewed === true && !this.lost.aborted) this.countFrom(askedAt);
    }
  }
}

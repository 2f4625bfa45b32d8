/**
 * The gateway's signature over what it forwards: proof to a subgraph that the caller was established by the gateway,
 * for this very body, just now.
 *
 * HMAC-SHA256 with the coalition's gateway secret over addressee, caller, request id, instant, nonce and the hash
 * of the body. A signature is good at one subgraph, for 60 seconds and once: a repeated nonce is a replay and is
 * refused.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller } from './caller.js';

export const SIGNATURE_AGE_MAX_MS = 60_000;

/** The signed statement as it travels: one HTTP header or one field of a WebSocket message's `extensions`. */
export interface SignedCaller {
  /** The subgraph that it is for: what was sent to one cannot be used at another. */
  readonly to: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly at: number;
  readonly nonce: string;
}

export const SIGNATURE_HEADER = 'x-coalition-signature';

function digest(secret: Buffer, statement: string, body: string): Buffer {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  return createHmac('sha256', secret).update(statement).update('.').update(bodyHash).digest();
}

/** Signs a caller for one body; gives `<statement>.<mac>` in base64url. */
export function signCaller(
  secret: Buffer,
  facts: {
    readonly to: string;
    readonly caller: Caller;
    readonly requestId: string;
    readonly body: string;
    readonly now: Date;
  },
): string {
  const signed: SignedCaller = {
    to: facts.to,
    caller: facts.caller,
    requestId: facts.requestId,
    at: facts.now.getTime(),
    nonce: randomBytes(12).toString('base64url'),
  };
  const statement = Buffer.from(JSON.stringify(signed)).toString('base64url');
  return `${statement}.${digest(secret, statement, facts.body).toString('base64url')}`;
}

/** Checks signatures and remembers the nonces of the last minute, so that none is good twice. */
export class SignatureVerifier {
  private readonly seenNonces = new Map<string, number>();

  /** @param name - of the subgraph whose door this is */
  constructor(
    private readonly secret: Buffer,
    private readonly name: string,
  ) {}

  /** Gives the signed caller, or null when the signature is missing, false, another's, old or already used. */
  verify(header: string | undefined, body: string, now: Date): SignedCaller | null {
    const [statement, mac] = header?.split('.') ?? [];
    if (statement === undefined || mac === undefined) return null;
    const expected = digest(this.secret, statement, body);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const signed = JSON.parse(Buffer.from(statement, 'base64url').toString()) as SignedCaller;
    const isFresh = Math.abs(now.getTime() - signed.at) <= SIGNATURE_AGE_MAX_MS;
    return signed.to === this.name && isFresh && this.isFirstUse(signed.nonce, now.getTime()) ? signed : null;
  }

  private isFirstUse(nonce: string, nowMs: number): boolean {
    if (this.seenNonces.has(nonce)) return false;
    this.seenNonces.set(nonce, nowMs);
    // Insertion order is age order, so the old ones are at the front and each is looked at once.
    for (const [old, at] of this.seenNonces) {
      if (nowMs - at <= 2 * SIGNATURE_AGE_MAX_MS) break;
      this.seenNonces.delete(old);
    }
    return true;
  }
}

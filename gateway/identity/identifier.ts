/**
 * From what a client presents to who it is, once per request or socket and before anything else runs.
 *
 * Nothing presented is an anonymous caller. Something presented that is not good is always refused and never treated as
 * anonymous: a till with an expired token must hear that, not see an emptier graph.
 */

import { DoorError } from '../../shared/platform/graph/door-errors.js';
import { type ApiKeyDirectory, isApiKey } from './api-keys.js';
import { ANONYMOUS, type Identity } from './caller-identity.js';
import type { TokenVerifier } from './tokens.js';

export class Identifier {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly apiKeys: ApiKeyDirectory,
  ) {}

  /**
   * @param authorization - an `Authorization` header, or the same text from a socket's connection parameters
   * @throws DoorError UNAUTHENTICATED that says what is wrong with it
   */
  async identify(authorization: string | undefined, requestId: string): Promise<Identity> {
    if (authorization === undefined || authorization.trim() === '') return ANONYMOUS;
    const [, presented] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
    if (presented === undefined) {
      throw new DoorError('UNAUTHENTICATED', 'Send `Authorization: Bearer <token or API key>`.');
    }
    if (isApiKey(presented))
      return { caller: await this.apiKeys.owner(presented, requestId), expiresAt: null };
    return this.tokens.verify(presented);
  }
}

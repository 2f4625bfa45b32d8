/**
 * JSON Web Tokens of trusted OpenID issuers.
 *
 * Algorithms, issuer and audience are fixed by configuration and never taken from the token. A token names a role
 * of the coalition; a member's token also names the member.
 */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import { isId, type MemberId } from '../../shared/values/ids.js';
import type { Identity } from './caller-identity.js';

export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Where its keys are, or the keys themselves. */
  readonly keys: URL | JSONWebKeySet;
  /** By default the asymmetric ones in common use; a symmetric algorithm is never right here. */
  readonly algorithms?: readonly string[];
}

export interface TokenRules {
  readonly issuers: readonly TrustedIssuer[];
  readonly roleClaim?: string;
  readonly memberClaim?: string;
  readonly clockToleranceSeconds?: number;
}

const KEYS_AGE_MS = 10 * 60_000;
const DEFAULT_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'];

interface Source {
  readonly trusted: TrustedIssuer;
  readonly key: JWTVerifyGetKey;
}

export class TokenVerifier {
  private readonly sources: ReadonlyMap<string, Source>;
  private readonly roleClaim: string;
  private readonly memberClaim: string;

  constructor(private readonly rules: TokenRules) {
    this.sources = new Map(
      rules.issuers.map((trusted) => [trusted.issuer, { trusted, key: keySource(trusted.keys) }]),
    );
    this.roleClaim = rules.roleClaim ?? 'coalition_role';
    this.memberClaim = rules.memberClaim ?? 'coalition_member';
  }

  /** @throws DoorError UNAUTHENTICATED for a bad token; SUBGRAPH_UNAVAILABLE when its issuer cannot be asked */
  async verify(token: string): Promise<Identity> {
    const { trusted, key } = this.sourceFor(token);
    const { issuer, audience, algorithms } = trusted;
    try {
      const { payload } = await jwtVerify(token, key, {
        issuer,
        audience,
        algorithms: [...(algorithms ?? DEFAULT_ALGORITHMS)],
        clockTolerance: this.rules.clockToleranceSeconds ?? 5,
        requiredClaims: ['exp', 'sub'],
      });
      return { caller: this.callerOf(payload), expiresAt: new Date((payload.exp ?? 0) * 1_000) };
    } catch (fault) {
      throw fault instanceof DoorError ? fault : refusalFor(fault);
    }
  }

  private sourceFor(token: string): Source {
    try {
      const source = this.sources.get(decodeJwt(token).iss ?? '');
      if (source !== undefined) return source;
    } catch {
      throw unauthenticated('This is neither a token nor an API key. Copy it whole, or sign in again.');
    }
    throw unauthenticated('The token is of an issuer that this coalition does not trust.');
  }

  private callerOf(payload: JWTPayload): Caller {
    const role = payload[this.roleClaim];
    const subject = payload.sub ?? '';
    if (role === 'operator' || role === 'auditor') return { kind: role, subject };
    if (role !== 'member') {
      throw unauthenticated(`The token's claim ${this.roleClaim} must be member, operator or auditor.`);
    }
    const memberId = payload[this.memberClaim];
    if (typeof memberId === 'string' && isId(memberId))
      return { kind: 'member', memberId: memberId as MemberId };
    throw unauthenticated(`The token of a member must name the member by its claim ${this.memberClaim}.`);
  }
}

function keySource(keys: URL | JSONWebKeySet): JWTVerifyGetKey {
  return keys instanceof URL ? remoteKeys(keys) : createLocalJWKSet(keys);
}

/**
 * The keys of an issuer. One that is unknown is asked for, at most every half minute: that is how rotation is noticed.
 * Those that are known are asked for again in passing, and believed while the issuer is silent: its pause is not ours.
 */
function remoteKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: 2_000,
    cooldownDuration: 30_000,
    cacheMaxAge: Number.POSITIVE_INFINITY,
  });
  let askedAt = Date.now();
  return (header, token) => {
    if (Date.now() - askedAt > KEYS_AGE_MS) {
      askedAt = Date.now();
      keys.reload().catch(() => undefined);
    }
    return keys(header, token);
  };
}

function refusalFor(fault: unknown): DoorError {
  if (fault instanceof errors.JWTExpired) return unauthenticated('The token is expired. Sign in again.');
  if (fault instanceof errors.JWTClaimValidationFailed) {
    return unauthenticated(`The token's claim ${fault.claim} is missing or not right (${fault.reason}).`);
  }
  const isKeyUnknown = fault instanceof errors.JWKSNoMatchingKey;
  if (isKeyUnknown || fault instanceof errors.JWSSignatureVerificationFailed) {
    return unauthenticated('The signature of the token is not of its issuer.');
  }
  if (fault instanceof errors.JOSEAlgNotAllowed) {
    return unauthenticated('The token is signed in a way that is not allowed.');
  }
  const isIssuerSilent = fault instanceof errors.JWKSTimeout || fault instanceof errors.JWKSInvalid;
  if (fault instanceof errors.JOSEError && !isIssuerSilent && fault.code !== 'ERR_JOSE_GENERIC') {
    return unauthenticated('The token is malformed. Copy it whole, or sign in again.');
  }
  return new DoorError(
    'SUBGRAPH_UNAVAILABLE',
    'The issuer of the token does not answer now, so it cannot be checked.',
  );
}

function unauthenticated(message: string): DoorError {
  return new DoorError('UNAUTHENTICATED', message);
}

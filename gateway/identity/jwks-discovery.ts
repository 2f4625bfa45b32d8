/** Finds where an OpenID issuer keeps its keys (OpenID Connect Discovery 1.0, section 4), unless settings say it. */
import { z } from 'zod';

const discoveryDocument = z.object({ jwks_uri: z.url() });
const ANSWER_WITHIN_MS = 5_000;

/** @throws when the issuer is silent or its document names no keys: a gateway that believes nobody must not start */
export async function openJwks(issuer: string, jwksUrl: string | undefined): Promise<URL> {
  if (jwksUrl !== undefined) return new URL(jwksUrl);
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok)
    throw new Error(`the issuer answers ${answer.status} at ${address}; set OIDC_JWKS_URL or mend it`);
  return new URL(discoveryDocument.parse(await answer.json()).jwks_uri);
}

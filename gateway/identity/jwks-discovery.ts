/** Finds where an OpenID issuer keeps its keys (OpenID Connect Discovery 1.0, section 4), unless settings say it. */
import { z } from 'zod';
import { StartError } from '../../shared/platform/lifecycle/start-error.js';

const discoveryDocument = z.object({ jwks_uri: z.url() });
const ANSWER_WITHIN_MS = 5_000;

/** @throws when the issuer is silent or its document names no keys: a gateway that believes nobody must not start */
export async function openJwks(issuer: string, jwksUrl: string | undefined): Promise<URL> {
  if (jwksUrl !== undefined) return new URL(jwksUrl);
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const remedy = 'Mend it, or set OIDC_JWKS_URL to where its keys are.';
  const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch((cause) => {
    throw new StartError(`The issuer of OIDC_ISSUER does not answer at ${address}. ${remedy}`, { cause });
  });
  if (!answer.ok)
    throw new StartError(`The issuer of OIDC_ISSUER answers ${answer.status} at ${address}. ${remedy}`);
  const read = discoveryDocument.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw new StartError(`The issuer of OIDC_ISSUER names no keys at ${address}. ${remedy}`);
  return new URL(read.data.jwks_uri);
}

/** The secret of an API key: made here, shown once, and known afterwards only by its hash. */
import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** Found by secret scanners, told apart from any other token at a glance. */
const MARK = 'ck_live_';
const PREFIX_LENGTH = MARK.length + 6;

export interface IssuedSecret {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

/** Makes a new secret of 256 random bits. */
export function newSecret(): IssuedSecret {
  return secretOf(randomBytes(SECRET_BYTES));
}

/** Dresses random bytes as a secret, with the hash and the prefix that are all we keep of it. */
export function secretOf(random: Buffer): IssuedSecret {
  const secret = `${MARK}${random.toString('base64url')}`;
  return { secret, prefix: secret.slice(0, PREFIX_LENGTH), hash: hashOfSecret(secret) };
}

/** SHA-256 is enough: the secret has 256 bits of its own, there is nothing to guess and so nothing to slow down. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Reads a hash as it travels: 64 hexadecimal digits. Null for any other text. */
export function hashFromHex(text: string): Buffer | null {
  return /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : null;
}

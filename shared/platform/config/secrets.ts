/**
 * The coalition's two secrets: from the settings, or made once and kept in the data folder for a platform that runs
 * by itself. COALITION_SECRET derives the passwords of roles and the keys that seal personal data; GATEWAY_SECRET
 * signs what the gateway forwards. A process is given only those that it uses.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from './environment.js';

const SECRET_BYTES = 32;

/**
 * Gives a secret that must come from the settings, since other processes have it too.
 *
 * @throws EnvironmentError when it is not set
 */
export function sharedSecret(
  settings: { readonly COALITION_SECRET?: string | undefined; readonly GATEWAY_SECRET?: string | undefined },
  name: 'COALITION_SECRET' | 'GATEWAY_SECRET',
): Buffer {
  const secret = settings[name];
  if (secret === undefined) throw new EnvironmentError(`${name} must be set, the same for every process.`);
  return Buffer.from(secret);
}

/** Reads `<folder>/<name>`, making it with fresh randomness, readable by the owner alone, when it is not there. */
export function keptSecret(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
  }
  mkdirSync(folder, { recursive: true });
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  // `wx`: of two first starts at once, one makes the file and the other reads it.
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch {
    return readFileSync(path, 'utf8');
  }
}

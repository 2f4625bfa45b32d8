/**
 * The coalition's two secrets: from the settings, or made once and kept in the data folder for a platform that runs by itself.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from './environment.js';

export interface Secrets {
  /** Derives the passwords of roles and the keys that seal personal data. */
  readonly coalition: Buffer;
  /** Signs what the gateway forwards. */
  readonly gateway: Buffer;
}

const SECRET_BYTES = 32;

/** Gives the secrets of the settings; a process that shares the platform with others must be given both. */
export function secretsFromSettings(settings: {
  readonly COALITION_SECRET?: string | undefined;
  readonly GATEWAY_SECRET?: string | undefined;
}): Secrets {
  const { COALITION_SECRET: coalition, GATEWAY_SECRET: gateway } = settings;
  if (coalition === undefined || gateway === undefined) {
    throw new EnvironmentError(
      'COALITION_SECRET and GATEWAY_SECRET must be set, the same for every process.',
    );
  }
  return { coalition: Buffer.from(coalition), gateway: Buffer.from(gateway) };
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

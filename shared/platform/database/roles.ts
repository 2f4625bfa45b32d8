/**
 * The tenants of the one PostgreSQL and the names and passwords of their roles.
 *
 * A tenant is a schema with two roles: `<name>_owner` owns the tables and cannot log in, `<name>_app` logs in
 * and can only work with rows. Passwords are derived from the coalition's secret, so they are nowhere stored
 * and every process can tell its own.
 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { type SubgraphName, subgraphNames } from '../../contracts/event.js';

export type Tenant = SubgraphName | 'bus';

export const tenants: readonly Tenant[] = [...subgraphNames, 'bus'];

export function ownerRole(tenant: Tenant): string {
  return `${tenant}_owner`;
}

export function appRole(tenant: Tenant): string {
  return `${tenant}_app`;
}

function derive(secret: Buffer, label: string): Buffer {
  return createHmac('sha256', secret).update(label).digest();
}

export function appPassword(tenant: Tenant, secret: Buffer): string {
  return derive(secret, tenant).toString('base64url');
}

/** PostgreSQL's own default; the password is 256 random-looking bits, so more rounds would add nothing. */
const SCRAM_ROUNDS = 4096;

/**
 * What PostgreSQL stores to check the password (RFC 5802), so that the password itself is never in a statement
 * or a log.
 *
 * The salt is derived too: the same secret always gives the same verifier, and processes that set it together agree.
 */
export function scramVerifier(tenant: Tenant, secret: Buffer): string {
  const salt = derive(secret, `${tenant}/salt`).subarray(0, 16);
  const salted = pbkdf2Sync(appPassword(tenant, secret), salt, SCRAM_ROUNDS, 32, 'sha256');
  const storedKey = createHash('sha256').update(derive(salted, 'Client Key')).digest('base64');
  const serverKey = derive(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${SCRAM_ROUNDS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** Gives the address under which a tenant's own role connects to the database that `adminUrl` names. */
export function appUrl(adminUrl: string, tenant: Tenant, secret: Buffer): string {
  const url = new URL(adminUrl);
  url.username = appRole(tenant);
  url.password = appPassword(tenant, secret);
  return url.href;
}

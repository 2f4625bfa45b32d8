/**
 * Names and passwords of the database roles: derived, distinct, and never in the clear where the server could
 * log them.
 */
import { describe, expect, it } from 'vitest';
import { appPassword, appUrl, scramVerifier, tenants } from '../../../shared/platform/database/roles.js';

const secret = Buffer.alloc(32, 1);
const otherSecret = Buffer.alloc(32, 2);

describe('the password of a role', () => {
  it('is the same in every process that has the secret', () => {
    expect(appPassword('members', secret)).toBe(appPassword('members', Buffer.from(secret)));
  });

  it('differs between roles and between coalitions', () => {
    const passwords = [secret, otherSecret].flatMap((key) =>
      tenants.map((tenant) => appPassword(tenant, key)),
    );
    expect(new Set(passwords).size).toBe(2 * tenants.length);
  });

  it('is not in what the server is given to check it', () => {
    expect(scramVerifier('members', secret)).not.toContain(appPassword('members', secret));
    expect(scramVerifier('members', secret)).toMatch(/^SCRAM-SHA-256\$4096:[\w+/=]+\$[\w+/=]+:[\w+/=]+$/);
  });
});

describe('the address for a role', () => {
  it('keeps host, database and options of the administrator, and not the name or the password', () => {
    const url = new URL(
      appUrl('postgresql://admin:hush@db.example:5433/coalition?sslmode=require', 'bus', secret),
    );
    expect(url.username).toBe('bus_app');
    expect(url.password).toBe(appPassword('bus', secret));
    expect(url.host + url.pathname + url.search).toBe('db.example:5433/coalition?sslmode=require');
  });
});

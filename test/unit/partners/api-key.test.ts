/** API keys: what is shown, what is kept, and when there are enough of them. */
import { describe, expect, it } from 'vitest';
import type { PartnerId } from '../../../shared/values/ids.js';
import {
  isUseWorthNoting,
  LAST_USE_GRAIN_MS,
  oneMoreKey,
} from '../../../subgraphs/partners/api-keys/api-key.js';
import {
  hashFromHex,
  hashOfSecret,
  newSecret,
  secretOf,
} from '../../../subgraphs/partners/api-keys/api-key.secret.js';

const partnerId = '018f0000-0000-7000-8000-000000000001' as PartnerId;
const live = { revokedAt: null };
const revoked = { revokedAt: new Date('2026-01-01T00:00:00Z') };
const now = new Date('2026-11-22T10:00:00Z');

describe('an API key', () => {
  it('the secret is marked, and its hash and prefix are made of it', () => {
    const { secret, prefix, hash } = secretOf(Buffer.alloc(32, 7));
    expect(secret).toMatch(/^ck_live_[A-Za-z0-9_-]{43}$/);
    expect(secret.startsWith(prefix)).toBe(true);
    expect(prefix).toHaveLength(14);
    expect(hash.equals(hashOfSecret(secret))).toBe(true);
  });

  it('no two secrets are alike', () => {
    expect(newSecret().secret).not.toBe(newSecret().secret);
  });

  it('a hash travels as 64 hexadecimal digits and as nothing else', () => {
    const hash = hashOfSecret('ck_live_x');
    expect(hashFromHex(hash.toString('hex'))?.equals(hash)).toBe(true);
    expect(hashFromHex('')).toBeNull();
    expect(hashFromHex(`${hash.toString('hex')}0`)).toBeNull();
  });

  it('a second live key is for changing over, a third is refused', () => {
    expect(oneMoreKey(partnerId, [live])).toEqual({ ok: true, value: 2 });
    expect(oneMoreKey(partnerId, [live, live])).toEqual({
      ok: false,
      refusal: { kind: 'ApiKeyLimitReached', partnerId, limit: 2 },
    });
  });

  it('revoked keys do not count', () => {
    expect(oneMoreKey(partnerId, [revoked, live, revoked]).ok).toBe(true);
  });

  it('a use is noted once in five minutes', () => {
    expect(isUseWorthNoting(null, now)).toBe(true);
    expect(isUseWorthNoting(new Date(now.getTime() - LAST_USE_GRAIN_MS + 1), now)).toBe(false);
    expect(isUseWorthNoting(new Date(now.getTime() - LAST_USE_GRAIN_MS), now)).toBe(true);
  });
});

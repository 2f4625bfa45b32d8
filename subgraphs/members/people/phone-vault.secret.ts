/**
 * Keeps phones so that a stolen table tells nothing: sealed with AES-256-GCM bound to the member, and found through a
 * keyed hash, since a plain hash of a phone is guessed in minutes.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function derivedKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
}

export class PhoneVault {
  private readonly sealingKey: Buffer;
  private readonly indexKey: Buffer;

  constructor(secret: Buffer) {
    this.sealingKey = derivedKey(secret, 'members/phone/seal');
    this.indexKey = derivedKey(secret, 'members/phone/index');
  }

  /** The value under which a phone is found; equal phones give equal indexes. */
  indexOf(phone: string): Buffer {
    return createHmac('sha256', this.indexKey).update(phone).digest();
  }

  seal(phone: string, memberId: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, nonce).setAAD(Buffer.from(memberId));
    return Buffer.concat([nonce, cipher.update(phone, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** Opens what was sealed for this member; throws when it was sealed for another or was altered. */
  open(sealed: Buffer, memberId: string): string {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, nonce)
      .setAAD(Buffer.from(memberId))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return (
      decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  }
}

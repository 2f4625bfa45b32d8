/**
 * New identifiers: UUID version 7, so that rows written together lie together (RFC 9562, section 5.7).
 *
 * Written by hand, because a purchase needs eight of them: randomness is drawn in large draughts, and ids of one
 * millisecond are told apart, and kept in order, by a counter (section 6.2, method 1).
 */
import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 8_192;
const RANDOM_BYTES = 8;
const COUNTER_MAX = 0xfff;

const pool = Buffer.alloc(POOL_BYTES);
let drawn = POOL_BYTES;
let lastMs = 0;
let counter = 0;

function randomHex(): string {
  if (drawn + RANDOM_BYTES > POOL_BYTES) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += RANDOM_BYTES;
  // The variant of RFC 9562 is in the two highest bits.
  pool[drawn - RANDOM_BYTES] = ((pool[drawn - RANDOM_BYTES] ?? 0) & 0x3f) | 0x80;
  return pool.toString('hex', drawn - RANDOM_BYTES, drawn);
}

export function newId<Id extends string>(): Id {
  const now = Date.now();
  counter += 1;
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (counter > COUNTER_MAX) {
    lastMs += 1;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const random = randomHex();
  const order = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${random.slice(0, 4)}-${random.slice(4)}` as Id;
}

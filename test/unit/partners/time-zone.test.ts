/** Which texts name a time zone. */
import { describe, expect, it } from 'vitest';
import { isTimeZone } from '../../../subgraphs/partners/stores/time-zone.js';

describe('a time zone', () => {
  it.each(['Europe/Paris', 'UTC', 'Europe/Kiev', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])(
    '%s is one',
    (name) => expect(isTimeZone(name)).toBe(true),
  );

  it.each(['', 'Mars/Olympus', '+03:00', '3', 'Europe/', ' Europe/Paris', 'Europe/Paris; drop'])(
    '"%s" is none',
    (name) => expect(isTimeZone(name)).toBe(false),
  );
});

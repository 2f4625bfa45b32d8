/**
 * How values of PostgreSQL become values of ours: nothing whole passes through a float, nothing civil through a
 * time zone.
 */
import { describe, expect, it } from 'vitest';
import { valueParsers } from '../../../shared/platform/database/value-parsers.js';

const cases: readonly [what: string, oid: number, text: string, value: unknown][] = [
  ['a whole number of 64 bits', 20, '9223372036854775807', 9223372036854775807n],
  ['a list of them with a gap', 1016, '{1,NULL,-3}', [1n, null, -3n]],
  [
    'a list of lists of them',
    1016,
    '{{1,2},{3,4}}',
    [
      [1n, 2n],
      [3n, 4n],
    ],
  ],
  ['a sum, which PostgreSQL gives as numeric', 1700, '-92233720368547758080', -92233720368547758080n],
  ['a numeric with a fraction', 1700, '0.1', '0.1'],
  ['a list of numerics', 1231, '{7,0.5}', [7n, '0.5']],
  ['a civil date', 1082, '2026-03-29', '2026-03-29'],
  ['an instant', 1184, '2026-03-29 01:30:00.25+00', new Date('2026-03-29T01:30:00.250Z')],
  ['a small whole number', 23, '7', 7],
  ['a document', 3802, '{"a":[1]}', { a: [1] }],
];

describe('a value from PostgreSQL', () => {
  it.each(cases)('%s', (_what, oid, text, value) => {
    expect(valueParsers.getTypeParser(oid, 'text')(text)).toEqual(value);
  });
});

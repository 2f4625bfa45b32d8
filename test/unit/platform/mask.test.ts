/** What of an error leaves a subgraph. */
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { isDatabaseAway } from '../../../shared/platform/database/database-away.js';
import { DoorError } from '../../../shared/platform/graph/door-errors.js';
import { maskError } from '../../../shared/platform/graph/mask.js';

const withCode = (code: string) => Object.assign(new Error('secret detail'), { code });

describe('a database that does not answer', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    [
      'a refused connection to two addresses',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
    ],
    ['a connection cut', withCode('ECONNRESET')],
    ['a shutdown by its administrator', withCode('57P01')],
    ['a server that recovers from a crash', withCode('57P03')],
    ['too many connections', withCode('53300')],
    ['a connection that ended in words alone', new Error('Connection terminated unexpectedly')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['any of them as the cause of another', new Error('query failed', { cause: withCode('08006') })],
  ])('is known by %s', (_what, fault) => {
    expect(isDatabaseAway(fault)).toBe(true);
    const thrown = new GraphQLError('x', { originalError: fault });
    expect(maskError(thrown.toJSON(), thrown).extensions).toEqual({
      code: 'SUBGRAPH_UNAVAILABLE',
      retryable: true,
    });
  });

  it.each([
    ['a broken constraint', withCode('23505')],
    ['a full disk', withCode('53100')],
    ['a mistake in our code', new TypeError('Cannot read properties of undefined')],
    ['something that is no error', 'ECONNREFUSED'],
    [
      'several faults of which one is ours',
      new AggregateError([withCode('ECONNREFUSED'), new Error('ours')]),
    ],
  ])('is not meant by %s', (_what, fault) => {
    expect(isDatabaseAway(fault)).toBe(false);
  });
});

describe('a fault', () => {
  it('keeps its path and nothing else of itself', () => {
    const thrown = new GraphQLError('duplicate key value violates "member_phone"', {
      path: ['enrolMember'],
      originalError: withCode('23505'),
    });
    const shown = maskError(thrown.toJSON(), thrown);
    expect(shown).toMatchObject({ path: ['enrolMember'], extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(shown)).not.toContain('member_phone');
  });

  it('is not what the door says: that passes with its code and its words', () => {
    const thrown = new DoorError('FORBIDDEN', 'This needs the role operator; you are member.');
    expect(maskError(thrown.toJSON(), thrown)).toMatchObject({
      message: 'This needs the role operator; you are member.',
      extensions: { code: 'FORBIDDEN', retryable: false },
    });
  });
});

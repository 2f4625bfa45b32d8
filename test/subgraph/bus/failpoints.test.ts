/** A failpoint setting is exact: a crash test that arms nothing must not pass. */
import { expect, test } from 'vitest';
import { armedBy } from '../../../shared/platform/failpoints.js';

test('nothing is armed unless a point is named', () => {
  expect(armedBy(undefined)).toBeNull();
  expect(armedBy('')).toBeNull();
});

test('a point is armed for its first or its n-th hit', () => {
  expect(armedBy('relay.after-publish')).toEqual({ name: 'relay.after-publish', hitsLeft: 1 });
  expect(armedBy('consumer.before-commit@12')).toEqual({ name: 'consumer.before-commit', hitsLeft: 12 });
});

test.each(['relay.after-publsh', 'relay.after-publish@0', 'relay.after-publish@x', '@1'])(
  'the setting %s stops the start',
  (setting) => {
    expect(() => armedBy(setting)).toThrow('names no failpoint');
  },
);

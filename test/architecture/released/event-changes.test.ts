/**
 * The check of the events against their released selves is able to fail: one planted change for each way to break
 * it.
 */
import { describe, expect, it } from 'vitest';
import { type EventSchemas, eventChanges } from './event-changes.js';

const line = { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] };
const schema = {
  type: 'object',
  description: 'Something was bought.',
  properties: {
    id: { type: 'string', format: 'uuid' },
    state: { type: 'string', enum: ['HELD', 'VOIDED'] },
    lines: { type: 'array', items: line },
    note: { type: 'string' },
  },
  required: ['id', 'state', 'lines'],
};
const released: EventSchemas = { 'shop.bought.1': schema };

/** The released schemas with some fields replaced, and with other fields required. */
function edited(
  fields: Record<string, unknown>,
  required: readonly string[] = schema.required,
): EventSchemas {
  const properties = Object.entries({ ...schema.properties, ...fields }).filter(
    ([, field]) => field !== null,
  );
  return {
    'shop.bought.1': { ...schema, properties: Object.fromEntries(properties) as never, required },
  };
}

const numberedSku = { ...line, properties: { sku: { type: 'integer' } } };

const breaking: readonly (readonly [what: string, current: EventSchemas, named: string])[] = [
  ['a removed type', {}, 'Event shop.bought.1 was removed'],
  ['a removed field', edited({ note: null }), 'Event field shop.bought.1.note was removed'],
  [
    'another type',
    edited({ note: { type: 'integer' } }),
    'Event field shop.bought.1.note changed its "type"',
  ],
  ['another format', edited({ id: { type: 'string' } }), 'Event field shop.bought.1.id changed its "format"'],
  [
    'a removed value',
    edited({ state: { type: 'string', enum: ['HELD'] } }),
    'Event field shop.bought.1.state lost the value VOIDED',
  ],
  [
    'a field newly required',
    edited({}, [...schema.required, 'note']),
    'Event field shop.bought.1.note is required now; stored events are without it',
  ],
  [
    'a field no longer sure',
    edited({}, ['id', 'state']),
    'Event field shop.bought.1.lines is no longer always there',
  ],
  [
    'a change inside a list',
    edited({ lines: { type: 'array', items: numberedSku } }),
    'Event field shop.bought.1.lines[].sku changed its "type"',
  ],
];

const additive: readonly (readonly [what: string, current: EventSchemas])[] = [
  ['a new type', { ...released, 'shop.closed.1': schema }],
  ['a new optional field', edited({ till: { type: 'string' } })],
  ['a new value', edited({ state: { type: 'string', enum: ['HELD', 'VOIDED', 'LAPSED'] } })],
  ['a description', edited({ note: { type: 'string', description: 'In words.' } })],
];

describe('a change of an event', () => {
  it.each(breaking)('that is %s breaks readers and is named', (_what, current, named) => {
    expect(eventChanges(released, current)).toEqual([named]);
  });

  it.each(additive)('that is %s breaks nobody', (_what, current) => {
    expect(eventChanges(released, current)).toEqual([]);
  });
});

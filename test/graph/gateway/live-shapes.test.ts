/** Whatever shape a subscription is written in, each event is what a query of the same fields would answer. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, Follower, openDoor } from './fixture/door.js';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.gateway.stop());

const FIELDS = {
  'an alias at every level': 'b: standings { place: rank who: member { called: publicName key: id } }',
  'one field twice': 'standings { member { publicName } member { publicName id } } version v2: version',
  'a fragment': 'standings { ...S } __typename',
  'an inline fragment': 'standings { ... on Standing { rank member { ... on Member { publicName } } } }',
  'a condition that holds, its variable used twice':
    'standings @include(if: $yes) { member { publicName @include(if: $yes) id } }',
  'a condition that does not hold': 'version standings { rank member @skip(if: $yes) { publicName } }',
  'a condition on what another subgraph holds': 'standings { member { id publicName @skip(if: $yes) } }',
  'no field of another subgraph': 'version',
  'what is null': 'standings { member { friend { publicName } id } }',
};

test.each(Object.entries(FIELDS))('%s', async (_shape, fields) => {
  const fragment = fields.includes('...S') ? ' fragment S on Standing { rank member { publicName } }' : '';
  const isConditional = fields.includes('$yes');
  const head = isConditional ? '($yes: Boolean!)' : '';
  const variables = isConditional ? { yes: true } : {};
  const asked = await door.ask(`query Q${head} { board { ${fields} } }${fragment}`, { variables });
  const query = `subscription S${head} { it: boardChanged { ${fields} } }${fragment}`;
  const follower = new Follower(door.client(), { query, variables });
  const frame = await follower.until(() => follower.frames[0] ?? (follower.ended as never));
  expect(asked.errors).toEqual([]);
  expect(frame).toEqual({ data: { it: asked.data?.['board'] } });
});

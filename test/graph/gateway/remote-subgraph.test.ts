/** The gateway over a subgraph in its own process: signed requests over HTTP and one shared socket that may break. */
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHttpEndpoint } from '../../../gateway/upstream/http-endpoint.js';
import { openLocalEndpoint } from '../../../shared/platform/graph/local-endpoint.js';
import { SignatureVerifier } from '../../../shared/platform/identity/gateway-signature.js';
import { openDoor as openSubgraphDoor } from '../../../shared/platform/runtime/subgraph-door.js';
import { openLine } from '../../world/silent-line.js';
import { type Door, eventually, Follower, openDoor } from './fixture/door.js';
import { FixtureWorld, gamificationSchema } from './fixture/subgraphs.js';

const BOARD = 'subscription Board { boardChanged { version standings { rank member { publicName } } } }';
const secret = Buffer.alloc(32, 7);
const clock = { now: () => new Date() };

async function openSubgraph(world: FixtureWorld, port = 0) {
  const endpoint = await openLocalEndpoint({
    schema: gamificationSchema(world),
    clock,
    log: pino({ level: 'silent' }),
  });
  const verifier = new SignatureVerifier(secret, 'gamification');
  return openSubgraphDoor({
    endpoint,
    verifier,
    clock,
    host: '127.0.0.1',
    port,
    ready: async () => undefined,
  });
}

let world: FixtureWorld;
let subgraph: Awaited<ReturnType<typeof openSubgraph>>;
let door: Door;
beforeEach(async () => {
  world = new FixtureWorld();
  subgraph = await openSubgraph(world);
  const url = `http://127.0.0.1:${subgraph.port}`;
  const gamification = openHttpEndpoint({ name: 'gamification', url, secret });
  door = await openDoor({ endpoints: { gamification } });
});
afterEach(async () => {
  await door.gateway.stop();
  await subgraph.stop();
});

test('the caller travels signed, and its answer joins those of other subgraphs', async () => {
  const token = await door.devIssuer.issue({ role: 'operator', subject: 'olga', ttlSeconds: 60 });
  const query = '{ who board { version standings { member { publicName } } } }';
  const { data, errors } = await door.ask(query, { authorization: `Bearer ${token}` });
  expect(errors).toEqual([]);
  expect(data).toEqual({
    who: 'operator',
    board: { version: 1, standings: [{ member: { publicName: 'Ann' } }] },
  });
});

test('a subgraph refuses whoever is not the gateway', async () => {
  const headers = { 'content-type': 'application/json' };
  const url = `http://127.0.0.1:${subgraph.port}/graphql`;
  const response = await fetch(url, { method: 'POST', headers, body: '{"query":"{who}"}' });
  expect(response.status).toBe(401);
});

test('the upstream subscription ends at the last leave, although nothing happens on the board', async () => {
  const follower = new Follower(door.client(), { query: BOARD });
  await follower.boardOf(1);
  follower.leave();
  await eventually(() => world.followers.size === 0);
});

test('a subgraph that restarts costs followers nothing: they stay and get the state as it is', async () => {
  const follower = new Follower(door.client(), { query: BOARD });
  await follower.boardOf(1);
  const { port } = subgraph;
  await subgraph.stop();
  const while_down = await door.ask('{ me { id } board { version } }');
  expect(while_down.data).toEqual({ me: { id: 'ann' }, board: null });
  expect(while_down.errors[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
  world.move(7);
  subgraph = await openSubgraph(world, port);
  await follower.boardOf(7);
  world.move(8);
  await follower.boardOf(8);
  expect(follower.ended).toBeNull();
  expect((await door.ask('{ board { version } }')).data).toEqual({ board: { version: 8 } });
});

test('a subgraph that does not believe the gateway is a part that does not answer, and signs nobody out', async () => {
  const url = `http://127.0.0.1:${subgraph.port}`;
  const gamification = openHttpEndpoint({ name: 'gamification', url, secret: Buffer.alloc(32, 8) });
  const other = await openDoor({ endpoints: { gamification } });
  const { errors } = await other.ask('{ board { version } }');
  expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'gamification' } }]);
  expect(other.logged.join()).toContain('status 401');
  const follower = new Follower(other.client(), { query: BOARD });
  await eventually(() => other.logged.some((line) => line.includes('refused at the door')));
  expect(follower.ended).toBeNull();
  await other.gateway.stop();
});

test('a body that a subgraph cannot read is refused without a word of how it runs', async () => {
  const headers = { 'content-type': 'application/json; charset=none' };
  const url = `http://127.0.0.1:${subgraph.port}/graphql`;
  const response = await fetch(url, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a line to a subgraph that dies without a word is noticed and mended', async () => {
  const line = await openLine(subgraph.port);
  const url = `http://127.0.0.1:${line.port}`;
  const gamification = openHttpEndpoint({ name: 'gamification', url, secret, pingEveryMs: 200 });
  const other = await openDoor({ endpoints: { gamification } });
  const follower = new Follower(other.client(), { query: BOARD });
  await follower.boardOf(1);
  line.cutWithoutAWord();
  world.move(2);
  await follower.boardOf(2);
  expect(follower.ended).toBeNull();
  await other.gateway.stop();
  line.close();
});

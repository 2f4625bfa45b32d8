/** Live feeds through the door: fields of two subgraphs in each event, one upstream however many follow. */

import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLocalEndpoint } from '../../../shared/platform/graph/local-endpoint.js';
import type { SubgraphRequest } from '../../../shared/platform/graph/subgraph-endpoint.js';
import { type Door, eventually, Follower, openDoor } from './fixture/door.js';
import { FixtureWorld, membersSchema } from './fixture/subgraphs.js';

const BOARD = 'subscription Board { boardChanged { version standings { rank member { publicName } } } }';

const silent = pino({ level: 'silent' });

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.gateway.stop());

const upstreamCount = () => door.world.followers.size;

test('an event carries fields of the subgraph that streams and of another one', async () => {
  const follower = new Follower(door.client(), { query: BOARD });
  const standings = [{ rank: 1, member: { publicName: 'Ann' } }];
  expect(await follower.boardOf(1)).toEqual({ version: 1, standings });
  door.world.move(2);
  expect(await follower.boardOf(2)).toEqual({ version: 2, standings });
});

test('a thousand events later the names are those of now', async () => {
  const follower = new Follower(door.client(), { query: BOARD });
  await follower.boardOf(1);
  door.world.names.set('ann', 'Anna');
  for (let version = 2; version <= 1_000; version += 1) door.world.move(version);
  expect(await follower.boardOf(1_000)).toMatchObject({ standings: [{ member: { publicName: 'Anna' } }] });
});

describe('followers of the same view', () => {
  test('share one upstream and one execution per event, and a late one starts with the state as it is', async () => {
    const [first, second] = [door.client(), door.client()].map(
      (client) => new Follower(client, { query: BOARD }),
    );
    await Promise.all([first?.boardOf(1), second?.boardOf(1)]);
    expect(upstreamCount()).toBe(1);
    door.world.asked.length = 0;
    door.world.move(2);
    await Promise.all([first?.boardOf(2), second?.boardOf(2)]);
    expect(door.world.asked).toEqual(['_entities']);
    const late = new Follower(door.client(), { query: BOARD });
    await late.boardOf(2);
    expect(late.frames).toHaveLength(1);
    expect(door.world.asked).toEqual(['_entities']);
  });

  test('leave the upstream when the last one leaves, although nothing happens on the board', async () => {
    const followers = [1, 2].map(() => new Follower(door.client(), { query: BOARD }));
    await Promise.all(followers.map((follower) => follower.boardOf(1)));
    followers[0]?.leave();
    await followers[0]?.until(() => followers[0]?.ended);
    expect(upstreamCount()).toBe(1);
    followers[1]?.leave();
    await eventually(() => upstreamCount() === 0);
  });
});

test('what one caller sees is not shared with another caller', async () => {
  const token = await door.devIssuer.issue({ role: 'auditor', subject: 'aud', ttlSeconds: 60 });
  const followers = [undefined, `Bearer ${token}`].map(
    (authorization) => new Follower(door.client(authorization), { query: BOARD }),
  );
  await Promise.all(followers.map((follower) => follower.boardOf(1)));
  expect(upstreamCount()).toBe(2);
});

test('variables and their defaults reach the subgraph, and different ones are different views', async () => {
  const query = 'subscription ($first: Int = 3) { boardChanged(first: $first) { version } }';
  const followers = [{}, { first: 5 }].map((variables) => new Follower(door.client(), { query, variables }));
  await Promise.all(followers.map((follower) => follower.boardOf(1)));
  expect(upstreamCount()).toBe(2);
});

test('a follower that stops reading misses states but not the newest, and holds nobody up', async () => {
  const healthy = new Follower(door.client(), { query: BOARD });
  await healthy.boardOf(1);
  const stalled = await stalledSocket(door.gateway.port);
  const last = 3_000;
  for (let version = 2; version <= last; version += 1) {
    door.world.move(version);
    if (version % 100 === 0) await healthy.boardOf(version);
  }
  await healthy.boardOf(last);
  stalled.resume();
  const versions = await stalled.until(last);
  expect(versions.at(-1)).toBe(last);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  stalled.close();
});

test('a view that lacked a part of the graph is whole again when the part is back, with no other cause', async () => {
  const schema = membersSchema(new FixtureWorld());
  const members = await openLocalEndpoint({ schema, clock: { now: () => new Date() }, log: silent });
  let isAway = false;
  const sometimesAway = {
    ...members,
    execute: (request: SubgraphRequest) =>
      isAway ? Promise.reject(new Error('connection refused')) : members.execute(request),
  };
  const other = await openDoor({ endpoints: { members: sometimesAway } });
  const follower = new Follower(other.client(), { query: BOARD });
  await follower.boardOf(1);
  isAway = true;
  other.world.move(2);
  const lacking = await follower.until(() => follower.frames.find(({ errors }) => errors !== undefined));
  expect(lacking.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } }]);
  isAway = false;
  await follower.until(() => {
    const { data, errors } = follower.frames.at(-1) ?? {};
    return errors === undefined && data?.['boardChanged']?.['version'] === 2;
  });
  expect(follower.frames.filter(({ errors }) => errors !== undefined)).toHaveLength(1);
  await other.gateway.stop();
});

/** A client that subscribes, then does not read until it resumes. */
async function stalledSocket(port: number) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  const versions: number[] = [];
  let look: () => void = () => undefined;
  await new Promise<void>((joined) => {
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: BOARD } }));
      }
      if (message.type !== 'next') return;
      versions.push(message.payload.data.boardChanged.version);
      if (versions.length === 1) joined();
      look();
    });
  });
  socket.pause();
  return {
    resume: () => socket.resume(),
    close: () => socket.terminate(),
    async until(version: number): Promise<number[]> {
      while (versions.at(-1) !== version) {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
      }
      return versions;
    },
  };
}

describe('the limits of a socket', () => {
  test('an operation too costly over HTTP is too costly over a socket', async () => {
    const follower = new Follower(door.client(), {
      query: `{me${'{friend'.repeat(20)}{id}${'}'.repeat(20)}}`,
    });
    const [error] = (await follower.until(() => follower.ended)) as { extensions: Record<string, unknown> }[];
    expect(error?.extensions).toMatchObject({
      code: 'TOO_COSTLY',
      limit: 'depth',
      requestId: expect.any(String),
    });
    expect(door.world.asked).toEqual([]);
  });

  test('the 21st operation at a time is refused, the others go on', async () => {
    const client = door.client();
    const query = (first: number) => `subscription { boardChanged(first: ${first}) { version } }`;
    const followers = Array.from(
      { length: 20 },
      (_, index) => new Follower(client, { query: query(index + 1) }),
    );
    await Promise.all(followers.map((follower) => follower.boardOf(1)));
    const extra = new Follower(client, { query: query(50) });
    expect(await extra.until(() => extra.ended)).toMatchObject([{ extensions: { code: 'TOO_COSTLY' } }]);
    door.world.move(2);
    await Promise.all(followers.map((follower) => follower.boardOf(2)));
  });

  test('a message above 64 KB closes the socket with 1009', async () => {
    const follower = new Follower(door.client(), { query: `{me{id}} #${'x'.repeat(70_000)}` });
    expect(await follower.until(() => follower.ended)).toMatchObject({ code: 1009 });
  });

  test('a page of another site cannot open a socket', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${door.gateway.port}/graphql`, 'graphql-transport-ws', {
      origin: 'https://evil.example',
    });
    const fault = await new Promise<Error>((resolve) => socket.on('error', resolve));
    expect(fault.message).toContain('403');
  });

  test('a subscription to what does not exist says so', async () => {
    const follower = new Follower(door.client(), { query: 'subscription { boardMoved { version } }' });
    const ended = await follower.until(() => follower.ended);
    expect(ended).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });
});

test('a query over a socket runs through the same pipeline', async () => {
  const follower = new Follower(door.client(), { query: '{ breaking me { publicName } }' });
  const frame = await follower.until(() => follower.frames[0]);
  expect(frame.data).toEqual({ breaking: null, me: { publicName: 'Ann' } });
  expect(frame.errors).toMatchObject([
    { extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) } },
  ]);
});

test('a gateway that stops says goodbye with 1001', async () => {
  const follower = new Follower(door.client(), { query: BOARD });
  await follower.boardOf(1);
  await door.gateway.stop();
  expect(await follower.until(() => follower.ended)).toMatchObject({ code: 1001 });
});

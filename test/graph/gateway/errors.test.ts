/** What a client hears when a part of the graph refuses, breaks or is silent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SubgraphEndpoint } from '../../../shared/platform/graph/subgraph-endpoint.js';
import { type Door, openDoor } from './fixture/door.js';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ limits: { subgraphTimeoutMs: 100 } });
});
afterAll(() => door.gateway.stop());

test('an answer joins fields of two subgraphs', async () => {
  const { status, data } = await door.ask('{ board { version standings { rank member { publicName } } } }');
  expect(status).toBe(200);
  expect(data).toEqual({ board: { version: 1, standings: [{ rank: 1, member: { publicName: 'Ann' } }] } });
});

test('a silent subgraph costs its own fields only, and the error names it', async () => {
  const { status, data, errors } = await door.ask('{ slow board { version } }');
  expect([status, data]).toEqual([200, { slow: null, board: { version: 1 } }]);
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions).toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    retryable: true,
    subgraph: 'members',
  });
});

test('a refusal of a subgraph is told as it is, without setting the status of the whole answer', async () => {
  const { status, errors } = await door.ask('{ refusing board { version } }');
  expect(status).toBe(200);
  expect(errors[0]?.message).toBe('This needs the role auditor; you are anonymous.');
  expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

test('a fault is masked, and its cause is in the log under the request id of the answer', async () => {
  const { headers, errors } = await door.ask('{ breaking }', { headers: { 'x-request-id': 'till-7-0001' } });
  expect(headers.get('x-request-id')).toBe('till-7-0001');
  expect(JSON.stringify(errors)).not.toContain('member_phone');
  expect(errors[0]?.extensions).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', requestId: 'till-7-0001' });
  const line = door.logged.find((text) => text.includes('till-7-0001') && text.includes('member_phone'));
  expect(line).toBeDefined();
});

test('an answer above the size limit is refused instead of sent', async () => {
  const small = await openDoor({ limits: { responseBytesMax: 40 } });
  const { data, errors } = await small.ask('{ board { version standings { rank member { publicName } } } }');
  expect(data).toBeUndefined();
  expect(errors[0]?.extensions).toMatchObject({ code: 'TOO_COSTLY', limit: 'response bytes' });
  await small.gateway.stop();
});

test('a subscription over HTTP is told where to go', async () => {
  const { status, errors } = await door.ask('subscription { boardChanged { version } }');
  expect([status, errors[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
});

describe('work for a client that left is ended', () => {
  test('the signal reaches the subgraph when the client closes its request', async () => {
    let signal: AbortSignal | undefined;
    const asked = deferred();
    const ended = deferred();
    const members: SubgraphEndpoint = {
      execute(request) {
        signal = request.signal;
        signal?.addEventListener('abort', () => ended.resolve());
        asked.resolve();
        return new Promise(() => undefined);
      },
      subscribe: () => {
        throw new Error('not asked for');
      },
      close: async () => undefined,
    };
    const quiet = await openDoor({ endpoints: { members } });
    const leaving = new AbortController();
    const body = JSON.stringify({ query: '{ slow }' });
    const headers = { 'content-type': 'application/json' };
    const request = fetch(`${quiet.gateway.url}/graphql`, {
      method: 'POST',
      headers,
      body,
      signal: leaving.signal,
    });
    await asked.promise;
    expect(signal?.aborted).toBe(false);
    leaving.abort();
    await expect(request).rejects.toThrow();
    await ended.promise;
    await quiet.gateway.stop();
  });
});

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((give) => {
    resolve = give;
  });
  return { promise, resolve };
}

describe('health', () => {
  test('a gateway whose subgraphs answer is ready', async () => {
    const response = await fetch(`${door.gateway.url}/health/ready`);
    expect(response.status).toBe(200);
  });

  test('a gateway with a dead part says which', async () => {
    const dead: SubgraphEndpoint = {
      execute: async () => Promise.reject(new Error('connect ECONNREFUSED')),
      subscribe: () => {
        throw new Error('not asked for');
      },
      close: async () => undefined,
    };
    const halved = await openDoor({ endpoints: { members: dead } });
    const response = await fetch(`${halved.gateway.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      subgraphs: { members: 'not ready', gamification: 'ready', partners: 'ready' },
    });
    const { data, errors } = await halved.ask('{ me { id } board { version } }');
    expect(data).toEqual({ me: null, board: { version: 1 } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'members' });
    await halved.gateway.stop();
  });
});

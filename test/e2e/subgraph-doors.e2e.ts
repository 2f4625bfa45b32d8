/**
 * The doors of the subgraphs in five processes: whoever is not the gateway is answered by nothing but a refusal,
 * over HTTP and over a socket. And what all five processes log of a whole coalition names nobody.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type SubgraphName, subgraphNames } from '../../shared/contracts/event.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import { SIGNATURE_HEADER, signCaller } from '../../shared/platform/identity/gateway-signature.js';
import { subscriptionBody } from '../../shared/platform/runtime/subgraph-door.js';
import { gatewaySecret, openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';
import { leaksIn } from './attacks/leaks.js';

let world: PlatformWorld;
let brands: TwoBrands;
beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'five processes', keepsLog: true });
  brands = await openTwoBrands(world);
});
afterAll(() => world?.stop());

const addressOf = (name: string): string => `127.0.0.1:${world.parts.get(name)?.port}`;

const SDL = '{ _service { sdl } }';
const ENTITIES = `{ _entities(representations: [
  { __typename: "Member", id: "x" }, { __typename: "Partner", id: "x" }]) { __typename } }`;
const OPERATOR: Caller = { kind: 'operator', subject: 'mallory' };

function signed(facts: {
  to: SubgraphName;
  body: string;
  secret?: string;
  ageMs?: number;
  caller?: Caller;
}): string {
  const { to, body, secret = gatewaySecret, ageMs = 0, caller = { kind: 'anonymous' } } = facts;
  const now = new Date(Date.now() - ageMs);
  return signCaller(Buffer.from(secret), { to, caller, requestId: 'forged', body, now });
}

/** A statement that says something else than what was signed. */
function forged(signature: string): string {
  const [statement = '', mac] = signature.split('.');
  const facts = JSON.parse(Buffer.from(statement, 'base64url').toString()) as object;
  return `${Buffer.from(JSON.stringify({ ...facts, caller: OPERATOR })).toString('base64url')}.${mac}`;
}

async function knock(
  name: string,
  body: string,
  signature?: string,
): Promise<{ status: number; text: string }> {
  const headers = {
    'content-type': 'application/json',
    ...(signature === undefined ? {} : { [SIGNATURE_HEADER]: signature }),
  };
  const response = await fetch(`http://${addressOf(name)}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

describe.each(subgraphNames)('the door of %s', (name) => {
  const other = name === 'members' ? 'partners' : 'members';
  const bodies = [SDL, ENTITIES, '{ __schema { types { name } } }', '{'].map((query) =>
    JSON.stringify({ query }),
  );
  const strangers: [title: string, signatureOf: (body: string) => string | undefined][] = [
    ['no signature', () => undefined],
    ['an empty one', () => ''],
    ['rubbish', () => 'a.b'],
    ['the wrong secret', (body) => signed({ to: name, body, secret: 'another secret of thirty-two bytes' })],
    ['an old one', (body) => signed({ to: name, body, ageMs: 61_000 })],
    ['one of the future', (body) => signed({ to: name, body, ageMs: -61_000 })],
    ['one for another body', () => signed({ to: name, body: '{"query":"{ __typename }"}' })],
    ['one for another subgraph', (body) => signed({ to: other, body })],
    ['a forged caller', (body) => forged(signed({ to: name, body }))],
  ];
  it.each(strangers)('refuses %s, whatever is asked', async (_title, signatureOf) => {
    for (const body of bodies) {
      const { status, text } = await knock(name, body, signatureOf(body));
      expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
      expect(text).not.toContain('type ');
      expect(text.length).toBeLessThan(500);
    }
  });

  it('answers a signature once, and its replay not', async () => {
    const body = JSON.stringify({ query: SDL });
    const signature = signed({ to: name, body });
    expect((await knock(name, body, signature)).status).toBe(200);
    expect((await knock(name, body, signature)).status).toBe(401);
  });

  it('answers no GET, and no body that is not JSON by name', async () => {
    const query = encodeURIComponent(SDL);
    expect((await fetch(`http://${addressOf(name)}/graphql?query=${query}`)).status).toBe(404);
    const plain = await fetch(`http://${addressOf(name)}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query: SDL }),
    });
    expect(plain.status).toBe(401);
  });

  it('streams nothing to a socket without a good signature', async () => {
    const operation = { query: SDL };
    const good = signed({ to: name, body: subscriptionBody(operation) });
    const extensions = [undefined, { signature: 'a.b' }, { signature: forged(good) }, { signature: 7 }];
    const heard = await talk(addressOf(name), [
      ...extensions.map((each) => ({ ...operation, ...(each === undefined ? {} : { extensions: each }) })),
      { query: '{', extensions: {} },
      { query: ENTITIES, extensions: { signature: good } },
    ]);
    expect(heard).toHaveLength(6);
    for (const message of heard) {
      expect(message).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });
});

interface Heard {
  readonly type: string;
}

/** Greets, sends each operation, and gives what was said to them, one message for each. */
function talk(address: string, payloads: readonly object[]): Promise<Heard[]> {
  const socket = new WebSocket(`ws://${address}/graphql`, 'graphql-transport-ws');
  const heard: Heard[] = [];
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve(heard));
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Heard;
      if (message.type === 'connection_ack') {
        for (const [id, payload] of payloads.entries())
          socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
        return;
      }
      heard.push(message);
      if (heard.length === payloads.length) socket.close();
    });
  });
}

it('the log of all five processes, at its most talkative, names no one and opens nothing', () => {
  const { anna, ben, grocer, hotel, invited } = brands;
  const people = [anna, ben].flatMap(({ phone, nickname }) => [phone, nickname]);
  const keys = [grocer, hotel, invited].map(({ apiKey }) => apiKey);
  const lines = world.logged();
  for (const part of [...subgraphNames, 'gateway'])
    expect(
      lines.some((line) => line.includes(`"part":"${part}"`)),
      part,
    ).toBe(true);
  expect(leaksIn(lines, [...people, ...keys, gatewaySecret])).toEqual([]);
});

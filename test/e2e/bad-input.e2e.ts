/**
 * What partners and operators get wrong, sent to the whole platform: each is answered by its own refusal or code with a message that says
 * what to change, and nothing at all is written in any of the four parts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askDoor, codesOf, type DoorAnswer } from '../world/asking.js';
import { fingerprint } from '../world/fingerprint.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument, mutations } from '../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';
import { mistakes } from './bad-input/mistakes.js';
import { hostileInputs } from './bad-input/hostile-inputs.js';
import { type Input, type Sender, validActs } from './bad-input/valid-inputs.js';

let world: PlatformWorld;
let brands: TwoBrands;
const credentials = new Map<string, string>();

beforeAll(async () => {
  world = await openPlatformWorld({ processes: 'one process', keepsLog: true });
  brands = await openTwoBrands(world);
  for (const brand of ['grocer', 'hotel', 'invited'] as const) credentials.set(brand, brands[brand].apiKey);
  for (const role of ['operator', 'auditor']) credentials.set(role, await token({ role }));
  for (const person of ['anna', 'ben'] as const)
    credentials.set(person, await token({ role: 'member', memberId: brands[person].memberId }));
});
afterAll(() => world?.stop());

async function token(request: Readonly<Record<string, unknown>>): Promise<string> {
  const response = await fetch(`${world.url}/dev/issuer/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const ask = (who: string, query: string, variables: Input = {}): Promise<DoorAnswer> =>
  askDoor(world.url, { query, variables, credential: credentials.get(who) });

const send = (who: Sender, name: string, input: Input): Promise<DoorAnswer> =>
  ask(who, actDocument(name), { input });

/** The refusal's type with its message, or the code of the error that came instead. */
function said({ data, errors }: DoorAnswer): { said: string; message: string } {
  const [error] = errors;
  if (error !== undefined) return { said: error.extensions.code, message: error.message };
  const [result] = Object.values((data ?? {}) as Record<string, { __typename: string; message?: string }>);
  return { said: result?.__typename ?? 'nothing', message: result?.message ?? '' };
}

describe('a mistake is answered by its own refusal, and nothing is written', () => {
  it.each(mistakes.map((mistake): [string, typeof mistake] => [mistake.title, mistake]))(
    '%s',
    async (_title, mistake) => {
      const before = await fingerprint(world);
      const [name, as] = [mistake.act, mistake.as ?? validActs[mistake.act]?.as ?? 'operator'];
      const base = mistake.act === 'previewPurchase' ? 'recordPurchase' : mistake.act;
      const valid = validActs[base]?.input(brands) ?? {};
      const { idempotencyKey = 'mistake', ...wrong } = mistake.input(brands, valid) as Record<string, unknown>;
      const key = name === 'previewPurchase' ? {} : { idempotencyKey };
      const { receiptNumber: _number, ...rest } = { ...valid, ...wrong } as Record<string, unknown>;
      const input = name === 'previewPurchase' ? rest : { ...valid, ...wrong, ...key };
      const answer = said(await ask(as, actDocument(name), { input }));
      expect(answer).toEqual({ said: mistake.said, message: expect.stringMatching(mistake.message) });
      expect(await fingerprint(world)).toEqual(before);
    },
  );
});

describe('who may not', () => {
  it.each(mutations().map(({ name }) => [name]))('%s is refused to strangers, auditors and members', async (name) => {
    const before = await fingerprint(world);
    const input = { ...validActs[name]?.input(brands), idempotencyKey: `role-${name}` };
    const document = actDocument(name);
    expect(codesOf(await ask('stranger', document, { input }))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await ask('auditor', document, { input }))).toEqual(['FORBIDDEN']);
    const isForMembers = name === 'issueCard' || name === 'setPublicName';
    const { said: answered, message } = said(await ask('anna', document, { input }));
    expect(answered).toBe(isForMembers ? 'MemberNotFound' : 'FORBIDDEN');
    expect(message).toMatch(isForMembers ? /member/ : /needs the role .*; you are member/);
    expect(await fingerprint(world)).toEqual(before);
  });
});

describe('an id or a text that is hostile', () => {
  it.each(Object.keys(validActs).map((name) => [name]))('in %s is never a fault of ours', async (name) => {
    const valid = { ...validActs[name]?.input(brands), idempotencyKey: 'hostile' };
    const before = await fingerprint(world);
    for (const { place, input, isId } of hostileInputs(name, valid)) {
      const answer = said(await send(validActs[name]?.as ?? 'operator', name, input));
      expect(answer, `${name}: ${place}`).not.toMatchObject({ said: 'INTERNAL_SERVER_ERROR' });
      if (isId) expect(answer.said, place).toMatch(/^BAD_USER_INPUT$|Not(Found|Enrolled)$/);
      expect(answer.message.length, place).toBeGreaterThan(10);
    }
    expect(await fingerprint(world)).toEqual(before);
  });
});

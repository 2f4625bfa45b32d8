/**
 * What partners and operators get wrong, sent to the whole platform: each is answered by its own refusal or code
 * with a message that says what to change, and nothing at all is written in any of the four parts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askDoor, codesOf, type DoorAnswer } from '../world/asking.js';
import { eventually } from '../world/eventually.js';
import { fingerprint } from '../world/fingerprint.js';
import { openPlatformWorld, type PlatformWorld } from '../world/platform-world.js';
import { actDocument, mutations } from '../world/public-graph.js';
import { openTwoBrands, type TwoBrands } from '../world/two-brands.js';
import {
  type HostileInput,
  harmless,
  hostileCursors,
  hostileIds,
  hostileInputs,
} from './bad-input/hostile-inputs.js';
import { mistakes } from './bad-input/mistakes.js';
import { type Input, otherBodies, type Sender, validActs } from './bad-input/valid-inputs.js';

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

/** A basket to preview is a receipt without what makes it one. */
function validInput(name: string): Input {
  if (name !== 'previewPurchase') return validActs[name]?.input(brands) ?? {};
  const { receiptNumber: _number, ...basket } = validActs['recordPurchase']?.input(brands) ?? {};
  return basket;
}

function keyed(name: string, title: string): Input {
  return name === 'previewPurchase' ? {} : { idempotencyKey: title.replaceAll(/[^a-z]/gi, '-') };
}

describe.concurrent('a mistake is answered by its own refusal, and nothing is written', () => {
  it.each(mistakes.map((mistake): [string, typeof mistake] => [mistake.title, mistake]))(
    '%s',
    async (title, mistake) => {
      const before = await fingerprint(world);
      const name = mistake.act;
      const as = mistake.as ?? validActs[name]?.as ?? 'grocer';
      const valid = validInput(name);
      const input = { ...valid, ...keyed(name, title), ...mistake.input(brands, valid) };
      const answer = said(await ask(as, actDocument(name), { input }));
      expect(answer).toEqual({ said: mistake.said, message: expect.stringMatching(mistake.message) });
      expect(await fingerprint(world)).toEqual(before);
    },
  );
});

/** Acts of members: who sends what is not theirs, and what is said to it. */
const ofMembers: Readonly<Record<string, readonly [who: string, refusal: string]>> = {
  issueCard: ['anna', 'MemberNotFound'],
  setPublicName: ['anna', 'MemberNotFound'],
  openHousehold: ['anna', 'MemberNotFound'],
  inviteToHousehold: ['anna', 'NotHouseholdOwner'],
  answerHouseholdInvitation: ['anna', 'InvitationNotFound'],
  withdrawHouseholdInvitation: ['anna', 'NotHouseholdOwner'],
  setHouseholdDrawLimit: ['anna', 'NotHouseholdOwner'],
  leaveHousehold: ['anna', 'NotHouseholdOwner'],
  lockSpending: ['anna', 'MemberNotEnrolled'],
  unlockSpending: ['anna', 'MemberNotEnrolled'],
  confirmStepUp: ['ben', 'StepUpNotFound'],
  denyStepUp: ['ben', 'StepUpNotFound'],
  markNoticesRead: ['anna', 'none'],
  answerGift: ['anna', 'GiftNotFound'],
  withdrawGift: ['anna', 'GiftNotFound'],
};

describe.concurrent('who may not', () => {
  it.each(mutations().map(({ name }) => [name]))(
    '%s is refused to strangers, auditors and members',
    async (name) => {
      const before = await fingerprint(world);
      const input = { ...validActs[name]?.input(brands), idempotencyKey: `role-${name}` };
      const document = actDocument(name);
      expect(codesOf(await ask('stranger', document, { input }))).toEqual(['UNAUTHENTICATED']);
      expect(codesOf(await ask('auditor', document, { input }))).toEqual(['FORBIDDEN']);
      const [who, refusal = 'FORBIDDEN'] = ofMembers[name] ?? ['anna'];
      if (refusal === 'none') return;
      const { said: answered, message } = said(await ask(who, document, { input }));
      expect(answered).toBe(refusal);
      expect(message).toMatch(
        refusal === 'FORBIDDEN'
          ? /needs the role .*; you are member/
          : /member|owner|invitation|gift|You were/,
      );
      expect(await fingerprint(world)).toEqual(before);
    },
  );
});

/** Each with a key of its own, unless the key is what is wrong: none may hide behind the one before it. */
function hostileActs(name: string): HostileInput[] {
  const own: Readonly<Record<string, Input>> = {
    recordPurchase: { receiptNumber: 'H-1' },
    // Invited already: what is taken here would stand in the way of the valid invitation.
    inviteToHousehold: { memberId: brands.ben.memberId },
  };
  const valid = { ...validActs[name]?.input(brands), ...own[name], idempotencyKey: `hostile-${name}` };
  return hostileInputs(name, valid).map((hostile, number) => {
    const isKeyWrong = hostile.input['idempotencyKey'] !== valid.idempotencyKey;
    const key = isKeyWrong ? {} : { idempotencyKey: `hostile-${name}-${number}` };
    return { ...hostile, input: { ...hostile.input, ...key } };
  });
}

describe('an id or a text that is hostile', () => {
  it.each(Object.keys(validActs).map((name) => [name]))('in %s is never a fault of ours', async (name) => {
    const before = await fingerprint(world);
    const taken: string[] = [];
    for (const { place, input, isId } of hostileActs(name)) {
      const answer = said(await send(validActs[name]?.as ?? 'operator', name, input));
      expect(answer, `${name}: ${place}`).not.toMatchObject({ said: 'INTERNAL_SERVER_ERROR' });
      if (isId) expect(answer.said, place).toMatch(/^BAD_USER_INPUT$|Not(Found|Enrolled)$/);
      if (answer.message === '') taken.push(place);
    }
    expect(taken).toEqual(harmless[name] ?? []);
    if (taken.length === 0) expect(await fingerprint(world)).toEqual(before);
  });

  const reads = [
    ['member(id: $id) { id }', 'operator'],
    ['partner(id: $id) { id }', 'stranger'],
    ['purchase(id: $id) { id }', 'anna'],
    ['purchaseByReceipt(storeId: $id, receiptNumber: "A-1") { id }', 'grocer'],
    ['hold(id: $id) { id }', 'hotel'],
    ['gift(id: $id) { id }', 'operator'],
    ['cause(id: $id) { id }', 'stranger'],
    ['settlementPeriod(id: $id) { id }', 'auditor'],
    ['leaderboard(id: $id) { id }', 'stranger'],
    ['leaderboard(code: "all") { standingOf(memberId: $id) { rank } }', 'stranger'],
    ['leaderboard(code: "all") { around(memberId: $id) { rank } }', 'stranger'],
  ] as const;
  it.each(reads)('is a read of nothing: %s', async (field, who) => {
    for (const id of hostileIds) {
      const answer = await ask(who, `query ($id: ID!) { it: ${field} }`, { id });
      expect(
        codesOf(answer).filter((code) => code !== 'BAD_USER_INPUT'),
        id,
      ).toEqual([]);
      if (answer.data?.it !== undefined && field.startsWith('leaderboard(code'))
        expect([{ standingOf: null }, { around: [] }, null]).toContainEqual(answer.data.it);
      else expect(answer.data?.it ?? null, id).toBeNull();
    }
  });

  const lists = [
    ['members(after: $after) { pageInfo { hasNextPage } }', 'operator'],
    ['partners(after: $after) { pageInfo { hasNextPage } }', 'stranger'],
    ['settlementPeriods(after: $after) { pageInfo { hasNextPage } }', 'operator'],
    ['leaderboard(code: "all") { standings(after: $after) { pageInfo { hasNextPage } } }', 'stranger'],
    ['leaderboard(code: "all") { windows(after: $after) { pageInfo { hasNextPage } } }', 'stranger'],
    ['me { purchases(after: $after) { pageInfo { hasNextPage } } }', 'anna'],
    ['causes(after: $after) { pageInfo { hasNextPage } }', 'stranger'],
    ['adjustments(after: $after) { pageInfo { hasNextPage } }', 'operator'],
    ['me { gifts(after: $after) { pageInfo { hasNextPage } } }', 'anna'],
    ['me { wallet { lots(after: $after) { pageInfo { hasNextPage } } } }', 'anna'],
    ['me { wallet { entries(after: $after) { pageInfo { hasNextPage } } } }', 'anna'],
    ['me { notices(after: $after) { pageInfo { hasNextPage } } }', 'anna'],
  ] as const;
  it.each(lists)('is no cursor: %s', async (field, who) => {
    for (const after of hostileCursors) {
      const answer = await ask(who, `query ($after: String) { it: ${field} }`, { after });
      // The windows of a board are named by text: there any text is a place in the list.
      const codes = field.includes('windows')
        ? new Set(['BAD_USER_INPUT', ...codesOf(answer)])
        : codesOf(answer);
      expect([...codes], after).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('an identity that was good', () => {
  it('is refused when its token is expired', async () => {
    const expired = await world.devIssuer?.issue({ role: 'operator', subject: 'olga', ttlSeconds: -60 });
    const answer = await askDoor(world.url, { query: '{ ledgerProof { holds } }', credential: expired });
    expect([answer.status, ...codesOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.errors[0]?.message).toContain('expired. Sign in again');
  });
});

describe('the key of an act that was done', () => {
  it('has a valid input and another body for every mutation of the graph', () => {
    const names = mutations().map(({ name }) => name);
    expect(Object.keys(validActs).sort()).toEqual([...names].sort());
    expect(Object.keys(otherBodies).sort()).toEqual([...names].sort());
  });

  it.each(Object.keys(validActs).map((name) => [name]))(
    'of %s is refused with another body',
    async (name) => {
      const as = validActs[name]?.as ?? 'operator';
      const input = { ...validActs[name]?.input(brands), idempotencyKey: `done-${name}` };
      const done = await send(as, name, input);
      expect([codesOf(done), said(done).message], said(done).said).toEqual([[], '']);
      await world.quiet();
      const before = await fingerprint(world);
      const again = said(await send(as, name, { ...input, ...otherBodies[name]?.(brands) }));
      expect(again).toEqual({ said: 'KeyReused', message: expect.stringMatching(/use a new key/) });
      expect(said(await send(as, name, input)).message).toBe('');
      expect(await fingerprint(world)).toEqual(before);
    },
  );

  it('is refused when it is an API key that was revoked since', async () => {
    const asked = () => ask('invited', '{ currentSettlementPeriod { id } }');
    // The gateway may believe a key for ten seconds after it last looked.
    const refused = await eventually(async () => ((await asked()).status === 401 ? asked() : null));
    expect(codesOf(refused)).toEqual(['UNAUTHENTICATED']);
    expect(refused.errors[0]?.message).toContain('revoked');
  });
});

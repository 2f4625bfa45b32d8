/** Agreements through the subgraph's own graph: what may be signed beside what, and who may read it. */
import 'reflect-metadata';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import { act, broughtIn, openTerms, SIGN } from './partners-kit.js';

let world: SubgraphWorld;
beforeAll(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
});
afterAll(() => world.close());

const READ = `query ($id: ID!) { partner(id: $id) {
  agreements { version effectiveFrom effectiveUntil } agreementInForce { version currency } } }`;

describe('signing an agreement', () => {
  it('tells the terms to whoever prices purchases', async () => {
    const partnerId = await broughtIn(world);
    const { agreement } = await act(world, SIGN, { partnerId, ...openTerms });
    expect(agreement).toMatchObject({
      version: 1,
      effectiveUntil: null,
      earnPoints: '1',
      operatorFeeBasisPoints: '500',
    });
    const told = (await world.told('partners.agreement-signed.1')).at(-1);
    expect(told).toEqual({
      key: partnerId,
      data: {
        ...openTerms,
        effectiveFrom: '2026-01-01T00:00:00.000Z',
        effectiveUntil: null,
        agreementId: agreement.id,
        partnerId,
        version: 1,
      },
    });
  });

  it('sent again gives the same agreement, to the last figure', async () => {
    const input = { idempotencyKey: v7(), partnerId: await broughtIn(world), ...openTerms };
    const first = await act(world, SIGN, input);
    expect(await act(world, SIGN, input)).toEqual({ ...first, replayed: true });
  });

  it('that begins later and is open too ends the former one there', async () => {
    const partnerId = await broughtIn(world);
    await act(world, SIGN, { partnerId, ...openTerms });
    await act(world, SIGN, {
      partnerId,
      ...openTerms,
      currency: 'PLN',
      effectiveFrom: '2026-06-01T00:00:00Z',
    });
    const { data } = await world.ask(operator, READ, { id: partnerId });
    expect(data.partner).toEqual({
      agreements: [
        { version: 1, effectiveFrom: '2026-01-01T00:00:00.000Z', effectiveUntil: '2026-06-01T00:00:00.000Z' },
        { version: 2, effectiveFrom: '2026-06-01T00:00:00.000Z', effectiveUntil: null },
      ],
      agreementInForce: { version: 2, currency: 'PLN' },
    });
  });

  it('that overlaps another is refused with the one in the way', async () => {
    const partnerId = await broughtIn(world);
    const { agreement } = await act(world, SIGN, { partnerId, ...openTerms });
    const span = { effectiveFrom: '2026-03-01T00:00:00Z', effectiveUntil: '2026-04-01T00:00:00Z' };
    expect(await act(world, SIGN, { partnerId, ...openTerms, ...span })).toEqual({
      __typename: 'AgreementOverlaps',
      agreementId: agreement.id,
      effectiveFrom: '2026-01-01T00:00:00.000Z',
      effectiveUntil: null,
    });
  });

  it('twice at once for the same span signs one', async () => {
    const partnerId = await broughtIn(world);
    const results = await Promise.all(['a', 'b'].map(() => act(world, SIGN, { partnerId, ...openTerms })));
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'AgreementOverlaps',
      'AgreementSigned',
    ]);
  });

  it.each([
    ['earnPoints', '0'],
    ['earnPerMinor', '-100'],
    ['fundingMinorPerThousand', '0'],
    ['reimbursementMinorPerThousand', '99999999999999999999'],
    ['operatorFeeBasisPoints', '10001'],
    ['effectiveUntil', '2025-12-31T00:00:00Z'],
  ])('with an implausible %s is refused and names it', async (field, given) => {
    const partnerId = await broughtIn(world);
    const result = await act(world, SIGN, { partnerId, ...openTerms, [field]: given });
    expect(result).toMatchObject({ __typename: 'AgreementTermsNotPlausible', field });
  });

  it.each([
    ['currency', 'euro'],
    ['earnPoints', '1.5'],
    ['effectiveFrom', 'tomorrow'],
  ])('turns the %s %s away at the door', async (field, given) => {
    const input = { idempotencyKey: v7(), partnerId: v7(), ...openTerms, [field]: given };
    const { errors } = await world.ask(operator, SIGN, { input });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  it('with an unknown partner is refused', async () => {
    const partnerId = v7();
    const result = await act(world, SIGN, { partnerId, ...openTerms });
    expect(result).toEqual({ __typename: 'PartnerNotFound', partnerId });
  });

  it('can never be undone: the database itself forbids a change', async () => {
    const change = world.database.query('update agreement set earn_points = 1000');
    await expect(change).rejects.toThrow('permission denied');
    await expect(world.database.query('delete from agreement')).rejects.toThrow('permission denied');
  });
});

describe('reading agreements', () => {
  it('is for operators, auditors and the partner that signed', async () => {
    const id = await broughtIn(world);
    await act(world, SIGN, { partnerId: id, ...openTerms });
    for (const caller of [operator, auditor, partnerCaller(id)]) {
      const { data } = await world.ask(caller, READ, { id });
      expect(data.partner).toMatchObject({ agreements: [{ version: 1 }], agreementInForce: { version: 1 } });
    }
    for (const caller of [anonymous, memberCaller(), partnerCaller()]) {
      const { data, errors } = await world.ask(caller, READ, { id });
      expect(errors).toBeUndefined();
      expect(data.partner).toEqual({ agreements: [], agreementInForce: null });
    }
  });

  it('says which one is in force by the clock', async () => {
    const id = await broughtIn(world);
    const tomorrow = new Date(world.clock.now().getTime() + 86_400_000).toISOString();
    await act(world, SIGN, { partnerId: id, ...openTerms, effectiveFrom: tomorrow });
    expect((await world.ask(operator, READ, { id })).data.partner.agreementInForce).toBeNull();
    world.clock.moveDays(2);
    expect((await world.ask(operator, READ, { id })).data.partner.agreementInForce).toMatchObject({
      version: 1,
    });
  });
});

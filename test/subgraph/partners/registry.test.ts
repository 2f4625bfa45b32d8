/** Partners and stores through the subgraph's own graph, on PostgreSQL. */
import 'reflect-metadata';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnersSubgraph } from '../../../subgraphs/partners/subgraph.js';
import { anonymous, auditor, memberCaller, operator, partnerCaller } from '../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../world/subgraph-world.js';
import {
  act,
  activated,
  BRING_IN,
  broughtIn,
  freshName,
  OPEN_STORE,
  openTerms,
  SET_STATUS,
  SIGN,
} from './partners-kit.js';

let world: SubgraphWorld;
beforeAll(async () => {
  world = await openSubgraphWorld(partnersSubgraph);
});
afterAll(() => world.close());

const warsaw = { name: 'Rynek 1', city: 'Warszawa', countryCode: 'PL', timeZone: 'Europe/Warsaw' };

describe('bringing in a partner', () => {
  it('makes it known as invited and tells the others', async () => {
    const name = freshName();
    const { __typename, partner, replayed } = await act(world, BRING_IN, { name, trade: 'fuel' });
    expect(__typename).toBe('PartnerBroughtIn');
    expect(partner).toMatchObject({ name, trade: 'fuel', status: 'INVITED' });
    expect(replayed).toBe(false);
    const told = await world.told('partners.partner-changed.1');
    expect(told.at(-1)).toMatchObject({ key: partner.id, data: { name, status: 'INVITED', version: 1 } });
  });

  it('sent again gives the first answer and tells nothing more', async () => {
    const input = { idempotencyKey: v7(), name: freshName(), trade: 'fuel' };
    const first = await act(world, BRING_IN, input);
    const toldBefore = await world.told('partners.partner-changed.1');
    expect(await act(world, BRING_IN, input)).toEqual({ ...first, replayed: true });
    expect(await world.told('partners.partner-changed.1')).toHaveLength(toldBefore.length);
  });

  it('with a used key and another name is refused', async () => {
    const idempotencyKey = v7();
    await act(world, BRING_IN, { idempotencyKey, name: freshName(), trade: 'fuel' });
    const again = await act(world, BRING_IN, { idempotencyKey, name: freshName(), trade: 'fuel' });
    expect(again).toMatchObject({ __typename: 'KeyReused', key: idempotencyKey, command: 'bringInPartner' });
  });

  it('whose name is taken in another spelling is refused, also when both come at once', async () => {
    const name = freshName();
    const results = await Promise.all([
      act(world, BRING_IN, { name, trade: 'fuel' }),
      act(world, BRING_IN, { name: name.toUpperCase(), trade: 'bank' }),
    ]);
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'PartnerBroughtIn',
      'PartnerNameTaken',
    ]);
  });

  it.each(['', '   ', 'x'.repeat(81), 'two\nlines', 'right\u202eleft', 'half \ud800'])(
    'turns the name %j away',
    async (name) => {
      const { errors } = await world.ask(operator, BRING_IN, {
        input: { idempotencyKey: v7(), name, trade: 'fuel' },
      });
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      expect(errors?.[0]?.message).toContain('name');
    },
  );
});

describe('the way of a partner', () => {
  it('leads from invited to active only with an agreement, and then out step by step', async () => {
    const partnerId = await broughtIn(world);
    const early = await act(world, SET_STATUS, { partnerId, status: 'ACTIVE' });
    expect(early).toEqual({ __typename: 'AgreementMissing', partnerId });
    await act(world, SIGN, { partnerId, ...openTerms });
    for (const status of ['ACTIVE', 'EARN_CLOSED', 'BURN_CLOSED', 'SETTLED']) {
      const step = await act(world, SET_STATUS, { partnerId, status });
      expect(step).toMatchObject({ __typename: 'PartnerStatusSet', partner: { status } });
    }
    const told = await world.told('partners.partner-changed.1');
    const versions = told
      .filter(({ key }) => key === partnerId)
      .map(({ data }) => (data as { version: number }).version);
    expect(versions).toEqual([1, 2, 3, 4, 5]);
  });

  it('has no short cuts', async () => {
    const partnerId = await activated(world);
    expect(await act(world, SET_STATUS, { partnerId, status: 'SETTLED' })).toEqual({
      __typename: 'PartnerStatusNotReachable',
      from: 'ACTIVE',
      to: 'SETTLED',
      reachable: 'EARN_CLOSED',
    });
  });

  it('is taken once when it is asked for twice at once', async () => {
    const partnerId = await activated(world);
    const results = await Promise.all(
      ['a', 'b'].map(() => act(world, SET_STATUS, { partnerId, status: 'EARN_CLOSED' })),
    );
    expect(results.map((result) => result.__typename).sort()).toEqual([
      'PartnerStatusNotReachable',
      'PartnerStatusSet',
    ]);
  });

  it.each([v7(), 'no-id'])('of the unknown partner %s is refused', async (partnerId) => {
    const result = await act(world, SET_STATUS, { partnerId, status: 'ACTIVE' });
    expect(result).toEqual({ __typename: 'PartnerNotFound', partnerId });
  });
});

describe('opening a store', () => {
  it('lets purchases name it', async () => {
    const partnerId = await broughtIn(world);
    const { store } = await act(world, OPEN_STORE, { partnerId, ...warsaw });
    expect(store).toMatchObject({ ...warsaw, isOpen: true, partner: { id: partnerId } });
    const told = (await world.told('partners.store-changed.1')).at(-1);
    const { name, city, timeZone } = warsaw;
    const data = { storeId: store.id, partnerId, name, city, timeZone, isOpen: true, version: 1 };
    expect(told).toEqual({ key: partnerId, data });
  });

  it('sent again gives the same store', async () => {
    const input = { idempotencyKey: v7(), partnerId: await broughtIn(world), ...warsaw };
    const first = await act(world, OPEN_STORE, input);
    expect(await act(world, OPEN_STORE, input)).toEqual({ ...first, replayed: true });
  });

  it('of an unknown partner or in an unknown zone is refused', async () => {
    const partnerId = v7();
    expect(await act(world, OPEN_STORE, { partnerId, ...warsaw })).toEqual({
      __typename: 'PartnerNotFound',
      partnerId,
    });
    const real = await broughtIn(world);
    expect(await act(world, OPEN_STORE, { partnerId: real, ...warsaw, timeZone: 'Mars/Olympus' })).toEqual({
      __typename: 'TimeZoneUnknown',
      timeZone: 'Mars/Olympus',
    });
  });

  it('turns a country that is no code away', async () => {
    const input = {
      idempotencyKey: v7(),
      partnerId: await broughtIn(world),
      ...warsaw,
      countryCode: 'Poland',
    };
    const { errors } = await world.ask(operator, OPEN_STORE, { input });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('the doors of the registry', () => {
  const attempts: [string, (partnerId: string) => Record<string, unknown>][] = [
    [BRING_IN, () => ({ name: freshName(), trade: 'fuel' })],
    [SET_STATUS, (partnerId) => ({ partnerId, status: 'ACTIVE' })],
    [SIGN, (partnerId) => ({ partnerId, ...openTerms })],
    [OPEN_STORE, (partnerId) => ({ partnerId, ...warsaw })],
  ];

  it.each(attempts)('%#: a change is for operators alone', async (mutation, input) => {
    const partnerId = await broughtIn(world);
    const variables = { input: { idempotencyKey: v7(), ...input(partnerId) } };
    for (const caller of [memberCaller(), partnerCaller(partnerId), auditor]) {
      const { errors } = await world.ask(caller, mutation, variables);
      expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    }
    const { errors } = await world.ask(anonymous, mutation, variables);
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('who is in the coalition and where is public', async () => {
    const id = await broughtIn(world);
    await act(world, OPEN_STORE, { partnerId: id, ...warsaw });
    const query = `query ($id: ID!) { partner(id: $id) { name trade status stores { city partner { id } } } }`;
    const { data, errors } = await world.ask(anonymous, query, { id });
    expect(errors).toBeUndefined();
    expect(data.partner).toMatchObject({
      status: 'INVITED',
      stores: [{ city: 'Warszawa', partner: { id } }],
    });
  });

  it.each([v7(), 'no-id', "'; drop table partner"])('there is nothing at %s', async (id) => {
    const { data, errors } = await world.ask(anonymous, 'query ($id: ID!) { partner(id: $id) { id } }', {
      id,
    });
    expect(errors).toBeUndefined();
    expect(data.partner).toBeNull();
  });
});

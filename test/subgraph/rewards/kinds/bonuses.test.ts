/** Bonuses: what fires them, the life of what they give, who pays for it, and what a preview and a price tag say. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rewardsSubgraph } from '../../../../subgraphs/rewards/subgraph.js';
import { auditLedger } from '../../../world/audit/ledger-audit.js';
import { anonymous, operator } from '../../../world/callers.js';
import { openSubgraphWorld, type SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, memberOf, partnerOf, receipt, type TestPartner } from '../rewards-kit.js';
import {
  CONFIGURE_BONUS,
  kindOf,
  PREVIEW_AWARDS,
  PRICE,
  RECORD_AWARDS,
  recorded,
  returned,
  walletsOf,
} from './kinds-kit.js';

const NOBODY = '01920000-0000-7000-8000-000000000000';

let world: SubgraphWorld;
let a: TestPartner;

beforeAll(async () => {
  world = await openSubgraphWorld(rewardsSubgraph);
  a = await partnerOf(world);
});
afterEach(async () => {
  const { data } = await world.ask(operator, '{ bonuses { code } }');
  for (const { code } of data.bonuses) await bonus(code, { isActive: false });
  await auditLedger(world.database);
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const SINCE = daysFromNow(-10);

const bonus = (code: string, settings: Record<string, unknown>) =>
  act(world, operator, CONFIGURE_BONUS, { code, ...settings });

async function bonusOf(code: string, settings: Record<string, unknown>): Promise<void> {
  const configured = await bonus(code, { validFrom: SINCE, isActive: true, ...settings });
  expect(configured).toMatchObject({ __typename: 'BonusConfigured' });
}

describe('a bonus', () => {
  const rows: readonly [field: string, code: string, settings: Record<string, unknown>][] = [
    ['code', 'pick-up', { points: '5' }],
    ['points', 'NONE', {}],
    ['points', 'NONE', { points: '0' }],
    ['perMille', 'NONE', { perMille: 0 }],
    ['minTotalMinor', 'NONE', { points: '5', minTotalMinor: '-1', currency: 'EUR' }],
    ['currency', 'NONE', { points: '5', minTotalMinor: '100' }],
    ['currency', 'NONE', { points: '5', currency: 'EUR' }],
    ['validUntil', 'NONE', { points: '5', validFrom: daysFromNow(1), validUntil: daysFromNow(0) }],
  ];

  it.each(rows)('cannot have this %s', async (field, code, settings) => {
    expect(await bonus(code, settings)).toMatchObject({ __typename: 'BonusNotValid', field });
  });

  it('changes by versions: what is left out stays, null takes away', async () => {
    await bonusOf('SPRING', { points: '5', channel: 'PICKUP', expiry: { by: 'AFTER', months: 6 } });
    const { bonus: changed } = await bonus('SPRING', { channel: null, perMille: 500 });
    expect(changed).toMatchObject({ version: 2, points: '5', perMille: 500, channel: null });
    expect(changed).toMatchObject({ expiry: { by: 'AFTER', months: 6 }, isActive: true });
  });

  it('is refused under a key of another one, and answered again under its own', async () => {
    const input = { idempotencyKey: 'bonus', code: 'KEYED', points: '5' };
    const first = await act(world, operator, CONFIGURE_BONUS, input);
    expect(await act(world, operator, CONFIGURE_BONUS, input)).toEqual({ ...first, replayed: true });
    const other = await act(world, operator, CONFIGURE_BONUS, { ...input, points: '6' });
    expect(other).toMatchObject({ __typename: 'KeyReused' });
  });
});

describe('a receipt', () => {
  it('gets lots of its own of the bonuses that fire, with their own life, at the cost of its partner', async () => {
    await bonusOf('PICKUP', { points: '10', channel: 'PICKUP', expiry: { by: 'AFTER', months: 6 } });
    await bonusOf('LARGE', { perMille: 500, minTotalMinor: '5000', currency: 'EUR' });
    const { memberId } = await memberOf(world);
    const answer = await recorded(world, { memberId, partner: a }, 5000, { channel: 'PICKUP' });
    expect(answer).toMatchObject({ points: '85', purchase: { channel: 'PICKUP' } });
    const rules = answer.awards.map(({ rule, granted }: { rule: string; granted: string }) => [
      rule,
      granted,
    ]);
    expect(rules).toEqual([
      ['BASE_RATE', '50'],
      ['BONUS:LARGE', '25'],
      ['BONUS:PICKUP', '10'],
    ]);
    expect(answer.awards[2].expiresAt < answer.awards[0].expiresAt).toBe(true);
    const { data } = (await world.told('rewards.clearing-recorded.1')).findLast(
      (told) => (told.data as { kind: string }).kind === 'FUNDING',
    ) as { data: unknown };
    expect(data).toMatchObject({ partnerId: a.partnerId, points: '85', amountMinor: '85' });
    await returned(world, { purchaseId: answer.purchase.id, partner: a });
    expect((await walletsOf(world, memberId)).PTS).toMatchObject({ available: '0', debt: '0' });
  });

  it('gets what was in force when it was bought', async () => {
    await bonusOf('OVER', { points: '7', validFrom: daysFromNow(-9), validUntil: daysFromNow(-5) });
    const { memberId } = await memberOf(world);
    const late = await recorded(world, { memberId, partner: a }, 100, { purchasedAt: daysFromNow(-6) });
    const now = await recorded(world, { memberId, partner: a }, 100);
    expect([late.points, now.points]).toEqual(['8', '1']);
  });
});

describe('a preview', () => {
  it('tells why a bonus does not fire, and gives the numbers of the record', async () => {
    await bonusOf('PICKUP', { points: '10', channel: 'PICKUP' });
    await bonusOf('LARGE', { points: '20', minTotalMinor: '5000', currency: 'EUR' });
    await bonusOf('DOLLARS', { points: '20', minTotalMinor: '10', currency: 'USD' });
    await bonusOf('TINY', { perMille: 1 });
    const { memberId } = await memberOf(world);
    const input = receipt({ memberId, storeId: a.storeId }, 1000);
    const { idempotencyKey: _key, receiptNumber: _number, ...basket } = input;
    const preview = await act(world, a.till, PREVIEW_AWARDS, { ...basket, channel: 'ONLINE' });
    const unfired = preview.reasons.filter(({ fired }: { fired: boolean }) => !fired);
    expect(unfired).toMatchObject([
      { rule: 'BONUS:DOLLARS', points: '0', explanation: expect.stringMatching(/USD.*EUR/) },
      { rule: 'BONUS:LARGE', points: '0', explanation: expect.stringMatching(/5000.*1000/) },
      { rule: 'BONUS:PICKUP', points: '0', explanation: expect.stringMatching(/PICKUP.*ONLINE/) },
      { rule: 'BONUS:TINY', points: '0', explanation: expect.stringMatching(/less than one/) },
    ]);
    const record = await act(world, a.till, RECORD_AWARDS, { ...input, channel: 'ONLINE' });
    expect(record.points).toBe(preview.points);
  });
});

describe('a price tag', () => {
  const price = async (input: Record<string, unknown>) => {
    const asked = { currency: 'EUR', amountMinor: '12990', ...input };
    const { data, errors } = await world.ask(anonymous, PRICE, { input: asked });
    return errors === undefined ? data.previewEarnings : { error: errors[0]?.extensions?.['code'] };
  };

  it('says to anyone what the paid receipt credits, by partner and by store', async () => {
    await bonusOf('TENTH', { perMille: 100, minTotalMinor: '5000', currency: 'EUR' });
    await bonusOf('PICKUP_3', { points: '3', channel: 'PICKUP' });
    await kindOf(world, 'MILES', { earning: { by: 'POINTS' } });
    const granted = (awards: { unit: string; rule: string; granted: string }[]) =>
      awards.map((award) => [award.unit, award.rule, award.granted]);
    const byPartner = await price({ partnerId: a.partnerId, channel: 'PICKUP' });
    expect(byPartner).toMatchObject({ points: '144' });
    const byStore = await price({ storeId: a.storeId, channel: 'PICKUP' });
    expect([byStore.points, granted(byStore.awards)]).toEqual([byPartner.points, granted(byPartner.awards)]);
    const { memberId } = await memberOf(world);
    const paid = await recorded(world, { memberId, partner: a }, 12_990, { channel: 'PICKUP' });
    expect(paid.points).toBe(byPartner.points);
    expect(granted(paid.awards)).toEqual(granted(byPartner.awards));
    await kindOf(world, 'MILES', { earning: { by: 'NOTHING' } });
  });

  it('says why there is none', async () => {
    const invited = await partnerOf(world, { status: 'INVITED' });
    const later = await partnerOf(world, { effectiveFrom: new Date(Date.now() + DAY_MS) });
    const { partnerId } = a;
    const refused: readonly [string, Record<string, unknown>][] = [
      ['StoreNotFound', { storeId: NOBODY }],
      ['EarningPartnerNotFound', { partnerId: NOBODY }],
      ['PartnerNotActive', { partnerId: invited.partnerId }],
      ['AgreementNotInForce', { storeId: later.storeId }],
      ['CurrencyNotAgreed', { partnerId, currency: 'USD' }],
      ['AmountNotPositive', { partnerId, amountMinor: '0' }],
      ['AmountTooLarge', { partnerId, amountMinor: '9000000000000' }],
    ];
    for (const [name, input] of refused) expect(await price(input)).toMatchObject({ __typename: name });
    expect(await price({})).toEqual({ error: 'BAD_USER_INPUT' });
    expect(await price({ partnerId, storeId: a.storeId })).toEqual({ error: 'BAD_USER_INPUT' });
  });
});

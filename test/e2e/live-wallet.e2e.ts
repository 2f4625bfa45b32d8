/**
 * A member's app that follows her wallet through the gateway: in one process and in five, on whichever bus the run asks
 * for. Each frame holds fields of three subgraphs, and the first one is always the present.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { developmentToken } from '../../gateway/clients/demo/run-demo.js';
import { follow } from '../world/follower.js';
import { openPlatformWorld, type PlatformWorld, type Processes } from '../world/platform-world.js';
import { actDocument } from '../world/public-graph.js';
import { type TestRedis, testRedis } from '../world/redis-world.js';
import { openTwoBrands, receiptOf, type TwoBrands } from '../world/two-brands.js';

const FOLLOW = `subscription ($memberId: ID!) { walletChanged(memberId: $memberId) { version entryCount
  member { publicName { text } stepUps { id points partner { name } } notices(first: 1) { edges { node { kind } } } }
  wallet { available held } entry { kind points partner { name } } holds { id points store { name } } } }`;

interface Frame {
  readonly walletChanged: {
    readonly version: string;
    readonly entryCount: string;
    readonly member: {
      readonly publicName: { readonly text: string };
      readonly stepUps: readonly { readonly id: string; readonly partner: { readonly name: string } }[];
      readonly notices: { readonly edges: readonly { readonly node: { readonly kind: string } }[] };
    };
    readonly wallet: { readonly available: string; readonly held: string };
    readonly entry: { readonly kind: string; readonly partner: { readonly name: string } };
    readonly holds: readonly { readonly id: string }[];
  };
}

describe.each<Processes>(['one process', 'five processes'])('the wallet of Anna in %s', (processes) => {
  let world: PlatformWorld;
  let redis: TestRedis;
  let brands: TwoBrands;
  let token: string;

  beforeAll(async () => {
    redis = await testRedis();
    world = await openPlatformWorld({ processes, redisUrl: redis.url });
    brands = await openTwoBrands(world);
    token = await developmentToken(world.url, 'member', brands.anna.memberId);
  });
  afterAll(async () => {
    await world?.stop();
    await redis?.stop();
  });

  const followed = (credential = token) => {
    const variables = { memberId: brands.anna.memberId };
    return follow<Frame>(world.url, { query: FOLLOW, variables, token: credential });
  };

  it('is shown as it is first, with her name and the names of brands, and then after every act', async () => {
    const app = followed();
    const { walletChanged: first } = await app.frame(() => true);
    expect(first).toMatchObject({
      entryCount: '5',
      wallet: { available: '350', held: '120' },
      member: {
        publicName: { text: brands.anna.nickname },
        stepUps: [{ partner: { name: 'The hotel' } }, {}],
      },
    });
    const hotel = world.anonymous.as(brands.hotel.apiKey);
    const grocer = world.anonymous.as(brands.grocer.apiKey);
    const capture = { idempotencyKey: 'live-capture', holdId: brands.smallHoldId };
    await hotel.succeed(actDocument('capturePoints'), { input: capture }, 'PointsCaptured');
    await app.frame(({ walletChanged: { entry, holds } }) => entry.kind === 'CAPTURE' && holds.length === 1);
    const bought = { idempotencyKey: 'live-bought', ...receiptOf(brands, 'L-1') };
    await grocer.succeed(actDocument('recordPurchase'), { input: bought }, 'PurchaseRecorded');
    await app.frame(({ walletChanged }) => walletChanged.wallet.available === '850');
    const versions = app.frames.map(({ walletChanged }) => BigInt(walletChanged.version));
    expect(versions).toEqual([...versions].sort((x, y) => (x < y ? -1 : 1)));
    await app.frame(({ walletChanged }) => walletChanged.member.notices.edges[0]?.node.kind === 'EARNED');
    expect(app.faults).toEqual([]);
    await app.leave();
  });

  it('is shown as it is now to an app that comes back, and goes on from there', async () => {
    const before = followed();
    const known = await before.frame(() => true);
    await before.leave();
    const grocer = world.anonymous.as(brands.grocer.apiKey);
    const bought = { idempotencyKey: 'while-away', ...receiptOf(brands, 'L-2') };
    await grocer.succeed(actDocument('recordPurchase'), { input: bought }, 'PurchaseRecorded');
    const back = followed();
    const { walletChanged: present } = await back.frame(() => true);
    expect(BigInt(present.entryCount)).toBe(BigInt(known.walletChanged.entryCount) + 1n);
    const anna = world.anonymous.as(token);
    const denied = { idempotencyKey: 'deny', challengeId: brands.stepUpId };
    await anna.succeed(actDocument('denyStepUp'), { input: denied }, 'StepUpAnswered');
    await back.frame(({ walletChanged }) => walletChanged.member.stepUps.length === 1);
    await back.leave();
  });

  it('is for nobody else to follow: turned away at the door, with nothing of it', async () => {
    const ben = await developmentToken(world.url, 'member', brands.ben.memberId);
    const hers = followed();
    await hers.frame(() => true);
    for (const credential of [ben, brands.hotel.apiKey]) {
      const other = followed(credential);
      await expect.poll(() => JSON.stringify(other.faults), { timeout: 15_000 }).toContain('FORBIDDEN');
      expect(other.frames).toEqual([]);
      await other.leave();
    }
    await hers.leave();
  });
});

/**
 * Points between people in a small coalition: Carla, who has points that the grocer funded, her gifts to Ben, causes
 * of the hotel, and adjustments that wait for another operator.
 */
import type { PlatformWorld } from '../platform-world.js';
import { actDocument } from '../public-graph.js';

export interface BetweenPeople {
  readonly carlaId: string;
  /** Carla's to Ben: two that are open, and one that Ben accepted. */
  readonly giftId: string;
  readonly otherGiftId: string;
  readonly acceptedGiftId: string;
  readonly causeId: string;
  readonly otherCauseId: string;
  /** Carla's to the other cause. */
  readonly donationId: string;
  /** Proposed by the operator of the development tokens. */
  readonly proposalId: string;
  readonly otherProposalId: string;
}

type Input = Readonly<Record<string, unknown>>;

async function act<Success>(
  { operator }: PlatformWorld,
  name: string,
  input: Input & { readonly idempotencyKey: string },
  success: string,
): Promise<Success> {
  const [wanted = ''] = success.split(' ');
  return operator.succeed<Success>(actDocument(name, `... on ${success}`), { input }, wanted);
}

async function openCause(world: PlatformWorld, name: string, partnerId: string): Promise<string> {
  const wish = { name, description: 'For everyone.', partnerId };
  const opened = await act<{ cause: { id: string } }>(
    world,
    'openCause',
    { idempotencyKey: `cause-${name}`, ...wish },
    'CauseOpened { cause { id } }',
  );
  return opened.cause.id;
}

async function donate(
  world: PlatformWorld,
  by: { readonly causeId: string; readonly memberId: string },
): Promise<string> {
  const donated = await act<{ donationId: string }>(
    world,
    'donatePoints',
    { idempotencyKey: 'donated', ...by, points: '7' },
    'PointsDonated { donationId }',
  );
  return donated.donationId;
}

export async function openBetweenPeople(
  world: PlatformWorld,
  at: { readonly grocerId: string; readonly hotelId: string; readonly benId: string },
): Promise<BetweenPeople> {
  const { member } = await act<{ member: { id: string } }>(
    world,
    'enrolMember',
    { idempotencyKey: 'carla', phone: '+4915155555555' },
    'MemberEnrolled { member { id } }',
  );
  const carlaId = member.id;
  const adjust = async (key: string, points: string): Promise<string> => {
    const wish = { memberId: carlaId, points, reason: 'welcome', partnerId: at.grocerId };
    const done = await act<{ adjustment: { id: string } }>(
      world,
      'adjustPoints',
      { idempotencyKey: `adjust-${key}`, ...wish },
      'PointsAdjusted { adjustment { id } }',
    );
    return done.adjustment.id;
  };
  await adjust('welcome', '300');
  const offer = async (points: string): Promise<string> => {
    const wish = { giverId: carlaId, memberId: at.benId, points };
    const offered = await act<{ gift: { id: string } }>(
      world,
      'offerGift',
      { idempotencyKey: `gift-${points}`, ...wish },
      'GiftOffered { gift { id } }',
    );
    return offered.gift.id;
  };
  const acceptedGiftId = await offer('12');
  const accepted = { idempotencyKey: 'accepted', giftId: acceptedGiftId, accept: true };
  await act(world, 'answerGift', accepted, 'GiftAnswered { replayed }');
  const otherCauseId = await openCause(world, 'Sea', at.hotelId);
  return {
    carlaId,
    giftId: await offer('10'),
    otherGiftId: await offer('11'),
    acceptedGiftId,
    causeId: await openCause(world, 'Trees', at.hotelId),
    otherCauseId,
    donationId: await donate(world, { causeId: otherCauseId, memberId: carlaId }),
    proposalId: await adjust('large', '20000'),
    otherProposalId: await adjust('larger', '30000'),
  };
}

/** What the tests of points between people share: the mutations as members and operators send them. */
import type { Caller } from '../../../../shared/platform/identity/caller.js';
import { memberCaller, operator } from '../../../world/callers.js';
import type { GraphAnswer, SubgraphWorld } from '../../../world/subgraph-world.js';
import { act, bought, memberOf, type TestPartner } from '../rewards-kit.js';

const BALANCE = '{ available pending held debt }';
const GIFT = `gift { id state points message expiryRule soonestExpiry lapsesAt giver { id } receiver { id }
  returnedPoints owedPoints missingPoints reversalReason }`;
const REFUSED = '... on Problem { message retryable } ... on KeyReused { key command }';

export const OFFER = `mutation ($input: OfferGiftInput!) { offerGift(input: $input) { __typename
  ... on GiftOffered { replayed ${GIFT} wallet ${BALANCE} } ${REFUSED} ... on GiftToSelf { giverId }
  ... on GiftTooSmall { least asked } ... on GiftLimitExceeded { giftLimit most usedPoints asked }
  ... on InsufficientPoints { available asked } ... on PointsNotPositive { points }
  ... on MemberNotEnrolled { memberId cardNumber } } }`;
const ENDED = `${REFUSED} ... on GiftNotFound { giftId } ... on GiftNotOpen { giftId state }`;
export const ANSWER = `mutation ($input: AnswerGiftInput!) { answerGift(input: $input) { __typename
  ... on GiftAnswered { replayed ${GIFT} wallet ${BALANCE} } ${ENDED} } }`;
export const WITHDRAW = `mutation ($input: WithdrawGiftInput!) { withdrawGift(input: $input) { __typename
  ... on GiftWithdrawn { replayed ${GIFT} wallet ${BALANCE} } ${ENDED} } }`;
export const REVERSE = `mutation ($input: ReverseGiftInput!) { reverseGift(input: $input) { __typename
  ... on GiftReversed { replayed ${GIFT} returned missing giverWallet ${BALANCE} receiverWallet ${BALANCE} }
  ${ENDED} } }`;
export const CONFIGURE_GIFTS = `mutation ($input: ConfigureGiftsInput!) { configureGifts(input: $input) { __typename
  ... on GiftsConfigured { giftTerms { version isOn giftMaxPoints giverDayMaxPoints offerDays } } ${REFUSED}
  ... on SettingNotValid { field rule } } }`;

const CAUSE =
  'cause { id name pointsTotal worthTotal { amountMinor currency } donorsCount goalPoints isOpen }';
export const OPEN_CAUSE = `mutation ($input: OpenCauseInput!) { openCause(input: $input) { __typename
  ... on CauseOpened { replayed ${CAUSE} } ${REFUSED} ... on PartnerNotFound { partnerId }
  ... on PartnerNotActive { partnerId status } ... on AgreementNotInForce { partnerId at }
  ... on PointsNotPositive { points } } }`;
export const CLOSE_CAUSE = `mutation ($input: CloseCauseInput!) { closeCause(input: $input) { __typename
  ... on CauseEnded { replayed ${CAUSE} } ${REFUSED} ... on CauseNotFound { causeId }
  ... on CauseClosed { causeId closedAt } } }`;
export const DONATE = `mutation ($input: DonatePointsInput!) { donatePoints(input: $input) { __typename
  ... on PointsDonated { replayed donationId points worth { amountMinor currency } ${CAUSE} wallet ${BALANCE} }
  ${REFUSED} ... on CauseNotFound { causeId } ... on CauseClosed { causeId closedAt }
  ... on InsufficientPoints { available asked } ... on PartnerNotActive { status }
  ... on MemberNotEnrolled { memberId } ... on PointsNotPositive { points } } }`;

export const REVERSE_DONATION = `mutation ($input: ReverseDonationInput!) { reverseDonation(input: $input) { __typename
  ... on DonationReversed { replayed donationId points usable expired debtPaid takenBack { amountMinor currency }
    ${CAUSE} wallet ${BALANCE} } ${REFUSED} ... on DonationNotFound { donationId }
  ... on DonationAlreadyReversed { donationId reversedAt } } }`;

const ADJUSTMENT = 'adjustment { id state points unit reason proposedBy decidedBy decisionReason entryId }';
const ADJUSTED = `${REFUSED} ... on WalletKindNotFound { unit } ... on MemberNotEnrolled { memberId }
  ... on FundingPartnerNeeded { unit points } ... on PartnerNotFound { partnerId } ... on PartnerNotActive { status }
  ... on AgreementNotInForce { at } ... on InsufficientPoints { available asked }`;
export const ADJUST = `mutation ($input: AdjustPointsInput!) { adjustPoints(input: $input) { __typename
  ... on PointsAdjusted { replayed ${ADJUSTMENT} wallet ${BALANCE} } ${ADJUSTED} } }`;
const DECIDED = '... on AdjustmentNotFound { adjustmentId } ... on AdjustmentNotOpen { adjustmentId state }';
export const APPROVE = `mutation ($input: ApproveAdjustmentInput!) { approveAdjustment(input: $input) { __typename
  ... on AdjustmentApproved { replayed ${ADJUSTMENT} wallet ${BALANCE} } ${ADJUSTED} ${DECIDED}
  ... on SecondOperatorNeeded { adjustmentId proposedBy } } }`;
export const REJECT = `mutation ($input: RejectAdjustmentInput!) { rejectAdjustment(input: $input) { __typename
  ... on AdjustmentRejected { replayed ${ADJUSTMENT} } ${REFUSED} ${DECIDED} } }`;
export const CONFIGURE_ADJUSTMENTS = `mutation ($input: ConfigureAdjustmentsInput!) {
  configureAdjustments(input: $input) { __typename
  ... on AdjustmentsConfigured { adjustmentTerms { version secondApprovalAbovePoints } } ${REFUSED}
  ... on SettingNotValid { field rule } } }`;

export interface Person {
  readonly memberId: string;
  readonly cardNumber: string;
  readonly self: Caller;
}

/** A member with points of a partner. */
export async function personWith(
  world: SubgraphWorld,
  partner: TestPartner,
  points: number,
): Promise<Person> {
  const { memberId, cardNumber } = await memberOf(world);
  if (points > 0) await bought(world, { memberId, partner }, points * 100);
  return { memberId, cardNumber, self: memberCaller(memberId) };
}

export function offer(
  world: SubgraphWorld,
  { from, to }: { readonly from: Person; readonly to: Person },
  points: number,
  more: Readonly<Record<string, unknown>> = {},
): Promise<GraphAnswer['data']> {
  return act(world, from.self, OFFER, { memberId: to.memberId, points: String(points), ...more });
}

export function answer(
  world: SubgraphWorld,
  by: Caller,
  giftId: string,
  accept = true,
): Promise<GraphAnswer['data']> {
  return act(world, by, ANSWER, { giftId, accept });
}

/** A gift that was offered and accepted. */
export async function given(
  world: SubgraphWorld,
  between: { readonly from: Person; readonly to: Person },
  points: number,
): Promise<string> {
  const { gift } = await offer(world, between, points);
  await answer(world, between.to.self, gift.id);
  return gift.id;
}

export function adjust(
  world: SubgraphWorld,
  input: Readonly<Record<string, unknown>>,
  by: Caller = operator,
): Promise<GraphAnswer['data']> {
  return act(world, by, ADJUST, { reason: 'goodwill after a fault of ours', ...input });
}

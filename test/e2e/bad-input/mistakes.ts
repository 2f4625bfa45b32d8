/** The mistakes of the trade, one a row: what is wrong in an input that would be taken, and what is said to it. */
import { type Mistake, NOBODY, type Row } from './mistake.js';
import { poolingMistakes } from './pooling-mistakes.js';

const HOUR_MS = 3_600_000;
const after = (ms: number): string => new Date(Date.now() + ms).toISOString();

const line = (amountMinor: string, quantity = 1) => ({ sku: 'OVEN', name: 'Oven', quantity, amountMinor });

/** Wrong in a receipt that is recorded and in a basket that is previewed alike. */
const receipts: Row[] = [
  ['a member that nobody is', 'recordPurchase', { memberId: NOBODY }, 'MemberNotEnrolled', /member/],
  [
    'a card that nobody has',
    'recordPurchase',
    { memberId: null, cardNumber: '2900000000000' },
    'MemberNotEnrolled',
    /card/,
  ],
  [
    'neither member nor card',
    'recordPurchase',
    { memberId: null },
    'BAD_USER_INPUT',
    /memberId.*cardNumber|exactly one/,
  ],
  ['a store that does not exist', 'recordPurchase', { storeId: NOBODY }, 'StoreNotFound', /store/],
  [
    "another brand's store",
    'recordPurchase',
    ({ hotel }) => ({ storeId: hotel.storeId }),
    'StoreNotFound',
    /store/,
  ],
  [
    'a brand that is not active',
    'recordPurchase',
    ({ invited }) => ({ storeId: invited.storeId }),
    'PartnerNotActive',
    /INVITED|active/i,
    'invited',
  ],
  [
    'a negative line',
    'recordPurchase',
    { totalMinor: '100', lines: [line('200'), line('-100')] },
    'AmountNotPositive',
    /above zero|positive/,
  ],
  [
    'a total of zero',
    'recordPurchase',
    { totalMinor: '0', lines: [line('0')] },
    'AmountNotPositive',
    /above zero|positive/,
  ],
  [
    'a negative total',
    'recordPurchase',
    { totalMinor: '-5', lines: [line('-5')] },
    'AmountNotPositive',
    /above zero|positive/,
  ],
  [
    'no piece of a thing',
    'recordPurchase',
    { totalMinor: '5', lines: [line('5', 0)] },
    'AmountNotPositive',
    /above zero|positive/,
  ],
  ['half a cent', 'recordPurchase', { totalMinor: '50000.5' }, 'BAD_USER_INPUT', /whole number/],
  [
    'an absurd total',
    'recordPurchase',
    { totalMinor: '9000000000000', lines: [line('9000000000000')] },
    'AmountTooLarge',
    /\d/,
  ],
  [
    'lines that do not sum to the total',
    'recordPurchase',
    { totalMinor: '50001' },
    'LineSumMismatch',
    /50000.*50001|50001.*50000/,
  ],
  ['a currency not agreed', 'recordPurchase', { currency: 'USD' }, 'CurrencyNotAgreed', /EUR/],
  [
    'a purchase of tomorrow',
    'recordPurchase',
    { purchasedAt: after(30 * HOUR_MS) },
    'PurchaseInTheFuture',
    /clock|future|now|later/i,
  ],
  [
    'a purchase of the season before last',
    'recordPurchase',
    { purchasedAt: after(-95 * 24 * HOUR_MS) },
    'PurchaseTooOld',
    /from 20.* on/,
  ],
];

const betweenPeople: Row[] = [
  [
    'a gift to oneself',
    'offerGift',
    ({ between }) => ({ memberId: between.carlaId }),
    'GiftToSelf',
    /herself/,
  ],
  ['a gift larger than the balance', 'offerGift', { points: '9000' }, 'InsufficientPoints', /9000/],
  ['a gift beyond its limit', 'offerGift', { points: '10001' }, 'GiftLimitExceeded', /10000.*10001/],
  ['a gift of nothing', 'offerGift', { points: '0' }, 'PointsNotPositive', /above zero/],
  ['an answer to no gift', 'answerGift', { giftId: NOBODY }, 'GiftNotFound', /gift/],
  [
    'a reversal of an open offer',
    'reverseGift',
    ({ between }) => ({ giftId: between.giftId }),
    'GiftNotOpen',
    /OFFERED/,
  ],
  ['a donation to no cause', 'donatePoints', { causeId: NOBODY }, 'CauseNotFound', /cause/],
  ['a reversal of no donation', 'reverseDonation', { donationId: NOBODY }, 'DonationNotFound', /donation/],
  ['a cause of no partner', 'openCause', { partnerId: NOBODY }, 'PartnerNotFound', /partner/],
  ['an adjustment without a reason', 'adjustPoints', { reason: ' ' }, 'BAD_USER_INPUT', /reason/],
  ['an adjustment of nothing', 'adjustPoints', { points: '0' }, 'AdjustmentOfNothing', /zero/],
  ['points that nobody funds', 'adjustPoints', { partnerId: null }, 'FundingPartnerNeeded', /partnerId/],
];

const others: Row[] = [
  [
    'a key that was used for another receipt',
    'recordPurchase',
    { idempotencyKey: 'bought', receiptNumber: 'A-9' },
    'KeyReused',
    /key/,
  ],
  [
    'a receipt recorded before',
    'recordPurchase',
    { receiptNumber: 'A-1' },
    'ReceiptAlreadyRecorded',
    /receipt/i,
  ],
  ['a receipt called historical by a till', 'recordPurchase', { historical: true }, 'FORBIDDEN', /operator/],
  ['an unknown field', 'recordPurchase', { points: '1000000' }, 'BAD_USER_INPUT', /points/],
  ['a hold for nobody', 'holdPoints', { memberId: NOBODY }, 'MemberNotEnrolled', /member/],
  ['a hold larger than the balance', 'holdPoints', { points: '401' }, 'InsufficientPoints', /350.*401/],
  ['a hold of nothing', 'holdPoints', { points: '0' }, 'PointsNotPositive', /above zero|positive/],
  [
    'a hold of less than nothing',
    'holdPoints',
    { points: '-10' },
    'PointsNotPositive',
    /above zero|positive/,
  ],
  ['a hold of half a point', 'holdPoints', { points: '1.5' }, 'BAD_USER_INPUT', /whole number/],
  [
    "a hold at another brand's store",
    'holdPoints',
    ({ grocer }) => ({ storeId: grocer.storeId }),
    'StoreNotFound',
    /store/,
  ],
  [
    'a capture of a void hold',
    'capturePoints',
    ({ voidHoldId }) => ({ holdId: voidHoldId }),
    'HoldNotOpen',
    /VOIDED|voided/,
  ],
  ['a capture of more than is held', 'capturePoints', { points: '101' }, 'CaptureExceedsHold', /100/],
  ['a capture of no hold', 'capturePoints', { holdId: NOBODY }, 'HoldNotFound', /hold/],
  ["a capture of another brand's hold", 'capturePoints', {}, 'HoldNotFound', /hold/, 'grocer'],
  [
    'a second end of a void hold',
    'voidPoints',
    ({ voidHoldId }) => ({ holdId: voidHoldId }),
    'HoldNotOpen',
    /VOIDED|voided/,
  ],
  ["a voiding of another brand's hold", 'voidPoints', {}, 'HoldNotFound', /hold/, 'grocer'],
  ['a hold of a basket without lines', 'holdPoints', { basket: paid('1000', []) }, 'BAD_USER_INPUT', /line/],
  [
    'a hold of more of a basket than points may pay',
    'holdPoints',
    { basket: paid('1000', ['1000']), points: '1001' },
    'PayableShareExceeded',
    /1000.*1001/,
  ],
  [
    'a hold of a basket whose lines are wrong',
    'holdPoints',
    { basket: paid('1000', ['999']) },
    'LineSumMismatch',
    /999.*1000/,
  ],
  [
    'a hold of a basket in another currency',
    'holdPoints',
    { basket: { ...paid('1000', ['1000']), currency: 'USD' } },
    'CurrencyNotAgreed',
    /EUR.*USD/,
  ],
  [
    'a hold for a receipt without a number',
    'holdPoints',
    { receiptNumber: ' ' },
    'BAD_USER_INPUT',
    /receipt/,
  ],
  [
    'a reversal of more than was spent',
    'reverseCapture',
    { points: '31' },
    'ReversalExceedsCapture',
    /30.*31/,
  ],
  ['a reversal of nothing', 'reverseCapture', { points: '0' }, 'PointsNotPositive', /above zero/],
  ['a reversal of no capture', 'reverseCapture', { captureId: NOBODY }, 'CaptureNotFound', /capture/],
  ["a reversal of another brand's capture", 'reverseCapture', {}, 'CaptureNotFound', /capture/, 'hotel'],
  [
    'a return of more than was bought',
    'returnPurchase',
    { lines: [{ lineNumber: 2, quantity: 3 }] },
    'ReturnExceedsPurchase',
    /2.*3|3.*2/,
  ],
  [
    'a return of one line twice over',
    'returnPurchase',
    {
      lines: [
        { lineNumber: 2, quantity: 2 },
        { lineNumber: 2, quantity: 1 },
      ],
    },
    'ReturnExceedsPurchase',
    /2.*3/,
  ],
  [
    'a return of a line that is not there',
    'returnPurchase',
    { lines: [{ lineNumber: 7, quantity: 1 }] },
    'LineNotFound',
    /7/,
  ],
  [
    'a return of nothing',
    'returnPurchase',
    { lines: [{ lineNumber: 2, quantity: 0 }] },
    'AmountNotPositive',
    /above zero|positive/,
  ],
  ['a return without lines', 'returnPurchase', { lines: [] }, 'BAD_USER_INPUT', /line/],
  [
    "a return of another member's receipt",
    'returnPurchase',
    ({ ben }) => ({ memberId: ben.memberId }),
    'PurchaseNotFound',
    /purchase/,
  ],
  ["a return of another brand's receipt", 'returnPurchase', {}, 'PurchaseNotFound', /purchase/, 'hotel'],
  ['a return of tomorrow', 'returnPurchase', { returnedAt: after(30 * HOUR_MS) }, 'ReturnInTheFuture', /./],
  [
    'a return before the purchase',
    'returnPurchase',
    { returnedAt: after(-30 * HOUR_MS) },
    'ReturnBeforePurchase',
    /./,
  ],
  ['a card for nobody', 'issueCard', { memberId: NOBODY }, 'MemberNotFound', /member/],
  ['a name for nobody', 'setPublicName', { memberId: NOBODY }, 'MemberNotFound', /member/],
  ['a phone that is none', 'enrolMember', { phone: '12' }, 'PhoneNotValid', /country code/],
  [
    'a phone that is known',
    'enrolMember',
    ({ anna }) => ({ phone: anna.phone }),
    'PhoneAlreadyEnrolled',
    /member/,
  ],
  ['terms for nobody', 'signAgreement', { partnerId: NOBODY }, 'PartnerNotFound', /partner/],
  [
    'terms over terms',
    'signAgreement',
    { effectiveFrom: after(-HOUR_MS), effectiveUntil: after(HOUR_MS) },
    'AgreementOverlaps',
    /./,
  ],
  ['terms that nobody can mean', 'signAgreement', { earnPoints: '0' }, 'AgreementTermsNotPlausible', /./],
  ['a store of nobody', 'openStore', { partnerId: NOBODY }, 'PartnerNotFound', /partner/],
  ['a time zone that is none', 'openStore', { timeZone: 'Mars/Base' }, 'TimeZoneUnknown', /IANA/],
  ['a key for nobody', 'issueApiKey', { partnerId: NOBODY }, 'PartnerNotFound', /partner/],
  ['a revocation of no key', 'revokeApiKey', { apiKeyId: NOBODY }, 'ApiKeyNotFound', /key/],
  ['a status of nobody', 'setPartnerStatus', { partnerId: NOBODY }, 'PartnerNotFound', /partner/],
  [
    'a status that cannot be reached',
    'setPartnerStatus',
    { status: 'SETTLED' },
    'PartnerStatusNotReachable',
    /./,
  ],
  ['a name that is taken', 'bringInPartner', { name: 'THE GROCER' }, 'PartnerNameTaken', /./],
  [
    'a period that is none',
    'closeSettlementPeriod',
    { periodId: NOBODY },
    'SettlementPeriodNotFound',
    /period/,
  ],
  ['a board that is none', 'rebuildLeaderboard', { leaderboardId: NOBODY }, 'LeaderboardNotFound', /board/],
  ['a code of another board', 'openLeaderboard', { code: 'all' }, 'LeaderboardCodeTaken', /code/],
  [
    'terms of the programme that are none',
    'configureProgramme',
    { payableShareBasisPoints: 10_001 },
    'TermsNotValid',
    /./,
  ],
  [
    'a limit that lets nothing through',
    'configureSafety',
    { pointsPerDayMax: '0' },
    'SafetyTermsNotValid',
    /Day/,
  ],
  ['a lock without a reason', 'lockSpending', { reason: null }, 'BAD_USER_INPUT', /reason/],
  ['a lock for nobody', 'lockSpending', { memberId: NOBODY }, 'MemberNotEnrolled', /member/],
  ['an answer to no question', 'confirmStepUp', { challengeId: NOBODY }, 'StepUpNotFound', /question/],
  ['no notices at all', 'markNoticesRead', { noticeIds: [] }, 'BAD_USER_INPUT', /noticeIds/],
  ["a notice that is not one's own", 'markNoticesRead', { noticeIds: [NOBODY] }, 'NoticeNotFound', /notice/],
  ['a unit like a currency', 'configureWalletKind', { unit: 'USD' }, 'WalletKindNotValid', /unit/],
  ['a bonus of nothing', 'configureBonus', { points: '0' }, 'BonusNotValid', /points/],
  ['an item that nobody has', 'redeemItemReward', { itemRewardId: NOBODY }, 'ItemRewardNotFound', /item/],
  [
    "an item at another brand's store",
    'redeemItemReward',
    ({ grocer }) => ({ storeId: grocer.storeId }),
    'StoreNotFound',
    /store/,
  ],
];

/** A basket that points are to pay. */
function paid(totalMinor: string, amounts: readonly string[]) {
  const lines = amounts.map((amountMinor) => ({ sku: 'A', name: 'Night', quantity: 1, amountMinor }));
  return { currency: 'EUR', totalMinor, lines };
}

function mistakeOf([title, act, wrong, said, message, as]: Row): Mistake {
  const input: Mistake['input'] = typeof wrong === 'function' ? wrong : () => wrong;
  return { title: `${title} (${act})`, act, input, said, message, ...(as === undefined ? {} : { as }) };
}

const previews = receipts.map((row): Row => {
  const copy: Row = [...row];
  copy[1] = 'previewPurchase';
  return copy;
});

export const mistakes: readonly Mistake[] = [
  ...receipts,
  ...previews,
  ...betweenPeople,
  ...others,
  ...poolingMistakes,
].map(mistakeOf);

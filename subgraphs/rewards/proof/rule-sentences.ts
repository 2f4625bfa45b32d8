/**
 * What each rule says in a sentence, from the facts that an entry kept of it.
 *
 * A rule that is not here is told by its name and facts, so that nothing is ever left unexplained.
 */
type Facts = Readonly<Record<string, string>>;
export type Sentence = (facts: Facts) => string;

export function money(amountMinor: string | undefined, currency: string | undefined): string {
  return `${amountMinor} minor units of ${currency}`;
}

const EARNING: Readonly<Record<string, Sentence>> = {
  BASE_RATE: ({ points, earnPoints, earnPerMinor, amountMinor, currency }) =>
    `The agreement gives ${earnPoints} points for each ${earnPerMinor} of ${money(amountMinor, currency)}: ${points}.`,
  BY_POINTS: ({ points, unit }) => `The base rate counts as ${unit} too: ${points}.`,
  BY_MONEY: ({ points, unit, totalMinor }) => `${totalMinor} minor units were paid: ${points} ${unit}.`,
  BY_VISIT: ({ points, unit }) => `The visit itself counts: ${points} ${unit}.`,
  BALANCE_CAP: ({ granted, asked, unit }) =>
    `The wallet holds no more: ${granted} of ${asked} ${unit} went into it.`,
  PERIOD_CAP: ({ granted, asked, unit }) =>
    `No more can be earned in the period: ${granted} of ${asked} ${unit} were given.`,
  ITEM_REWARD: () => 'So many were together that they became an item.',
  ITEM_REWARD_CANCELLED: ({ item, units, unit }) =>
    `${item} was not taken yet and was given up for the ${units} ${unit} that it came from.`,
};

const ENDING: Readonly<Record<string, Sentence>> = {
  GOODS_RETURNED: ({ points, ofPoints, amountMinor, currency }) =>
    `What came back had cost ${money(amountMinor, currency)} and earned ${points} of the ${ofPoints} points.`,
  LAPSE_UNDONE: ({ points, unit }) =>
    `${points} ${unit} of these goods had lapsed: they are what goes back first.`,
  LET_OFF: ({ unit, policy }) => `Not all ${unit} were taken back: the policy of the wallet was ${policy}.`,
  TIME_IS_OVER: ({ points, lots }) => `The time of ${points} points in ${lots} lots was over.`,
  EVENT_DID_NOT_COME: ({ points }) => `The event that ${points} points waited for did not come in time.`,
  EVENT_CALLED_OFF: ({ points }) => `The event that ${points} points waited for was called off.`,
};

const SPENDING: Readonly<Record<string, Sentence>> = {
  POINTS_CAPTURED: ({ points, ofHeldPoints, reimbursementMinor, currency }) =>
    `${points} of ${ofHeldPoints} held points were spent; the partner is owed ${money(reimbursementMinor, currency)}.`,
  CAPTURE_REVERSED: ({ points, expiredPoints, debtPaid }) =>
    `${points} points came back: ${expiredPoints} of them too late to be used, ${debtPaid} paid a debt.`,
  DONATION_REVERSED: ({ points, cause, reason }) =>
    `An operator took ${points} points back from ${cause}: ${reason}.`,
  DONATED: ({ points, cause }) => `${points} points were given to ${cause}.`,
};

const BETWEEN: Readonly<Record<string, Sentence>> = {
  BY_HAND: ({ reason }) => `An operator did it by hand: ${reason}.`,
  GIFT_ACCEPTED: () => 'The other member took the gift.',
  GIFT_KEEPS_EXPIRY: () => 'A gift keeps the issuer and the expiry that its points had.',
  GIFT_LET_GO: ({ debtPaid }) => `The offer ended, and ${debtPaid} of its points paid a debt.`,
  GIFT_REVERSED: ({ reason }) => `An operator took the gift back: ${reason}.`,
  MEMBERS_MERGED: () => 'Two members became one: what one had, the other has.',
  MEMBERS_UNMERGED: () => 'A merge was undone: what was left of what it brought went back.',
  HOUSEHOLD_DRAW: () =>
    "Points of the household were drawn for a redemption that the member's own did not cover.",
  HOUSEHOLD_DRAW_GIVEN_BACK: () => 'What was drawn of the household and not spent went back.',
};

const RULES: Readonly<Record<string, Sentence>> = { ...EARNING, ...ENDING, ...SPENDING, ...BETWEEN };

const BONUS = 'BONUS:';

/** Gives the sentence of a rule; undefined for one that is not known. */
export function sentenceOf(rule: string): Sentence | undefined {
  if (rule.startsWith(BONUS)) {
    return ({ points }) => `The bonus ${rule.slice(BONUS.length)} gives ${points} points on top.`;
  }
  return Object.hasOwn(RULES, rule) ? RULES[rule] : undefined;
}

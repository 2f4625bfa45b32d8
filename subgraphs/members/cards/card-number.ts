/**
 * Card numbers: EAN-13 in the range that GS1 keeps for use inside a company (prefix 29), so that every till's scanner
 * reads them and none is ever an article.
 */

const PREFIX = '29';
const RANDOM_DIGITS = 10;

/** GS1 General Specifications, section 7.9: weights 1 and 3 from the left for thirteen digits. */
function checkDigit(twelve: string): string {
  const sum = [...twelve].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

/** Makes a number of `random`, a uniformly random value below 10^10. */
export function cardNumberFrom(random: bigint): string {
  const twelve = PREFIX + random.toString().padStart(RANDOM_DIGITS, '0');
  return twelve + checkDigit(twelve);
}

export const CARD_RANDOM_BELOW = 10n ** BigInt(RANDOM_DIGITS);

/** Tells whether a text is a number that a card of ours could have; a mistyped digit is noticed. */
export function isCardNumber(text: string): boolean {
  return /^29\d{11}$/.test(text) && checkDigit(text.slice(0, 12)) === text[12];
}

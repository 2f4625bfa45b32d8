/** What a phone, a nickname and a card number must be. */
import { describe, expect, it } from 'vitest';
import { cardNumberFrom, isCardNumber } from '../../../subgraphs/members/cards/card-number.js';
import { e164, maskedPhone } from '../../../subgraphs/members/people/phone.js';
import { PhoneVault } from '../../../subgraphs/members/people/phone-vault.secret.js';
import { nicknameFrom, publicNameOf } from '../../../subgraphs/members/people/public-name.js';

describe('a phone', () => {
  it.each([
    ['+49 30 901820', '+4930901820'],
    ['+372 5123 4567', '+37251234567'],
    [' +44 (0)20 7946 0018', '+442079460018'],
  ])('written as %s is %s', (written, expected) => {
    expect(e164(written)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['030 901820', 'NO_COUNTRY_CODE'],
    ['', 'NO_COUNTRY_CODE'],
    ['+49 1', 'NOT_A_NUMBER_IN_USE'],
    ['+999 123 456 789', 'NOT_A_NUMBER_IN_USE'],
    ['+49 30 90182O', 'NOT_A_NUMBER_IN_USE'],
  ])('written as "%s" is refused: %s', (written, reason) => {
    expect(e164(written)).toEqual({ ok: false, refusal: { kind: 'PhoneNotValid', reason } });
  });

  it('is shown to a till with its middle hidden', () => {
    expect(maskedPhone('+4930901820')).toBe('+49••••••20');
  });

  it('is sealed for one member only, and found again by an index that is not a plain hash', () => {
    const vault = new PhoneVault(Buffer.alloc(32, 1));
    const sealed = vault.seal('+4930901820', 'member-a');
    expect(sealed.includes('901820')).toBe(false);
    expect(vault.open(sealed, 'member-a')).toBe('+4930901820');
    expect(() => vault.open(sealed, 'member-b')).toThrow();
    expect(vault.indexOf('+4930901820')).toEqual(vault.indexOf('+4930901820'));
    expect(vault.indexOf('+4930901820')).not.toEqual(
      new PhoneVault(Buffer.alloc(32, 2)).indexOf('+4930901820'),
    );
  });
});

describe('a nickname', () => {
  it.each([
    ['  Käthe   B. ', 'Käthe B.'],
    ['Алёна', 'Алёна'],
    ['Ελένη 7', 'Ελένη 7'],
    ["O'Neill-Smith", "O'Neill-Smith"],
  ])('"%s" is shown as "%s"', (written, shown) => {
    expect(nicknameFrom(written)).toEqual({ ok: true, value: shown });
  });

  it.each([
    ['   ', 'EMPTY'],
    ['a'.repeat(31), 'TOO_LONG'],
    ['call 030 90 18 20', 'LOOKS_LIKE_CONTACT_DATA'],
    ['me@example.org', 'UNSUITABLE_CHARACTERS'],
    ['<b>Bob</b>', 'UNSUITABLE_CHARACTERS'],
    ['two\u202Elines', 'UNSUITABLE_CHARACTERS'],
  ])('"%s" is refused: %s', (written, reason) => {
    expect(nicknameFrom(written)).toEqual({ ok: false, refusal: { kind: 'NicknameNotAllowed', reason } });
  });

  it('is hidden behind a name that tells nothing unless the member shows it', () => {
    const id = '019aa000-0000-7000-8000-00000000beef';
    expect(publicNameOf({ id, nickname: 'Käthe', isNicknameShown: true }).text).toBe('Käthe');
    const hidden = publicNameOf({ id, nickname: 'Käthe', isNicknameShown: false });
    expect(hidden).toEqual({ text: 'Member BEEF', isAnonymous: true });
  });
});

describe('a card number', () => {
  it('is an EAN-13 whose check digit notices a mistyped digit', () => {
    const number = cardNumberFrom(4_006_381_333n);
    expect(number).toHaveLength(13);
    expect(isCardNumber(number)).toBe(true);
    const digit = number[5] === '9' ? '0' : '9';
    expect(isCardNumber(number.slice(0, 5) + digit + number.slice(6))).toBe(false);
  });

  it('agrees with the worked example of the GS1 General Specifications', () => {
    // Its example 629104150021 has the check digit 3, but is not in our range; zeros leave 2 x 1 + 9 x 3 = 29, so 1.
    expect(isCardNumber('6291041500213')).toBe(false);
    expect(cardNumberFrom(0n)).toBe('2900000000001');
  });
});

/**
 * The people of the demo: names of several languages and scripts, phones that have the form of their country, and
 * the choice of most to be seen by their nickname and of some not to be.
 */
import type { SeededRandom } from '../seeded-random.js';

export interface DemoPerson {
  /** Says which person it is, the same at every run. */
  readonly number: number;
  readonly phone: string;
  readonly nickname: string;
  readonly isNicknameShown: boolean;
}

interface Language {
  readonly names: readonly string[];
  /** Mobile prefix, then how many digits follow. */
  readonly phone: { readonly prefix: string; readonly digits: number };
}

const languages: readonly Language[] = [
  {
    names: ['Jürgen', 'Anneliese', 'Björn', 'Käthe', 'Lukas', 'Mareike', 'Sönke', 'Uschi', 'Wiebke', 'Özlem'],
    phone: { prefix: '+4915123', digits: 6 },
  },
  {
    names: ['Õie', 'Jüri', 'Mari-Liis', 'Tõnu', 'Kärt', 'Priit', 'Ülle', 'Rasmus', 'Liisa', 'Toomas'],
    phone: { prefix: '+37253', digits: 6 },
  },
  {
    names: ['Íñigo', 'Begoña', 'José María', 'Lucía', 'Álvaro', 'Núria', 'Rocío', 'Iker', 'Marisol', 'Xavi'],
    phone: { prefix: '+34612', digits: 6 },
  },
  {
    names: ['Алёна', 'Фёдор', 'Дарья', 'Тимур', 'Любовь', 'Ярослав', 'Зухра', 'Пётр', 'Майя', 'Глеб'],
    phone: { prefix: '+791612', digits: 5 },
  },
  {
    names: ['Zoë', 'Callum', 'Priya', 'Siobhán', 'Oluwaseun', 'Gwen', 'Harriet', 'Rhys', 'Amara', 'Niall'],
    phone: { prefix: '+447412', digits: 6 },
  },
  {
    names: [
      'Łukasz',
      'Małgorzata',
      'Żaneta',
      'Wojciech',
      'Agnieszka',
      'Stanisław',
      'Ewa',
      'Paweł',
      'Krystyna',
      'Jakub',
    ],
    phone: { prefix: '+48601', digits: 6 },
  },
  {
    names: ['Ελένη', 'Γιώργος', 'Δήμητρα', 'Νίκος', 'Χριστίνα', 'Σπύρος', 'Ιωάννα', 'Κώστας'],
    phone: { prefix: '+30691', digits: 7 },
  },
];

const INITIALS = 'ABCDEFGHKLMNPRSTVWZ';
const SHOWN_PERCENT = 86;

/** Makes person `number` of the demo; every number gives another phone. */
export function demoPerson(random: SeededRandom, number: number): DemoPerson {
  const language = languages[number % languages.length] ?? random.pick(languages);
  const serial = Math.floor(number / languages.length);
  // A step that shares no factor with the powers of ten visits each number once before any comes again.
  const digits = String((serial * 7_919 + 12_345) % 10 ** language.phone.digits).padStart(
    language.phone.digits,
    '0',
  );
  return {
    number,
    phone: language.phone.prefix + digits,
    nickname: `${random.pick(language.names)} ${random.pick([...INITIALS])}.`,
    isNicknameShown: random.chance(SHOWN_PERCENT),
  };
}

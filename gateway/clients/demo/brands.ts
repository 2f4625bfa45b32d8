/** The brands of the demo coalition: six trades, their stores, terms and what they sell. Invented, all of them. */
export interface DemoArticle {
  readonly sku: string;
  readonly name: string;
  /** The usual price in cents; a receipt varies around it. */
  readonly priceMinor: number;
}

export interface DemoBrand {
  readonly code: string;
  readonly name: string;
  readonly trade: string;
  readonly stores: readonly {
    readonly name: string;
    readonly city: string;
    readonly countryCode: string;
    readonly timeZone: string;
  }[];
  /** Points for each full `earnPerMinor` cents. */
  readonly earnPoints: number;
  readonly earnPerMinor: number;
  readonly fundingMinorPerThousand: number;
  readonly reimbursementMinorPerThousand: number;
  /** How often the brand is visited, against the others. */
  readonly visits: number;
  readonly articles: readonly DemoArticle[];
}

const berlin = { countryCode: 'DE', timeZone: 'Europe/Berlin' };
const tallinn = { countryCode: 'EE', timeZone: 'Europe/Tallinn' };
const madrid = { countryCode: 'ES', timeZone: 'Europe/Madrid' };

export const demoBrands: readonly DemoBrand[] = [
  {
    code: 'alma',
    name: 'Alma Markt',
    trade: 'grocery',
    stores: [
      { name: 'Alma am Kollwitzplatz', city: 'Berlin', ...berlin },
      { name: 'Alma Kalamaja', city: 'Tallinn', ...tallinn },
      { name: 'Alma Lavapiés', city: 'Madrid', ...madrid },
    ],
    earnPoints: 1,
    earnPerMinor: 100,
    fundingMinorPerThousand: 700,
    reimbursementMinorPerThousand: 500,
    visits: 10,
    articles: [
      { sku: 'ALMA-BREAD', name: 'Rye bread', priceMinor: 349 },
      { sku: 'ALMA-MILK', name: 'Milk 1 l', priceMinor: 129 },
      { sku: 'ALMA-APPLE', name: 'Apples 1 kg', priceMinor: 279 },
      { sku: 'ALMA-CHEESE', name: 'Mountain cheese', priceMinor: 689 },
      { sku: 'ALMA-COFFEE', name: 'Coffee beans 500 g', priceMinor: 899 },
      { sku: 'ALMA-FISH', name: 'Salmon fillet', priceMinor: 1_290 },
    ],
  },
  {
    code: 'nord',
    name: 'Nordlicht Fuel',
    trade: 'fuel',
    stores: [
      { name: 'Nordlicht A24', city: 'Hamburg', ...berlin },
      { name: 'Nordlicht Sadam', city: 'Tallinn', ...tallinn },
    ],
    earnPoints: 1,
    earnPerMinor: 200,
    fundingMinorPerThousand: 650,
    reimbursementMinorPerThousand: 500,
    visits: 5,
    articles: [
      { sku: 'NORD-E10', name: 'E10 fuel', priceMinor: 5_480 },
      { sku: 'NORD-DIESEL', name: 'Diesel', priceMinor: 6_120 },
      { sku: 'NORD-CHARGE', name: 'Charging 20 kWh', priceMinor: 1_160 },
      { sku: 'NORD-WASH', name: 'Car wash', priceMinor: 999 },
    ],
  },
  {
    code: 'linden',
    name: 'Linden-Apotheke',
    trade: 'pharmacy',
    stores: [{ name: 'Linden am Markt', city: 'Leipzig', ...berlin }],
    earnPoints: 2,
    earnPerMinor: 100,
    fundingMinorPerThousand: 800,
    reimbursementMinorPerThousand: 500,
    visits: 3,
    articles: [
      { sku: 'LIND-SUN', name: 'Sun cream', priceMinor: 1_495 },
      { sku: 'LIND-VITD', name: 'Vitamin D', priceMinor: 895 },
      { sku: 'LIND-TEA', name: 'Herbal tea', priceMinor: 445 },
    ],
  },
  {
    code: 'meridian',
    name: 'Hotel Meridián',
    trade: 'hotel',
    stores: [
      { name: 'Meridián Atocha', city: 'Madrid', ...madrid },
      { name: 'Meridian Mitte', city: 'Berlin', ...berlin },
    ],
    earnPoints: 3,
    earnPerMinor: 100,
    fundingMinorPerThousand: 900,
    reimbursementMinorPerThousand: 520,
    visits: 1,
    articles: [
      { sku: 'MERI-NIGHT', name: 'One night', priceMinor: 11_900 },
      { sku: 'MERI-BREAK', name: 'Breakfast', priceMinor: 1_900 },
    ],
  },
  {
    code: 'raamat',
    name: 'Raamat & Paber',
    trade: 'books',
    stores: [{ name: 'Raamat Viru', city: 'Tallinn', ...tallinn }],
    earnPoints: 1,
    earnPerMinor: 50,
    fundingMinorPerThousand: 750,
    reimbursementMinorPerThousand: 500,
    visits: 2,
    articles: [
      { sku: 'RAAM-NOVEL', name: 'Novel', priceMinor: 1_999 },
      { sku: 'RAAM-CHILD', name: "Children's book", priceMinor: 1_299 },
      { sku: 'RAAM-PAPER', name: 'Notebook', priceMinor: 590 },
    ],
  },
  {
    code: 'kaffa',
    name: 'Kaffa & Söhne',
    trade: 'café',
    stores: [
      { name: 'Kaffa Oderberger', city: 'Berlin', ...berlin },
      { name: 'Kaffa Malasaña', city: 'Madrid', ...madrid },
    ],
    earnPoints: 1,
    earnPerMinor: 50,
    fundingMinorPerThousand: 700,
    reimbursementMinorPerThousand: 480,
    visits: 6,
    articles: [
      { sku: 'KAFF-FLAT', name: 'Flat white', priceMinor: 390 },
      { sku: 'KAFF-CAKE', name: 'Cheesecake', priceMinor: 520 },
      { sku: 'KAFF-BOWL', name: 'Granola bowl', priceMinor: 850 },
    ],
  },
];

/**
 * Where the store of a country stands: code, capital and time zone. Business days are reckoned in the zone, so it
 * must be real.
 *
 * Names as retail files write them, with their old and odd ones. A country that is not here gets a store without a
 * place, in UTC.
 */
export interface StorePlace {
  readonly city: string;
  readonly countryCode: string;
  readonly timeZone: string;
}

const nowhere: StorePlace = { city: 'Unknown', countryCode: 'ZZ', timeZone: 'UTC' };

const places: Readonly<Record<string, readonly [countryCode: string, city: string, timeZone: string]>> = {
  australia: ['AU', 'Sydney', 'Australia/Sydney'],
  austria: ['AT', 'Vienna', 'Europe/Vienna'],
  bahrain: ['BH', 'Manama', 'Asia/Bahrain'],
  belgium: ['BE', 'Brussels', 'Europe/Brussels'],
  brazil: ['BR', 'São Paulo', 'America/Sao_Paulo'],
  canada: ['CA', 'Toronto', 'America/Toronto'],
  'channel islands': ['JE', 'Saint Helier', 'Europe/Jersey'],
  cyprus: ['CY', 'Nicosia', 'Asia/Nicosia'],
  'czech republic': ['CZ', 'Prague', 'Europe/Prague'],
  denmark: ['DK', 'Copenhagen', 'Europe/Copenhagen'],
  eire: ['IE', 'Dublin', 'Europe/Dublin'],
  estonia: ['EE', 'Tallinn', 'Europe/Tallinn'],
  'european community': ['EU', 'Brussels', 'Europe/Brussels'],
  finland: ['FI', 'Helsinki', 'Europe/Helsinki'],
  france: ['FR', 'Paris', 'Europe/Paris'],
  germany: ['DE', 'Berlin', 'Europe/Berlin'],
  greece: ['GR', 'Athens', 'Europe/Athens'],
  'hong kong': ['HK', 'Hong Kong', 'Asia/Hong_Kong'],
  iceland: ['IS', 'Reykjavík', 'Atlantic/Reykjavik'],
  ireland: ['IE', 'Dublin', 'Europe/Dublin'],
  israel: ['IL', 'Tel Aviv', 'Asia/Jerusalem'],
  italy: ['IT', 'Rome', 'Europe/Rome'],
  japan: ['JP', 'Tokyo', 'Asia/Tokyo'],
  latvia: ['LV', 'Riga', 'Europe/Riga'],
  lebanon: ['LB', 'Beirut', 'Asia/Beirut'],
  lithuania: ['LT', 'Vilnius', 'Europe/Vilnius'],
  malta: ['MT', 'Valletta', 'Europe/Malta'],
  netherlands: ['NL', 'Amsterdam', 'Europe/Amsterdam'],
  norway: ['NO', 'Oslo', 'Europe/Oslo'],
  poland: ['PL', 'Warsaw', 'Europe/Warsaw'],
  portugal: ['PT', 'Lisbon', 'Europe/Lisbon'],
  rsa: ['ZA', 'Johannesburg', 'Africa/Johannesburg'],
  'saudi arabia': ['SA', 'Riyadh', 'Asia/Riyadh'],
  singapore: ['SG', 'Singapore', 'Asia/Singapore'],
  spain: ['ES', 'Madrid', 'Europe/Madrid'],
  sweden: ['SE', 'Stockholm', 'Europe/Stockholm'],
  switzerland: ['CH', 'Zurich', 'Europe/Zurich'],
  usa: ['US', 'New York', 'America/New_York'],
  'united arab emirates': ['AE', 'Dubai', 'Asia/Dubai'],
  'united kingdom': ['GB', 'London', 'Europe/London'],
};

export function storePlaceOf(country: string): StorePlace {
  const place = places[country.toLowerCase()];
  if (place === undefined) return nowhere;
  const [countryCode, city, timeZone] = place;
  return { countryCode, city, timeZone };
}

/**
 * The seven who ask in every row of the access tables, in the order of their columns, and what a cell of a row
 * says.
 */
import type { PlatformWorld } from '../../world/platform-world.js';
import type { TwoBrands } from '../../world/two-brands.js';

export const callers = ['stranger', 'anna', 'ben', 'grocer', 'hotel', 'operator', 'auditor'] as const;
export type CallerName = (typeof callers)[number];

/**
 * One letter for each caller, in the order of `callers`: `+` gets it, `-` gets null or an empty list, `M` gets it
 * masked, `R` is refused by a typed problem, `U` by UNAUTHENTICATED, `F` by FORBIDDEN.
 */
export type Row = string;

export function cellOf(row: Row, caller: CallerName): string {
  const cells = row.split(' ');
  if (cells.length !== callers.length) throw new Error(`a row has ${callers.length} cells, not "${row}"`);
  return cells[callers.indexOf(caller)] ?? '';
}

export async function credentialsOf(
  world: PlatformWorld,
  { anna, ben, grocer, hotel }: TwoBrands,
): Promise<Readonly<Record<CallerName, string | undefined>>> {
  const { devIssuer } = world;
  if (devIssuer === undefined) throw new Error('the access tables run in one process');
  const issue = (role: 'member' | 'operator' | 'auditor', memberId?: string) =>
    devIssuer.issue({
      role,
      subject: role,
      ttlSeconds: 600,
      ...(memberId === undefined ? {} : { memberId: memberId as never }),
    });
  return {
    stranger: undefined,
    anna: await issue('member', anna.memberId),
    ben: await issue('member', ben.memberId),
    grocer: grocer.apiKey,
    hotel: hotel.apiKey,
    operator: await issue('operator'),
    auditor: await issue('auditor'),
  };
}

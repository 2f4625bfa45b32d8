/** One brand with one store, points that never lapse, and a member for each name of a file. */
import type { PlatformWorld } from '../world/platform-world.js';
import { actDocument } from '../world/public-graph.js';

export interface RetailStore {
  readonly id: string;
  /** By the file's name of the member. */
  readonly memberIds: ReadonlyMap<string, string>;
}

type Input = Readonly<Record<string, unknown>>;

const AT_ONCE = 8;

export async function openRetailStore(
  { operator, quiet }: PlatformWorld,
  members: readonly string[],
): Promise<RetailStore> {
  const act = async <Success>(name: string, input: Input, success: string): Promise<Success> => {
    const [wanted = ''] = success.split(' ');
    const keyed = { idempotencyKey: `retail-${name}`, ...input };
    return operator.succeed<Success>(actDocument(name, `... on ${success}`), { input: keyed }, wanted);
  };
  await act(
    'configureProgramme',
    { currency: 'GBP', expiryMonths: null },
    'ProgrammeConfigured { replayed }',
  );
  const { partner } = await act<{ partner: { id: string } }>(
    'bringInPartner',
    { name: 'Online Retail', trade: 'gifts' },
    'PartnerBroughtIn { partner { id } }',
  );
  const partnerId = partner.id;
  const rates = { earnPoints: '1', earnPerMinor: '100', fundingMinorPerThousand: '700' };
  const terms = {
    ...rates,
    reimbursementMinorPerThousand: '500',
    operatorFeeBasisPoints: '250',
    currency: 'GBP',
  };
  await act(
    'signAgreement',
    { partnerId, ...terms, effectiveFrom: '2000-01-01T00:00:00Z' },
    'AgreementSigned { replayed }',
  );
  await act('setPartnerStatus', { partnerId, status: 'ACTIVE' }, 'PartnerStatusSet { replayed }');
  const { store } = await act<{ store: { id: string } }>(
    'openStore',
    { partnerId, name: 'Web', city: 'London', countryCode: 'GB', timeZone: 'Europe/London' },
    'StoreOpened { store { id } }',
  );
  const memberIds = new Map<string, string>();
  const waiting = [...members.entries()];
  const enrol = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [number, member] = next;
      const phone = `+4915${String(100_000_000 + number)}`;
      const { member: enrolled } = await act<{ member: { id: string } }>(
        'enrolMember',
        { idempotencyKey: phone, phone },
        'MemberEnrolled { member { id } }',
      );
      memberIds.set(member, enrolled.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, enrol));
  await quiet();
  return { id: store.id, memberIds };
}

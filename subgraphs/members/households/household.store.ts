/** Reads and writes households with their seats. Every read of many is one statement. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { Household, Seat } from './household.js';

type HouseholdRow = Omit<Household, 'seats'>;
type SeatRow = Seat & { readonly householdId: string };

const HOUSEHOLD = `household.id, household.name, household.owner_id as "ownerId",
  household.opened_at as "openedAt", household.closed_at as "closedAt", household.version`;

export class HouseholdStore {
  constructor(private readonly runner: SqlRunner) {}

  /** Gives the household and keeps it from changing until the transaction ends. */
  async locked(id: string): Promise<Household | null> {
    const found = await rows<HouseholdRow>(
      this.runner,
      `select ${HOUSEHOLD} from household where id = $1 for update`,
      [id],
    );
    const [household = null] = await this.whole(found);
    return household;
  }

  async idOfMember(memberId: string): Promise<string | null> {
    const [seat] = await rows<{ id: string }>(
      this.runner,
      'select household_id as id from household_seat where member_id = $1',
      [memberId],
    );
    return seat?.id ?? null;
  }

  /** Gives the households of these ids, each at its id's place, null where there is none. */
  async withIds(ids: readonly string[]): Promise<(Household | null)[]> {
    const found = await rows<HouseholdRow>(
      this.runner,
      `select ${HOUSEHOLD} from household where id = any($1::uuid[])`,
      [ids],
    );
    const byId = new Map((await this.whole(found)).map((household) => [household.id, household]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Gives the households in which these members sit, each at its member's place, null where there is none. */
  async ofMembers(memberIds: readonly string[]): Promise<(Household | null)[]> {
    const found = await rows<HouseholdRow>(
      this.runner,
      `select distinct ${HOUSEHOLD} from household join household_seat on household_id = household.id
       where member_id = any($1::uuid[])`,
      [memberIds],
    );
    const households = await this.whole(found);
    return memberIds.map(
      (memberId) => households.find(({ seats }) => seats.some((seat) => seat.memberId === memberId)) ?? null,
    );
  }

  /** Writes the household as it is now, with exactly its seats. */
  async save(household: Household): Promise<void> {
    const { id, name, ownerId, openedAt, closedAt, version, seats } = household;
    await rows(
      this.runner,
      `insert into household (id, name, owner_id, opened_at, closed_at, version) values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update
       set owner_id = excluded.owner_id, closed_at = excluded.closed_at, version = excluded.version`,
      [id, name, ownerId, openedAt, closedAt, version],
    );
    const memberIds = seats.map((seat) => seat.memberId);
    await rows(
      this.runner,
      'delete from household_seat where household_id = $1 and not member_id = any($2::uuid[])',
      [id, memberIds],
    );
    await rows(
      this.runner,
      `insert into household_seat (household_id, member_id, joined_at, monthly_draw_limit)
       select $1, * from unnest($2::uuid[], $3::timestamptz[], $4::bigint[])
       on conflict (member_id) do update
       set joined_at = excluded.joined_at, monthly_draw_limit = excluded.monthly_draw_limit
       where household_seat.household_id = excluded.household_id`,
      [id, memberIds, seats.map((seat) => seat.joinedAt), seats.map((seat) => seat.monthlyDrawLimit)],
    );
  }

  private async whole(found: readonly HouseholdRow[]): Promise<Household[]> {
    const seats = await rows<SeatRow>(
      this.runner,
      `select household_id as "householdId", member_id as "memberId", joined_at as "joinedAt",
         monthly_draw_limit as "monthlyDrawLimit"
       from household_seat where household_id = any($1::uuid[]) order by joined_at, member_id`,
      [found.map(({ id }) => id)],
    );
    return found.map((household) => ({
      ...household,
      seats: seats
        .filter((seat) => seat.householdId === household.id)
        .map(({ memberId, joinedAt, monthlyDrawLimit }) => ({ memberId, joinedAt, monthlyDrawLimit })),
    }));
  }
}

/** Holds from before captures were records: each that was captured has its capture, with what was posted for it. */
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { asAdmin } from '../../../../shared/platform/database/admin-session.js';
import { migrate } from '../../../../shared/platform/database/migrate.js';
import { provision } from '../../../../shared/platform/database/provision.js';
import { rewardsMigrations } from '../../../../subgraphs/rewards/migrations/list.js';
import { createTestDatabase, testSecret } from '../../../world/test-database.js';

let adminUrl: string;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ adminUrl, drop } = await createTestDatabase(inject('adminUrl')));
  await provision({ adminUrl, secret: testSecret });
});
afterAll(() => drop());

const sql = <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  asAdmin(adminUrl, 'test', async (admin) => (await admin.query(text, [...values])).rows as Row[]);

const [memberId, partnerId, agreementId, captured, voided, entryId] = Array.from({ length: 6 }, () => v7());

async function seed(): Promise<void> {
  await sql('insert into rewards.wallet (member_id) values ($1)', [memberId]);
  await sql(
    `insert into rewards.agreement_copy
      values ($1, $2, 1, '2020-01-01', null, 'EUR', 1, 100, 1000, 900, 500)`,
    [agreementId, partnerId],
  );
  for (const [id, state, points] of [
    [captured, 'CAPTURED', 40],
    [voided, 'VOIDED', 0],
  ] as const) {
    await sql(
      `insert into rewards.hold (id, member_id, partner_id, store_id, points, captured_points, state, held_at,
        expires_at, changed_at, terms_version, agreement_id)
       values ($1, $2, $3, $3, 100, $4, $5, now(), now(), now(), 1, $6)`,
      [id, memberId, partnerId, points, state, agreementId],
    );
  }
  await sql(
    `insert into rewards.entry (id, sequence, kind, member_id, partner_id, hold_id, occurred_at, posted_at,
      terms_version, agreement_id) values ($1, 1, 'CAPTURE', $2, $3, $4, '2026-02-03', now(), 1, $5)`,
    [entryId, memberId, partnerId, captured, agreementId],
  );
  await sql(
    `insert into rewards.posting values ($1, 1, 'member:' || $2, 'PTS', -40), ($1, 2, 'redemption:' || $3, 'PTS', 40),
      ($1, 3, 'receivable:' || $3, 'EUR', -36), ($1, 4, 'points-fund', 'EUR', 36)`,
    [entryId, memberId, partnerId],
  );
}

it('gives a hold that was captured its capture, and one that was let go none', async () => {
  const upTo = rewardsMigrations.slice(
    0,
    rewardsMigrations.findIndex(({ name }) => name.startsWith('ManyUnits')) + 1,
  );
  await migrate({ adminUrl, subgraph: 'rewards', migrations: upTo });
  await seed();
  await migrate({ adminUrl, subgraph: 'rewards', migrations: rewardsMigrations });
  const made = await sql(
    `select hold_id, points_before::int, points::int, amount_minor::int, currency, entry_id,
       captured_at = '2026-02-03' as is_then from rewards.capture`,
  );
  expect(made).toEqual([
    {
      ...{ hold_id: captured, points_before: 0, points: 40, amount_minor: 36, currency: 'EUR' },
      ...{ entry_id: entryId, is_then: true },
    },
  ]);
});

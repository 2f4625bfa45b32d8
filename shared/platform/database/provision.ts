/**
 * Makes room in a PostgreSQL for every tenant: schema, owner role, app role, and the walls between them.
 *
 * Safe to run at every start and from several processes at once: it only adds what is missing and sets the
 * passwords anew. Roles belong to the whole server: the databases of one server that hold a coalition share the
 * coalition's secret.
 */
import type pg from 'pg';
import { StartError } from '../lifecycle/start-error.js';
import { asAdmin } from './admin-session.js';
import { appRole, ownerRole, scramVerifier, type Tenant, tenants } from './roles.js';

export { appUrl } from './roles.js';

export interface ProvisionOptions {
  /** A role that may create roles and schemas, in the database to provision. */
  readonly adminUrl: string;
  readonly secret: Buffer;
}

export async function provision({ adminUrl, secret }: ProvisionOptions): Promise<void> {
  await asAdmin(adminUrl, 'provision', async (admin) => {
    try {
      await closeToStrangers(admin);
      for (const tenant of tenants) {
        await ensureRole(admin, ownerRole(tenant), 'nologin');
        await ensureRole(admin, appRole(tenant), `login password '${scramVerifier(tenant, secret)}'`);
        await ensureSchema(admin, tenant);
      }
    } catch (fault) {
      throw isForbidden(fault) ? new StartError(`${fault.message}: ${REMEDY}`, { cause: fault }) : fault;
    }
  });
}

const REMEDY =
  'the role of DATABASE_URL must be allowed to create roles, and must own the database or be a superuser.';

function isForbidden(fault: unknown): fault is Error {
  return fault instanceof Error && (fault as { code?: unknown }).code === '42501';
}

const ATTEMPTS_MAX = 50;
/**
 * Duplicate object and unique violation: another made it first. XX000 is "tuple concurrently updated": another
 * is at it.
 */
const BEATEN_SQLSTATES: ReadonlySet<unknown> = new Set(['42710', '23505', 'XX000']);

/**
 * Tries again while another process changes the same role. The lock of `provision` holds within one database
 * only, and roles belong to all databases of the server.
 */
async function despiteRivals(change: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await change();
      return;
    } catch (fault) {
      const isBeaten = BEATEN_SQLSTATES.has((fault as { code?: unknown }).code);
      if (!isBeaten || attempt === ATTEMPTS_MAX) throw fault;
    }
  }
}

async function ensureRole(admin: pg.Client, role: string, attributes: string): Promise<void> {
  await despiteRivals(async () => {
    const found = await admin.query('select from pg_roles where rolname = $1', [role]);
    await admin.query(`${found.rowCount === 0 ? 'create' : 'alter'} role ${role} with ${attributes}`);
  });
}

/** Without this every role of the server may connect and make temporary tables, as PostgreSQL grants by default. */
async function closeToStrangers(admin: pg.Client): Promise<void> {
  await admin.query(`do $$ begin
    execute format('revoke all on database %I from public', current_database());
    revoke all on schema public from public;
  end $$`);
}

async function ensureSchema(admin: pg.Client, tenant: Tenant): Promise<void> {
  const owner = ownerRole(tenant);
  const app = appRole(tenant);
  await despiteRivals(() => joinRole(admin, owner));
  await admin.query(`do $$ begin
    execute format('grant connect on database %I to ${app}', current_database());
  end $$`);
  await admin.query(`create schema if not exists ${tenant} authorization ${owner}`);
  await admin.query(`grant usage on schema ${tenant} to ${app}`);
  const inSchema = `alter default privileges for role ${owner} in schema ${tenant}`;
  await admin.query(`${inSchema} grant select, insert, update, delete on tables to ${app}`);
  await admin.query(`${inSchema} grant usage on sequences to ${app}`);
}

/**
 * An administrator that is no superuser must be able to act as a role to give it a schema. Since PostgreSQL 16
 * to have made the role is not enough, and membership is told apart from the right to `set role`.
 */
async function joinRole(admin: pg.Client, role: string): Promise<void> {
  const answer = await admin.query<{ mayAct: boolean }>(
    `select pg_has_role(current_user, $1,
       case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as "mayAct"`,
    [role],
  );
  if (answer.rows[0]?.mayAct !== true) await admin.query(`grant ${role} to current_user`);
}

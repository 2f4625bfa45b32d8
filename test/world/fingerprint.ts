/**
 * What is written in the whole platform, as one number of rows and one hash of their content for each table: two
 * equal fingerprints mean that nothing was written, changed or told in between.
 *
 * Left out is only what changes by being asked, when an API key was last used, and what the platform does by itself
 * afterwards: seals over what was written before.
 */
import type { PlatformWorld } from './platform-world.js';

export type Fingerprint = Readonly<Record<string, string>>;

const TABLES = `select table_schema || '.' || table_name as name from information_schema.tables
  where table_schema in ('members', 'partners', 'rewards', 'gamification') and table_type = 'BASE TABLE'
    and table_name not in ('ledger_seal', 'sealed_entry') order by 1`;

const ROW = "(to_jsonb(t) - 'last_used_at' - 'published_at')::text";

export async function fingerprint({ sql }: Pick<PlatformWorld, 'sql'>): Promise<Fingerprint> {
  const tables = await sql<{ name: string }>(TABLES);
  const each = tables.map(
    ({ name }) => `select '${name}' as name, count(*) || ' rows, ' ||
      coalesce(sum(hashtextextended(${ROW}, 0)::numeric), 0) as content from ${name} t`,
  );
  const found = await sql<{ name: string; content: string }>(each.join(' union all '));
  return Object.fromEntries(found.map(({ name, content }) => [name, content]));
}

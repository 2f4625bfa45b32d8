/**
 * How the tests run: one project per folder of `test`, so that each kind can be run alone (`vitest run
 * --project unit`).
 *
 * The kinds that need a database share one PostgreSQL, started once for the whole run by
 * `test/global-setup.ts`; the pure kinds do not wait for it.
 */
import { defineConfig } from 'vitest/config';

interface Kind {
  readonly name: string;
  readonly hasDatabase: boolean;
  /** For kinds whose files each start several processes: side by side they would only measure one another. */
  readonly isSerial?: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'unit', hasDatabase: false },
  { name: 'property', hasDatabase: false },
  { name: 'architecture', hasDatabase: false },
  { name: 'subgraph', hasDatabase: true },
  { name: 'graph', hasDatabase: true },
  { name: 'e2e', hasDatabase: true, isSerial: true },
  { name: 'crash', hasDatabase: true, isSerial: true },
  { name: 'import', hasDatabase: true, isSerial: true },
  // Starts the built product as a newcomer does: `npm run smoke`, not part of `npm test`.
  { name: 'smoke', hasDatabase: false, isSerial: true },
  // Needs a browser of the system and the built product: `npm run test:browser`, not part of `npm test`.
  { name: 'browser', hasDatabase: false, isSerial: true },
];

/** A folder in which every run leaves its results as JSON, for whoever adds up several runs (`.ci/run`). */
const results = process.env['TEST_RESULTS'];

export default defineConfig({
  // Without this our files get graphql's ES modules and packages its CommonJS: two realms that refuse each
  // other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    reporters: ['default', ...(results === undefined ? [] : ['json' as const])],
    outputFile: { json: `${results}/${process.pid}.json` },
    projects: kinds.map(({ name, hasDatabase, isSerial = false }) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.{test,e2e,crash}.ts`],
        globalSetup: hasDatabase ? ['test/global-setup.ts'] : [],
        pool: 'forks' as const,
        fileParallelism: !isSerial,
        testTimeout: 30_000,
        hookTimeout: 60_000,
      },
    })),
  },
});

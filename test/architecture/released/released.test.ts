/**
 * What is released keeps working: the graph and the events of today hold all that the released ones promised, but for
 * the changes that were decided. `npm run schema:release` makes today's the released ones.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../shared/platform/config/package-root.js';
import { ALLOWED_CHANGES, allowedChanges, undecided } from './allowed-changes.js';
import { type EventSchemas, eventChanges } from './event-changes.js';
import { graphChanges } from './graph-changes.js';

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');

function readEvents(folder: string): EventSchemas {
  const files = readdirSync(join(packageRoot, folder)).filter((file) => file.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [file.replace(/\.json$/, ''), JSON.parse(read(`${folder}/${file}`))]),
  );
}

describe('what clients and readers of events were given', () => {
  it('is still given, but for the changes that were decided', async () => {
    const changes = [
      ...(await graphChanges(read('docs/released/schema.graphql'), read('docs/schema.graphql'))),
      ...eventChanges(readEvents('docs/released/events'), readEvents('docs/events')),
    ];
    const findings = undecided(changes, allowedChanges(read(ALLOWED_CHANGES)));
    if (findings.length > 0) expect.fail(`\n${findings.join('\n')}`);
  });
});

/**
 * Builds the pages if anything they are made of changed since the last build, so that a second start does
 * not wait for them.
 *
 * What they are made of: every file of this folder, and the lock file, which names every package to the
 * byte.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pages = dirname(fileURLToPath(import.meta.url));
const built = join(pages, '../dist/web');
const stampFile = join(pages, '../dist/web.stamp');

const stamp = stampOf([...sourcesOf(pages), join(pages, '../package-lock.json')]);
const isCurrent = existsSync(join(built, 'index.html')) && existsSync(stampFile);
if (!isCurrent || readFileSync(stampFile, 'utf8') !== stamp) await build();

function sourcesOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file.slice(pages.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Vite is loaded only here: loading it alone takes longer than finding that there is nothing to do. */
async function build() {
  const vite = await import('vite');
  await vite.build({ configFile: join(pages, 'vite.config.ts'), logLevel: 'warn' });
  writeFileSync(stampFile, stamp);
}

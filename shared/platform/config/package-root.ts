/** Where the package lies, whether the code runs from its sources or from `dist`: the folder of its `package.json`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function rootAbove(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('package.json is missing: the package is not complete');
  return rootAbove(above);
}

export const packageRoot: string = rootAbove(dirname(fileURLToPath(import.meta.url)));

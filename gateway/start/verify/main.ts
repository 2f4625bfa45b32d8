/**
 * `npm run verify`: recounts the books of a database and names every row that is wrong.
 *
 * Ends with 0 when everything holds, with 1 when something does not, or when it cannot look.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../../../shared/platform/config/environment.js';
import { StartError } from '../../../shared/platform/lifecycle/start-error.js';
import { startOrSay } from '../../../shared/platform/lifecycle/start-or-say.js';
import { databaseToVerify } from './database-to-verify.js';
import { findingLines, summaryLine } from './report.js';
import { verifyBooks } from './verify-books.js';

const USAGE = `Usage: npm run verify [-- --database URL | --empty] [--json]

  --database URL  the database to recount; else DATABASE_URL, else the one in the data folder of \`npm start\`
  --empty         the data folder of \`npm start -- --empty\`
  --json          print the findings as JSON
  --help          show this

Reads only. A platform may run on the database meanwhile.
`;

function flags() {
  try {
    return parseArgs({
      options: {
        database: { type: 'string' },
        empty: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (fault) {
    throw new StartError(`${(fault as Error).message}\n\n${USAGE}`);
  }
}

await startOrSay(undefined, async () => {
  const { database, empty: isEmpty, json: isJson, help } = flags();
  if (help) return void process.stdout.write(USAGE);
  const settings = readEnvironment(process.env);
  const verified = await databaseToVerify(settings, { url: database, isEmpty });
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    const began = performance.now();
    const findings = await verifyBooks(verified.adminUrl, (finding) => {
      if (!isJson) for (const line of findingLines(finding)) say(line);
    });
    const seconds = (performance.now() - began) / 1_000;
    if (isJson)
      say(
        JSON.stringify({ findings, seconds }, (_key, value) =>
          typeof value === 'bigint' ? `${value}` : value,
        ),
      );
    else say(summaryLine(findings, seconds));
    if (findings.some(({ holds }) => !holds)) process.exitCode = 1;
  } finally {
    await verified.stop();
  }
});

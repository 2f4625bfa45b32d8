/**
 * The ledger itself, at ten thousand, a hundred thousand and a million members of one database: the commands of rewards
 * in a process of their own, against the same rows by one prepared statement each, and against the plain way of writing
 * the same through the repositories of an ORM.
 *
 * Nothing lies between the load and the commands: no gateway, no graph, no relay.
 */
import type { Contender, Measured } from './contest.js';
import { contest } from './contest.js';
import { type LedgerDatabase, openLedgerDatabase } from './ledger/ledger-database.js';
import type { LedgerActName, LedgerLoad } from './load/job.js';
import { Loader } from './loader.js';
import { contestTable, table } from './report.js';

export interface LedgerSetting {
  readonly adminUrl: string;
  readonly databasePid: number;
  readonly isShort: boolean;
  say(text: string): void;
}

const SIZES = { short: [2_000, 10_000], full: [10_000, 100_000, 1_000_000] } as const;
const SECRET = Buffer.from('the secret of ledgers in benchmarks');
const LONE = 16;
const MANY = 256;

const FLOOR = 'one SQL statement each';
const PLAIN = 'plain ORM repositories';
const PRODUCT = `commands, ${LONE} callers`;
const SHARED = `commands, ${MANY} callers`;

export async function ledgerBench(setting: LedgerSetting): Promise<void> {
  const { say, isShort } = setting;
  const database = await openLedgerDatabase(setting.adminUrl, SECRET);
  const loader = new Loader();
  try {
    const bySize = new Map<number, Readonly<Record<LedgerActName, readonly Measured[]>>>();
    for (const members of isShort ? SIZES.short : SIZES.full) {
      const from = performance.now();
      await database.fillTo(members);
      say(`${number(members)} members after ${((performance.now() - from) / 1_000).toFixed(0)} s`);
      bySize.set(members, await measure(setting, { loader, database, members }));
    }
    say(growth(bySize));
    const broken = await database.broken();
    if (broken.length > 0) throw new Error(`the ledger does not hold: ${broken.join(', ')}`);
    say('the proof of the ledger holds for everything that was measured');
  } finally {
    await loader.stop();
  }
}

interface Stage {
  readonly loader: Loader;
  readonly database: LedgerDatabase;
  readonly members: number;
}

async function measure(
  { databasePid, isShort, say }: LedgerSetting,
  { loader, database, members }: Stage,
): Promise<Readonly<Record<LedgerActName, readonly Measured[]>>> {
  const { url: databaseUrl, busUrl } = database;
  const pace = { callers: LONE, milliseconds: isShort ? 500 : 3_000, warmUpMs: isShort ? 200 : 1_000 };
  const run = async (act: LedgerActName): Promise<readonly Measured[]> => {
    const contender = (name: string, way: LedgerLoad['way'], callers = LONE): Contender => ({
      name,
      callers,
      load: { kind: 'ledger', act, way, databaseUrl, busUrl, members },
      pids: [loader.pid],
    });
    const hasPlain = act === 'earn' || act === 'burn';
    const measured = await contest({ loader, rounds: isShort ? 1 : 3, pace, databasePid }, [
      contender(FLOOR, 'floor'),
      ...(hasPlain ? [contender(PLAIN, 'plain')] : []),
      contender(PRODUCT, 'product'),
      // What shares its commits is shown with many callers too.
      ...(hasPlain ? [contender(SHARED, 'product', MANY)] : []),
    ]);
    const floors = [
      { name: FLOOR, as: 'the statement' },
      ...(hasPlain ? [{ name: PLAIN, as: 'the ORM' }] : []),
    ];
    say(contestTable(`ledger: ${act}, ${number(members)} members`, measured, floors));
    return measured;
  };
  return {
    earn: await run('earn'),
    burn: await run('burn'),
    return: await run('return'),
    balance: await run('balance'),
  };
}

/** What one operation costs with more members, against the fewest of the run. */
function growth(bySize: ReadonlyMap<number, Readonly<Record<LedgerActName, readonly Measured[]>>>): string {
  const sizes = [...bySize.keys()];
  const rowsOf = (act: LedgerActName) =>
    (bySize.get(sizes[0] ?? 0)?.[act] ?? []).map(({ name }, index) => {
      const rates = sizes.map((size) => bySize.get(size)?.[act][index]?.perSecond ?? Number.NaN);
      const [first = Number.NaN] = rates;
      return [`${act}: ${name}`, ...rates.slice(1).map((rate) => (first / rate).toFixed(2))];
    });
  const head = ['', ...sizes.slice(1).map((size) => `at ${number(size)}`)];
  const rows = (['earn', 'burn', 'return', 'balance'] as const).flatMap(rowsOf);
  return table(`ledger: time of an operation, against that at ${number(sizes[0] ?? 0)} members`, head, rows);
}

function number(count: number): string {
  return count.toLocaleString('en');
}

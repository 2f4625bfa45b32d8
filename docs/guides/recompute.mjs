/**
 * Recomputes an exported ledger without the platform: node docs/guides/recompute.mjs ledger.ndjson [--balances]
 *
 * Needs Node 20 and nothing else. Reads the file once, from the first line on, and stops at the first that is wrong:
 * exit code 1. It checks that every entry has the digest that was sealed, that its postings sum to zero in each unit,
 * that every seal has the hash of what is in it and holds on to the one before; and it adds up every account.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const [file, flag] = process.argv.slice(2);
if (file === undefined || (flag !== undefined && flag !== '--balances')) {
  process.stderr.write('Usage: node docs/guides/recompute.mjs FILE [--balances]\n');
  process.exit(2);
}

const say = (text) => process.stdout.write(`${text}\n`);

class WrongLine extends Error {}

let line = 0;
let entries = 0;
/** The seal that is being read: what its line says, the running hash, and the entries seen so far. */
let seal = { number: '0', hash: '0'.repeat(64), sealedAt: '', entryCount: 0, line: 0 };
let sealing = null;
let seen = 0;
/** What each account holds, by account and unit. */
const balances = new Map();

function must(isRight, reason, at = line) {
  if (!isRight) throw new WrongLine(`line ${at}: ${reason}`);
}

/** Closes the seal that was read: as many entries as it says, and their digests give its hash. */
function closeSeal() {
  if (sealing === null) return;
  must(seen === seal.entryCount, `seal ${seal.number} has ${seen} of ${seal.entryCount} entries`, seal.line);
  const hash = sealing.digest('hex');
  must(hash === seal.hash, `the hash of seal ${seal.number} is ${hash}, not ${seal.hash}`, seal.line);
}

/** The hash of a seal: the hash before it, then three lines of text, then the digests, 32 bytes each. */
function openSeal(next) {
  closeSeal();
  must(BigInt(next.number) === BigInt(seal.number) + 1n, `seal ${next.number} follows seal ${seal.number}`);
  must(next.previousHash === seal.hash, `seal ${next.number} does not hold on to seal ${seal.number}`);
  sealing = createHash('sha256')
    .update(Buffer.from(next.previousHash, 'hex'))
    .update(`coalition-seal-1\n${next.number}\n${next.sealedAt}\n`);
  seal = { ...next, line };
  seen = 0;
}

/** The record is the text that was digested: a JSON array whose last item are the postings. */
function addEntry({ record, digest }) {
  must(sealing !== null, 'an entry stands before the first seal');
  const computed = createHash('sha256').update(record).digest();
  must(computed.toString('hex') === digest, `the record is not what was sealed: its digest is not ${digest}`);
  const [version, id, ...fields] = JSON.parse(record);
  const name = `entry ${id}`;
  must(version === 'coalition-entry-1', `${name} is of a form that is not known: ${version}`);
  const sums = new Map();
  for (const [, account, unit, amount] of fields.at(-1)) {
    const key = `${account} ${unit}`;
    sums.set(unit, (sums.get(unit) ?? 0n) + BigInt(amount));
    balances.set(key, (balances.get(key) ?? 0n) + BigInt(amount));
  }
  for (const [unit, sum] of sums) must(sum === 0n, `${name} does not balance: ${unit} sums to ${sum}`);
  sealing.update(computed);
  seen += 1;
  entries += 1;
}

/** Sums by kind of account: all members, all receivables, and so on. */
function totals() {
  const sums = new Map();
  for (const [key, amount] of balances) {
    const [account, unit] = key.split(' ');
    const kind = `${account.split(':')[0]} ${unit}`;
    const { accounts, sum } = sums.get(kind) ?? { accounts: 0, sum: 0n };
    sums.set(kind, { accounts: accounts + 1, sum: sum + amount });
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

try {
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    let read = null;
    try {
      read = JSON.parse(text);
    } catch {
      must(false, 'this is no JSON');
    }
    if (read.line === 'seal') openSeal(read);
    else addEntry(read);
  }
  closeSeal();
  if (flag === '--balances') for (const [key, amount] of [...balances].sort()) say(`${key} ${amount}`);
  for (const [kind, { accounts, sum }] of totals()) say(`${kind}: ${sum} on ${accounts} accounts`);
  say(`${entries} entries hold, up to seal ${seal.number} ${seal.hash}`);
} catch (fault) {
  if (!(fault instanceof WrongLine)) throw fault;
  process.stderr.write(`${file} ${fault.message}\n`);
  process.exitCode = 1;
}

/** The built import program, run as a person would run it: a process with arguments, killed when a test wants it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { developmentToken } from '../../gateway/clients/demo/run-demo.js';
import type { Summary } from '../../gateway/clients/import/report/tally.js';
import { eventually } from '../world/eventually.js';
import type { PlatformWorld } from '../world/platform-world.js';

const PROGRAM = 'dist/gateway/clients/import/main.js';
const KILL_WITHIN_MS = 300_000;

export interface ImportRun {
  readonly file: string;
  readonly errors: string;
  readonly flags?: readonly string[];
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly complaint: string;
}

function start(flags: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM, ...flags]);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (text) => {
    output += String(text);
  });
  child.stderr.on('data', (text) => {
    complaint += String(text);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, output, complaint }));
  });
  return { child, ended };
}

async function flagsOf(
  world: PlatformWorld,
  { file, errors, flags = [] }: ImportRun,
): Promise<readonly string[]> {
  const token = await developmentToken(world.url, 'operator');
  return [file, '--errors', errors, '--url', world.url, '--token', token, '--json', ...flags];
}

/** Runs the program with any arguments to its end. */
export function runProgram(flags: readonly string[]): Promise<Ended> {
  return start(flags).ended;
}

/** Imports to the end and gives the summary. */
export async function importInto(world: PlatformWorld, run: ImportRun): Promise<Summary> {
  const { code, output, complaint } = await start(await flagsOf(world, run)).ended;
  if (code !== 0) throw new Error(`the import ended with ${code}: ${complaint}`);
  return JSON.parse(output) as Summary;
}

/** Imports until the platform has so many purchases, then kills the program with no chance to say goodbye. */
export async function importKilled(
  world: PlatformWorld,
  run: ImportRun,
  afterPurchases: number,
): Promise<Ended> {
  const { child, ended } = start(await flagsOf(world, run));
  await eventually(async () => {
    const [found] = await world.sql<{ count: number }>('select count(*)::int as count from rewards.purchase');
    return (found?.count ?? 0) >= afterPurchases;
  }, KILL_WITHIN_MS);
  child.kill('SIGKILL');
  return ended;
}

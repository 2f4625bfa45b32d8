/**
 * The outermost frame of a process: starts it, or stops what was started already and says in one sentence why not. A
 * fault that has no such sentence is ours, and is shown whole.
 */
import { inspect } from 'node:util';
import type { Shutdown } from './shutdown.js';
import { startSentence } from './start-error.js';

export async function startOrSay(stopping: Shutdown | undefined, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (fault) {
    const sentence = startSentence(fault);
    process.stderr.write(
      sentence === undefined ? `${inspect(fault)}\n` : `Coalition cannot start. ${sentence}\n`,
    );
    await stopping?.stop();
    process.exit(1);
  }
}

/**
 * Named places at which a crash test kills the process, as a power cut would: no handlers, no flush, no goodbye.
 *
 * Nothing happens unless COALITION_FAILPOINT names a point (`relay.after-publish`, or `relay.after-publish@3` for the
 * third time it is reached); a name that does not exist stops the start, so that no crash test can pass by a typing
 * error.
 */
export const failpointNames = [
  'command.before-commit',
  'command.after-commit',
  'batch.between-statements',
  'relay.before-publish',
  'relay.after-publish',
  'consumer.before-commit',
  'consumer.after-commit',
  'night.between-chunks',
] as const;

export type FailpointName = (typeof failpointNames)[number];

interface Armed {
  readonly name: FailpointName;
  hitsLeft: number;
}

/** Reads the setting; null when it is absent. */
export function armedBy(setting: string | undefined): Armed | null {
  if (setting === undefined || setting === '') return null;
  const [text, hits = '1'] = setting.split('@');
  const name = failpointNames.find((known) => known === text);
  if (name === undefined || !/^[1-9]\d{0,5}$/.test(hits)) {
    throw new Error(
      `COALITION_FAILPOINT=${setting} names no failpoint; there are ${failpointNames.join(', ')}`,
    );
  }
  return { name, hitsLeft: Number(hits) };
}

const armed = armedBy(process.env['COALITION_FAILPOINT']);

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  // The signal may land a moment later; not one more statement may run until it does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function hit(name: FailpointName): void {
  if (armed?.name !== name) return;
  armed.hitsLeft -= 1;
  if (armed.hitsLeft === 0) die();
}

/** Marks a point of the code. Costs one empty call unless a point is armed. */
export const failpoint: (name: FailpointName) => void = armed === null ? () => undefined : hit;

/**
 * What a process costs: its processor time as the kernel counts it. Where there is no /proc, nothing is known and
 * nothing is claimed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The kernel gives times in hundredths of a second to every program, whatever its own clock does. */
const MICROS_PER_TICK = 10_000;
const FIELDS = { parent: 1, times: [11, 12], timesOfEnded: [13, 14] } as const;

function statOf(pid: number): readonly string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold anything, spaces and brackets too, and ends at the last bracket.
    return line.slice(line.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function micros(stat: readonly string[] | null, fields: readonly number[]): number {
  return fields.reduce((sum, field) => sum + Number(stat?.[field] ?? 0), 0) * MICROS_PER_TICK;
}

/** Processor time that these processes have used so far, or null where it cannot be told. */
export function cpuMicros(pids: readonly number[]): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  return pids.reduce((sum, pid) => sum + micros(statOf(pid), FIELDS.times), 0);
}

/** The same for a server with a process for each connection: those that are, and those that have ended. */
export function serverCpuMicros(pid: number): number | null {
  if (!existsSync('/proc/self/stat')) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => Number(stat?.[FIELDS.parent]) === pid);
  const own = micros(statOf(pid), [...FIELDS.times, ...FIELDS.timesOfEnded]);
  return children.reduce((sum, stat) => sum + micros(stat, FIELDS.times), own);
}

/** Shows how far an import is: a bar at a terminal, a line every few seconds elsewhere. Always on the error output. */
import { SingleBar } from 'cli-progress';

export interface Position {
  readonly bytesRead: number;
  readonly lines: number;
}

export interface Progress {
  stop(): void;
}

const BAR_EVERY_MS = 200;
const LINE_EVERY_MS = 5_000;

export interface ProgressOptions {
  readonly bytes: number;
  readonly position: () => Position;
  readonly isQuiet: boolean;
}

export function showProgress(options: ProgressOptions): Progress {
  if (options.isQuiet) return { stop: () => undefined };
  return process.stderr.isTTY ? showBar(options) : showLines(options);
}

function showBar({ bytes, position }: ProgressOptions): Progress {
  const format = '{bar} {percentage}% | {lines} lines | {rate} lines/s | {eta_formatted} left';
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr });
  const rate = rateOf(position);
  bar.start(bytes, 0, { lines: 0, rate: 0 });
  const update = (): void => bar.update(position().bytesRead, { lines: position().lines, rate: rate() });
  const timer = setInterval(update, BAR_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      update();
      bar.stop();
    },
  };
}

function showLines({ bytes, position }: ProgressOptions): Progress {
  const rate = rateOf(position);
  const timer = setInterval(() => {
    const { bytesRead, lines } = position();
    const percent = bytes === 0 ? 100 : Math.floor((100 * bytesRead) / bytes);
    process.stderr.write(`${percent}% ${lines} lines, ${rate()} lines/s\n`);
  }, LINE_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

function rateOf(position: () => Position): () => number {
  const began = performance.now();
  return () => Math.round((position().lines * 1_000) / Math.max(1, performance.now() - began));
}

/** Looks for what must never be in a log: each secret whole, and a phone also without its country code. */
export function leaksIn(lines: readonly string[], secrets: readonly string[]): string[] {
  const shapes = secrets.flatMap((secret) =>
    secret.startsWith('+') ? [secret, secret.slice(1), secret.slice(3)] : [secret],
  );
  return lines.filter((line) => shapes.some((shape) => line.includes(shape)));
}

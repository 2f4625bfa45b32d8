/**
 * Why a process cannot start, in words for whoever started it: what is wrong and what to do. It is told without a
 * stack trace, which would only hide the sentence.
 */
export class StartError extends Error {}

/** What the operating system says of the world around us, by its code, as a sentence with its remedy. */
const SENTENCES: Readonly<Record<string, (fault: NodeJS.ErrnoException & ListenFault) => string>> = {
  EADDRINUSE: ({ port, address }) =>
    `Port ${port} of ${address} is taken. Stop what listens there, or set PORT to another one (0 takes a free one).`,
  EADDRNOTAVAIL: ({ address }) =>
    `This machine has no address ${address} to listen on. Set HOST to one that it has.`,
};

/** Codes of a folder or a disk that does not let us write. */
const NOT_WRITABLE: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
]);

interface ListenFault {
  readonly port?: number;
  readonly address?: string;
}

/** Gives the sentence of a fault whose remedy is outside of the program, or undefined for a fault of our own. */
export function startSentence(fault: unknown): string | undefined {
  if (fault instanceof StartError) return fault.message;
  if (!(fault instanceof Error)) return undefined;
  const known = fault as NodeJS.ErrnoException & ListenFault;
  const { code = '', syscall, path, port, address } = known;
  if (syscall === 'listen') {
    const sentence = SENTENCES[code];
    return (
      sentence?.(known) ?? `Nothing can listen on port ${port} of ${address} (${code}). Set HOST and PORT.`
    );
  }
  if (path !== undefined && NOT_WRITABLE.has(code)) {
    return `${path} cannot be made or written (${code}). Set DATA_FOLDER to a folder that you may write.`;
  }
  return undefined;
}

/**
 * How to connect to the cluster of a data folder: a random password made once, and the port of the last start.
 *
 * Kept in a file that only its owner can read. The port is taken again where it is free, so that programs which
 * still run find the server again after it died.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.js';

export const HOST = '127.0.0.1';
export const SUPERUSER = 'coalition';
export const DATABASE = 'coalition';

export interface Connection {
  readonly password: string;
  readonly port: number;
}

function fileOf(folder: DataFolder): string {
  return join(folder.path, 'connection.json');
}

export function adminUrlOf({ password, port }: Connection, database: string = DATABASE): string {
  return `postgresql://${SUPERUSER}:${password}@${HOST}:${port}/${database}`;
}

export function readConnection(folder: DataFolder): Connection | undefined {
  const file = fileOf(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Connection) : undefined;
}

/** Written beside and moved into place, so that a crash never leaves half a password. */
export function keepConnection(folder: DataFolder, connection: Connection): void {
  const draft = `${fileOf(folder)}.new`;
  writeFileSync(draft, JSON.stringify(connection), { mode: 0o600 });
  renameSync(draft, fileOf(folder));
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Gives `wanted` if nobody listens there, else a free port of the system's choice. */
export async function freePort(wanted = 0): Promise<number> {
  const taken = await listenOnce(wanted);
  return taken ?? (await listenOnce(0)) ?? 0;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(undefined));
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      server.close(() => settle(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

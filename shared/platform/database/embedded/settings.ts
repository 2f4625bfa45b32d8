/**
 * The settings under which an embedded PostgreSQL runs. They are arguments, so they hold for clusters of older
 * versions too.
 */
import { HOST } from './connection-file.js';

/** Four subgraphs, the bus and the gateway with their pools, in one process or in several, and tests beside them. */
const CONNECTIONS_MAX = 200;

/** Nothing here survives a crash of the machine, and nothing has to: the cluster is removed at stop. */
const FORGETFUL: readonly string[] = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
];

export function serverArguments(clusterPath: string, port: number, isEphemeral: boolean): string[] {
  const settings = [
    `listen_addresses=${HOST}`,
    `port=${port}`,
    // No socket file: its path has a length limit that deep folders exceed, and passwords are asked for over TCP alike.
    'unix_socket_directories=',
    `max_connections=${CONNECTIONS_MAX}`,
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_line_prefix=%m [%p] %q%u@%d %a ',
    ...(isEphemeral ? FORGETFUL : []),
  ];
  return ['-D', clusterPath, ...settings.flatMap((setting) => ['-c', setting])];
}

/** Nothing of our environment: it may hold secrets, and variables such as PGPORT would change what the server does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };
}

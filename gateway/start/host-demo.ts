/** Runs the demo beside a platform, or none, and tells the person at the terminal where to look. */
import { join, relative } from 'node:path';
import type { Logger } from 'pino';
import type { Stoppable } from '../../shared/platform/bus/event-bus.js';
import type { Environment } from '../../shared/platform/config/environment.js';
import { type DemoFile, writeDemoFile } from '../clients/demo/demo-file.js';
import { bareFile, runDemo } from '../clients/demo/run-demo.js';

export interface HostOptions {
  readonly url: string;
  readonly settings: Environment;
  readonly isEmpty: boolean;
  readonly log: Logger;
}

export async function host({ url, settings, isEmpty, log }: HostOptions): Promise<Stoppable> {
  const file = join(settings.DATA_FOLDER, 'coalition.json');
  // Tokens of another issuer are not ours to make: then the demo has nobody to act as.
  if (settings.OIDC_ISSUER !== undefined) {
    print([`Coalition listens at ${url}`]);
    return { stop: async () => undefined };
  }
  if (isEmpty) {
    const bare = await bareFile(url);
    writeDemoFile(file, bare);
    print(announcement(bare, file));
    return { stop: async () => undefined };
  }
  const leaving = new AbortController();
  const fault = (err: unknown) => {
    if (!leaving.signal.aborted) log.error({ err }, 'the demo stumbled');
  };
  const running = runDemo({
    url,
    file,
    now: new Date(),
    signal: leaving.signal,
    onReady: (ready) => print(announcement(ready, file)),
    onProgress: (done, of) => print([`  history: ${done} of ${of} people have joined and shopped`]),
    onFault: fault,
  }).catch(fault);
  return {
    async stop() {
      leaving.abort();
      await running;
    },
  };
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function announcement(file: DemoFile, path: string): string[] {
  const tokens = Object.entries(file.tokens).map(([role, token]) => `  ${role.padEnd(9)} ${token}`);
  const operations = file.operations.flatMap(({ name, as, query, variables }, index) => [
    '',
    `  ${index + 1}. ${name} (as ${as})`,
    ...query.split('\n').map((line) => `     ${line}`),
    ...(Object.keys(variables).length === 0 ? [] : [`     variables: ${JSON.stringify(variables)}`]),
  ]);
  return [
    '',
    'Coalition is running.',
    '',
    `  board       ${file.url}/`,
    `  playground  ${file.playground}`,
    `  graph       ${file.graphql}`,
    `  live        ${file.live}`,
    '',
    'Tokens, to send as `Authorization: Bearer ...`:',
    ...tokens,
    ...(operations.length === 0 ? [] : ['', 'Try these:', ...operations]),
    '',
    `The same as JSON: ${relative(process.cwd(), path)}`,
    '',
  ];
}

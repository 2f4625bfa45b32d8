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
  // Tokens that we may not make leave the demo nobody to act as.
  const tokensFrom = whoElseGivesTokens(settings);
  if (tokensFrom !== undefined) {
    print(['', `Coalition is running at ${url}, without a demo: ${tokensFrom}.`, '']);
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

function whoElseGivesTokens({ OIDC_ISSUER, DEV_TOKENS }: Environment): string | undefined {
  if (OIDC_ISSUER !== undefined) return `tokens come from ${OIDC_ISSUER}`;
  return DEV_TOKENS ? undefined : 'with DEV_TOKENS=false and no OIDC_ISSUER nobody gets a token';
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

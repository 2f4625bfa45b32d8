/**
 * The compose file against the code: every command starts a file that exists, every setting is one that is read.
 *
 * Nothing is started here; this is what would otherwise be found out on a server.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settings } from '../../shared/platform/config/environment.js';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const { services, name } = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly name?: string;
};
const all = Object.entries(services);
const ours = all.filter(([, service]) => service.build !== undefined);

describe('the compose file', () => {
  it('has the subgraphs, the gateway and what they stand on', () => {
    const expected = [
      'postgres',
      'redis',
      'provision',
      'members',
      'partners',
      'rewards',
      'gamification',
      'gateway',
    ];
    expect(Object.keys(services)).toEqual(expected);
  });

  it.each(ours)('starts %s by a file that is built from source', (_name, { command = [] }) => {
    const built = command.find((part) => part.startsWith('dist/')) ?? 'nothing';
    const source = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(existsSync(source), source).toBe(true);
  });

  it.each(ours)('sets for %s only what is read', (_name, { environment = {} }) => {
    expect(Object.keys(environment).filter((key) => !(key in settings))).toEqual([]);
  });

  it('gives no secret a default', () => {
    expect(text.match(/\$\{[A-Z_]*(SECRET|PASSWORD)[A-Z_]*(?!:\?)[:}-][^?]/g)).toBeNull();
  });

  it('opens a port of the host for the gateway alone', () => {
    expect(all.filter(([, { ports }]) => ports !== undefined).map(([each]) => each)).toEqual(['gateway']);
  });

  it('asks every long-running service for its health', () => {
    const unasked = all.filter(
      ([each, { healthcheck }]) => healthcheck === undefined && each !== 'provision',
    );
    expect(unasked.map(([each]) => each)).toEqual([]);
  });

  it('starts nothing before what it needs', () => {
    for (const each of ['members', 'partners', 'rewards', 'gamification']) {
      expect(services[each]?.depends_on?.['provision']?.condition).toBe('service_completed_successfully');
      expect(services['gateway']?.depends_on?.[each]?.condition).toBe('service_healthy');
    }
  });

  it('is understood by the compose of an older Debian', () => {
    expect(name).toBeUndefined();
  });
});

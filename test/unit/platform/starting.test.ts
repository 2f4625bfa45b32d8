/** Whoever starts the platform wrongly is told so in a sentence that names what to change, never in a stack trace. */
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { makeDataFolder } from '../../../gateway/start/data-folder.js';
import { standaloneSettings } from '../../../gateway/start/standalone-settings.js';
import { EnvironmentError, readEnvironment } from '../../../shared/platform/config/environment.js';
import { startSentence } from '../../../shared/platform/lifecycle/start-error.js';

describe('settings', () => {
  test('all that are wrong are named at once, and no value is repeated', () => {
    const wrong = {
      DATABASE_URL: 'http://me:hunter2@host/db',
      REDIS_URL: 'localhost:6379',
      COALITION_SECRET: 'too-short-a-secret',
      PORT: '70000',
      ALLOWED_ORIGINS: 'https://brand.example/page',
      DEV_TOKENS: 'yes',
      LOG_LEVEL: 'loud',
    };
    const told = messageOf(() => readEnvironment(wrong));
    for (const name of Object.keys(wrong)) expect(told).toMatch(new RegExp(`^ {2}${name} must `, 'm'));
    for (const value of ['hunter2', 'too-short-a-secret']) expect(told).not.toContain(value);
  });

  test('one that is set to nothing counts as left out', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: '', OIDC_ISSUER: '' })).toEqual(readEnvironment({}));
    expect(standaloneSettings([], { DEV_TOKENS: '', OIDC_ISSUER: '' }).settings.DEV_TOKENS).toBe(true);
  });

  test('a platform that other machines reach gives tokens to anyone only when told to', () => {
    const host = { HOST: '0.0.0.0' };
    expect(messageOf(() => standaloneSettings([], host))).toMatch(/HOST=0\.0\.0\.0.*DEV_TOKENS=true/);
    expect(standaloneSettings([], { ...host, DEV_TOKENS: 'true' }).settings.DEV_TOKENS).toBe(true);
    expect(standaloneSettings([], { HOST: '::1' }).settings.DEV_TOKENS).toBe(true);
  });

  test('origins may have spaces between them', () => {
    const { ALLOWED_ORIGINS } = readEnvironment({
      ALLOWED_ORIGINS: 'https://a.example, http://b.example:81',
    });
    expect(ALLOWED_ORIGINS).toEqual(['https://a.example', 'http://b.example:81']);
  });
});

describe('flags', () => {
  test('a flag that does not exist is named with those that do', () => {
    expect(messageOf(() => standaloneSettings(['--emtpy'], {}))).toMatch(/--emtpy.*--empty and --help/);
    expect(messageOf(() => standaloneSettings(['demo'], {}))).toMatch(/demo.*--empty and --help/);
  });

  test('npm start --empty, which npm keeps to itself, is understood as meant', () => {
    expect(standaloneSettings([], { npm_config_empty: 'true' }).isEmpty).toBe(true);
    expect(standaloneSettings([], {}).isEmpty).toBe(false);
  });
});

describe('the machine', () => {
  test('a port that is taken is named', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    const fault = await new Promise<unknown>((resolve) => {
      createServer().once('error', resolve).listen(port, '127.0.0.1');
    });
    await new Promise((resolve) => holder.close(resolve));
    expect(startSentence(fault)).toBe(
      `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or set PORT to another one (0 takes a free one).`,
    );
  });

  test('a data folder that cannot be made is named, also where the system denies that its parent exists', () => {
    for (const folder of ['/dev/null/coalition', '/proc/coalition']) {
      expect(messageOf(() => makeDataFolder(folder))).toMatch(
        new RegExp(`${folder} cannot be made.*DATA_FOLDER`),
      );
    }
  });

  test('a fault of our own has no sentence and is shown whole', () => {
    expect(startSentence(new TypeError('x is not a function'))).toBeUndefined();
    expect(startSentence(new EnvironmentError('PORT is wrong'))).toBe('PORT is wrong');
  });
});

function messageOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (fault) {
    return startSentence(fault);
  }
}

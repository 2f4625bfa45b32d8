/**
 * The playground in a real browser: it works from our own files alone, asks by HTTP and follows by
 * graphql-ws.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../world/eventually.js';
import { DESK, keepScreenshot, openChromium, openWindow, type Window } from './chromium-window.js';
import { type LivingPlatform, READY_WITHIN_MS, startLivingPlatform } from './living-platform.js';

let platform: LivingPlatform;
let browser: Browser;
let opened: Window;

beforeAll(async () => {
  platform = await startLivingPlatform();
  browser = await openChromium();
  opened = await openWindow(browser, platform.url, DESK);
  await opened.page.goto(`${platform.url}/playground/`);
  await opened.page.locator('.graphiql-query-editor', { hasText: 'query Coalition' }).waitFor();
}, READY_WITHIN_MS + 30_000);

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

describe('the playground', () => {
  it('runs its first example for anyone, though the token of the headers is still empty', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: /Execute query/ }).click();
    await eventually(async () => /"partners"[\s\S]*"trade"/.test(await response(page)));
    expect(await response(page)).not.toContain('"errors"');
    await keepScreenshot(page, 'playground-question');
  });

  it('follows a board whose id it found by itself', async () => {
    const { page } = opened;
    await page.getByRole('tab', { name: 'LiveBoard' }).click();
    await page.getByRole('button', { name: /Execute query/ }).click();
    const first = await eventually(() => frame(page));
    await eventually(async () => {
      const next = await frame(page);
      return next !== null && next !== first;
    });
    await keepScreenshot(page, 'playground-live');
    await page.getByRole('button', { name: /Stop query/ }).click();
  });

  it('asks nobody but the platform and breaks no rule of its page', () => {
    expect(opened.wrongs).toEqual([]);
  });
});

function response(page: Page): Promise<string> {
  return page.locator('.result-window').innerText();
}

/** The version of the board that is shown; each frame has another. */
async function frame(page: Page): Promise<string | null> {
  return /"version":\s*"?(\d+)/.exec(await response(page))?.[1] ?? null;
}

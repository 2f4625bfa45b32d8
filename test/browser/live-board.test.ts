/** The live board as a person sees it, in a real browser, over a coalition that lives. */
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../world/eventually.js';
import { DESK, keepScreenshot, type Look, openChromium, openWindow, PHONE } from './chromium-window.js';
import { type LivingPlatform, READY_WITHIN_MS, startLivingPlatform } from './living-platform.js';

let platform: LivingPlatform;
let browser: Browser;

beforeAll(async () => {
  platform = await startLivingPlatform();
  browser = await openChromium();
}, READY_WITHIN_MS + 30_000);

afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

describe('the live board', () => {
  it.each([
    ['on a desk by day', 'board-desk-light', DESK],
    ['on a desk by night', 'board-desk-dark', { ...DESK, colorScheme: 'dark' }],
    ['on a phone by day', 'board-phone-light', { ...PHONE, colorScheme: 'light' }],
    ['on a phone by night', 'board-phone-dark', PHONE],
  ] satisfies [string, string, Look][])(
    'shows brands and moving standings, %s',
    async (_where, name, look) => {
      const { page, wrongs } = await openWindow(browser, platform.url, look);
      await page.goto(platform.url);
      await seesLine(page, 'Live');
      const first = await eventually(() => someScores(page));
      await eventually(async () => (await scores(page)).join() !== first.join());
      expect(await page.locator('.partners li').count()).toBeGreaterThan(1);
      expect(await isScrolledSideways(page)).toBe(false);
      await keepScreenshot(page, name);
      expect(wrongs).toEqual([]);
      await page.close();
    },
  );

  it('is walked by keyboard from board to board, and the address remembers where', async () => {
    const { page } = await openWindow(browser, platform.url, DESK);
    await page.goto(platform.url);
    await page.getByRole('tab').first().focus();
    await page.keyboard.press('ArrowRight');
    const second = page.getByRole('tab').nth(1);
    expect(await second.getAttribute('aria-selected')).toBe('true');
    await eventually(() => someScores(page));
    await page.reload();
    await second.waitFor();
    expect(await second.getAttribute('aria-selected')).toBe('true');
    await page.close();
  });

  it('names who leads, for those who do not see it', async () => {
    const { page } = await openWindow(browser, platform.url, DESK);
    await page.goto(platform.url);
    const told = page.locator('[aria-live=polite]');
    await eventually(async () => / leads /.test(await told.innerText()));
    await page.close();
  });

  it('says that it lost its line, keeps what it knew, and comes back by itself', async () => {
    const { page } = await openWindow(browser, platform.url, DESK);
    const lines: WebSocketRoute[] = [];
    await page.routeWebSocket(/\/graphql$/, (line) => {
      line.connectToServer();
      lines.push(line);
    });
    await page.goto(platform.url);
    await eventually(() => someScores(page));
    await lines[0]?.close({ code: 1012, reason: 'restarting' });
    await seesLine(page, 'Reconnecting');
    expect(await scores(page)).not.toEqual([]);
    await seesLine(page, 'Live');
    const shown = await scores(page);
    await eventually(async () => (await scores(page)).join() !== shown.join());
    expect(lines.length).toBeGreaterThan(1);
    await page.close();
  });
});

function scores(page: Page): Promise<string[]> {
  return page.locator('.standings tbody .score').allInnerTexts();
}

async function someScores(page: Page): Promise<readonly string[] | null> {
  const shown = await scores(page);
  return shown.length === 0 ? null : shown;
}

async function seesLine(page: Page, word: string): Promise<void> {
  await page.locator('.badge', { hasText: word }).waitFor();
}

function isScrolledSideways(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}

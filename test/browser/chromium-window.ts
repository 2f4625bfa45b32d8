/**
 * One Chromium of the system for a file of tests, and windows in it that remember everything that went wrong
 * inside.
 *
 * A window talks to the platform alone: a request to anywhere else counts as something that went wrong.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

export interface Window {
  readonly page: Page;
  readonly wrongs: readonly string[];
}

export const DESK: Look = { width: 1280, height: 800, colorScheme: 'light' };
export const PHONE: Look = { width: 390, height: 844, colorScheme: 'dark' };

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const screenshots = process.env['SCREENSHOTS'] ?? 'dist/screenshots';

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS });
}

/**
 * Opens an empty window for pages of `origin`; what its console and its page complain about is kept in
 * `wrongs`.
 */
export async function openWindow(browser: Browser, origin: string, look: Look): Promise<Window> {
  const { width, height, colorScheme } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) wrongs.push(`stranger: ${request.url()}`);
  });
  return { page, wrongs };
}

export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

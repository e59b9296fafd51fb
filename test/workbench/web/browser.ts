import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { BROWSER_ARGUMENTS, SIZE } from '../host/open-window';

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page wrote last, for a failure's report. */
  log(): string;
  close(): Promise<void>;
}

/** Opens an empty page of a browser with a profile of its own: a window without one gives webviews no service workers. */
export async function openPage(browser: string): Promise<OpenPage> {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'trapframe-profile-'));
  const forget = (): void =>
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: browser,
      headless: true,
      args: BROWSER_ARGUMENTS,
      viewport: SIZE,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    const lines: string[] = [];
    page.on('console', (message) => lines.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => lines.push(`[page error] ${String(error)}`));
    return {
      page,
      context,
      log: () => lines.slice(-30).join('\n'),
      close: async () => {
        await context.close().catch(() => {});
        forget();
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}

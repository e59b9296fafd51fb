import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, chromium, type Page } from 'playwright-core';
import type { Host } from './find-host';
import { startServer } from './server';
import { quietSettings } from './settings';

export interface WindowOptions {
  /** The folder that the window opens. */
  folder: string;
  /** A folder whose extension is under development; without, only installed extensions are there. */
  extension?: string;
  /** Where installed extensions are (installVsix); without, a fresh folder. */
  extensions?: string;
  settings?: Record<string, unknown>;
  size?: { width: number; height: number };
}

/** What an extension test module tells the page that it runs behind. */
export interface Automation {
  /** Path of the module that exports run(). */
  tests: string;
  onLog: (type: string, args: unknown[]) => void;
  onExit: (code: number) => void;
  /** The page is gone, with whatever ran behind it. */
  onCrash: () => void;
}

export interface OpenWindow {
  page: Page;
  /** What the page and its host wrote, for a failure's report. */
  log(): string;
  close(): Promise<void>;
}

/** How long a page may take for anything, in milliseconds: machines of continuous integration are slow. */
export const PATIENCE_MS = 60_000;
export const SIZE = { width: 1440, height: 900 };
// Chromium as root needs no sandbox; the rest keeps it quiet, and its colours those of the picture before.
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--force-color-profile=srgb',
];

/** Opens a window of a VS Code, and waits until its workbench shows. */
export async function openWindow(
  host: Host,
  options: WindowOptions,
  automation?: Automation,
): Promise<OpenWindow> {
  const opened =
    host.kind === 'desktop'
      ? await openDesktop(host, options)
      : await openInBrowser(host, options, automation);
  try {
    await opened.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: PATIENCE_MS });
    await opened.page.locator('.monaco-workbench .part.activitybar').waitFor({ timeout: PATIENCE_MS });
    return opened;
  } catch (error) {
    await opened.close();
    throw new Error(`the workbench does not show\n${opened.log()}`, { cause: error });
  }
}

async function openInBrowser(
  host: Extract<Host, { kind: 'code-server' }>,
  options: WindowOptions,
  automation: Automation | undefined,
): Promise<OpenWindow> {
  const server = await startServer(host.server, {
    folder: options.folder,
    settings: { ...quietSettings, ...options.settings },
    ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
  });
  const lines: string[] = [];
  let close = () => server.close();
  try {
    const browser = await chromium.launch({
      executablePath: host.browser,
      headless: true,
      args: BROWSER_ARGUMENTS,
    });
    close = async () => {
      await browser.close().catch(() => {});
      await server.close();
    };
    const context = await browser.newContext({
      viewport: options.size ?? SIZE,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    record(page, lines);
    page.on('dialog', (dialog) => {
      const answer = dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss();
      answer.catch(() => {});
    });
    const payload: [string, string][] = [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    if (options.extension !== undefined)
      payload.push(['extensionDevelopmentPath', server.uri(options.extension)]);
    if (automation !== undefined) {
      payload.push(['extensionTestsPath', server.uri(automation.tests)]);
      // The workbench looks for these two when it loads.
      await page.exposeFunction('codeAutomationLog', automation.onLog);
      await page.exposeFunction('codeAutomationExit', automation.onExit);
      page.on('crash', automation.onCrash);
    }
    await page.goto(server.address(payload), { waitUntil: 'domcontentloaded' });
    return { page, close, log: () => `${lines.slice(-20).join('\n')}\n${server.log().slice(-2000)}` };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDesktop(
  host: Extract<Host, { kind: 'desktop' }>,
  options: WindowOptions,
): Promise<OpenWindow> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'trapframe-'));
  const settings = { ...quietSettings, 'window.titleBarStyle': 'custom', ...options.settings };
  mkdirSync(path.join(home, 'user', 'User'), { recursive: true });
  writeFileSync(path.join(home, 'user', 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  const application = await _electron.launch({
    executablePath: host.executable,
    args: [
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-updates',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      `--user-data-dir=${path.join(home, 'user')}`,
      `--extensions-dir=${options.extensions ?? path.join(home, 'extensions')}`,
      ...(options.extension === undefined ? [] : [`--extensionDevelopmentPath=${options.extension}`]),
      options.folder,
    ],
  });
  const page = await application.firstWindow();
  const lines: string[] = [];
  record(page, lines);
  await page.setViewportSize(options.size ?? SIZE).catch(() => {});
  return {
    page,
    log: () => lines.slice(-20).join('\n'),
    close: async () => {
      await application.close().catch(() => {});
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function record(page: Page, lines: string[]): void {
  page.on('console', (message) => lines.push(`[${message.type()}] ${message.text()}`));
  page.on('crash', () => lines.push('[crash] the page has crashed'));
  page.on('pageerror', (error) => lines.push(`[page error] ${String(error)}`));
}

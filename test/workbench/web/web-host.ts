// The workbench suite in an editor that is a web page: no server behind it, and the extension host is a web worker.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { bundleForPage, labsExtension, LOADER, STYLE } from '../../../scripts/page-parts';
import { inRoot } from '../../../scripts/root';
import { serveFolder } from '../../../scripts/static-server';
import { Silence } from '../host/silence';
import { openPage } from './browser';
import type { PageOptions } from './page';

/** A host below whose name each webview has one of its own: all lead to this computer. */
const HOST = 'editor.localhost';

export interface WebRun {
  /** The folder of the workbench. */
  readonly workbench: string;
  /** The folder of the extension. */
  readonly extension: string;
  /** As one that a user has installed, and not as one under development. */
  readonly isInstalled: boolean;
  readonly browser: string;
  /** Words of the names of tests. */
  readonly only: readonly string[];
}

/** Runs the tests, until they have ended or the page has broken. @param say is told each line that they write */
export async function runInWebHost(run: WebRun, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trapframe-web-'));
  try {
    await writePage(folder, run);
    const server = await serveFolder(folder, { vscode: run.workbench, trapframe: run.extension });
    try {
      await runPage(server.address, run.browser, say);
    } finally {
      server.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function writePage(folder: string, { isInstalled, only }: WebRun): Promise<void> {
  // The tests lie in an extension: where that runs, they do.
  const labs = path.join(folder, 'labs');
  // A folder with the programs of the first lab and no launch.json, so that F5 means the active file.
  const work = path.join(labs, 'files', 'work');
  mkdirSync(work, { recursive: true });
  cpSync(inRoot('labs', '00-first-light', 'starter'), work, {
    recursive: true,
    filter: (source) => path.basename(source) !== '.vscode',
  });
  await Promise.all([
    labsExtension(labs),
    bundleForPage('test/workbench/web/page.ts', path.join(folder, 'page.js'), 'iife'),
    bundleForPage('test/workbench/suite/web-main.ts', path.join(labs, 'tests.js'), 'cjs', {
      minify: false,
      define: { TRAPFRAME_ONLY: JSON.stringify(only) },
      alias: { 'node:assert/strict': inRoot('test', 'workbench', 'web', 'assert.ts') },
    }),
  ]);
  const options: PageOptions = { extension: 'trapframe', isInstalled, tests: 'labs/tests.js' };
  writeFileSync(path.join(folder, 'options.json'), JSON.stringify(options));
  writeFileSync(
    path.join(folder, 'index.html'),
    `<!DOCTYPE html><meta charset="utf-8"><title>Trapframe</title>
<link data-name="vs/workbench/workbench.web.main" rel="stylesheet" href="${STYLE}">
<body aria-label=""></body>
${[...LOADER, 'page.js'].map((script) => `<script src="${script}"></script>`).join('\n')}
`,
  );
}

async function runPage(address: string, browser: string, say: (line: string) => void): Promise<void> {
  const { page, log, close } = await openPage(browser);
  let silence: Silence | undefined;
  try {
    const ended = new Promise<void>((resolve) => {
      const broken = (what: string): void => {
        say(`${what}\n${log()}`);
        resolve();
      };
      silence = new Silence(broken);
      page.on('crash', () => broken('the page crashed'));
      // The workbench looks for these two when it loads.
      void page.exposeFunction('codeAutomationExit', (code: number) =>
        code === 0 ? resolve() : broken('the tests did not run'),
      );
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      silence?.heard();
      say(format(...args));
    });
    await page.goto(address.replace('localhost', HOST), { waitUntil: 'domcontentloaded' });
    await ended;
  } finally {
    silence?.end();
    await close();
  }
}

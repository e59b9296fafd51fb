import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inRoot } from '../../scripts/root';
import type { FromWebview, ToWebview, WebviewRequest } from '../../src/protocol/webview';

/** Answers what a webview asks. */
export type Answers = (request: WebviewRequest, args: object) => unknown;

/** A webview by itself in a browser, with a debug adapter (or what stands for one) behind it. */
export class WebviewPage {
  /** What it said to the extension, questions excepted. */
  readonly said: FromWebview[] = [];

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
  ) {}

  /** @param name of the folder in src/webview */
  static async open(
    name: string,
    executablePath: string,
    answers: Answers,
    options: { size?: { width: number; height: number }; theme?: string } = {},
  ): Promise<WebviewPage> {
    const { script, style } = await bundle(name);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const page = await browser.newPage({ viewport: options.size ?? { width: 1000, height: 420 } });
    const opened = new WebviewPage(page, browser);
    await page.exposeFunction('said', async (message: FromWebview) => {
      if (message.type !== 'ask') return void opened.said.push(message);
      const { id, request, args } = message;
      try {
        await opened.tell({ type: 'answer', id, body: await answers(request, args as object) });
      } catch (error) {
        await opened.tell({ type: 'refusal', id, message: String(error) });
      }
    });
    await page.setContent(
      `<!DOCTYPE html><html lang="en"><head><title>${name}</title><style>${options.theme ?? theme}</style>` +
        `<style>${style}</style></head><body><main id="view"><h1>${name}</h1></main></body></html>`,
    );
    await page.evaluate(host);
    await page.addScriptTag({ content: script });
    return opened;
  }

  async tell(message: ToWebview): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** What VS Code gives to a webview. */
const host = `(() => {
  let state;
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => void globalThis.said(message),
    getState: () => state,
    setState: (next) => { state = next; },
  });
})()`;

/** Enough of a theme to see something. */
const theme = `:root {
  --vscode-font-family: sans-serif; --vscode-font-size: 13px;
  --vscode-panel-background: white; --vscode-foreground: black; --vscode-descriptionForeground: dimgray;
  --vscode-charts-green: green; --vscode-charts-blue: blue; --vscode-charts-purple: purple;
  --vscode-charts-yellow: olive; --vscode-charts-red: red; --vscode-charts-orange: darkorange; --vscode-panel-border: silver;
  --vscode-focusBorder: navy;
}`;

async function bundle(name: string): Promise<{ script: string; style: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-'));
  try {
    await build({
      entryPoints: [inRoot('src/webview', name, 'main.ts'), inRoot('src/webview', name, 'style.css')],
      outdir: folder,
      bundle: true,
      format: 'iife',
      target: 'chrome122',
      logLevel: 'error',
    });
    const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
    return { script: read('main.js'), style: read('style.css') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

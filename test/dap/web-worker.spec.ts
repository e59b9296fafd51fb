// The adapter as a browser runs it: its bundle for the web, in a web worker of a real one, reading files through a channel.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { webWorkerOptions } from '../../scripts/build';
import { inRoot } from '../../scripts/root';
import { fileLimits } from '../../src/base/file-limits';
import { nodeFiles } from '../../src/host/node-files';
import { findBrowser } from '../workbench/host/find-host';

const executablePath = findBrowser();
/** Files as the page gives them out: by URIs that only it understands. */
const HOME = 'lab:/';

describe('the adapter in a web worker', { skip: executablePath === undefined && 'no browser' }, () => {
  let browser: Browser;
  let page: Page;
  before(async () => {
    const { outputFiles } = await build({ ...webWorkerOptions, sourcemap: false, write: false });
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ['--no-sandbox', '--disable-gpu'],
    });
    page = await browser.newPage();
    await page.exposeFunction('readFile', async (uri: string) => {
      const bytes = await nodeFiles.readFile(inRoot(uri.slice(HOME.length)), fileLimits.program);
      return Buffer.from(bytes).toString('base64');
    });
    const tester = await build({
      entryPoints: [inRoot('test/dap/web-page.ts')],
      bundle: true,
      format: 'iife',
      target: 'chrome122',
      write: false,
    });
    await page.evaluate((script) => Object.assign(globalThis, { script }), outputFiles[0].text);
    await page.addScriptTag({ content: tester.outputFiles[0].text });
  });
  after(() => browser?.close());

  const ask = <T>(command: string, args: object = {}): Promise<T> =>
    page.evaluate(`ask(${JSON.stringify(command)}, ${JSON.stringify(args)})`);
  const event = <T>(name: string): Promise<T> => page.evaluate(`nextEvent(${JSON.stringify(name)})`);

  it('boots hello to main, steps over an ecall, runs to the end', async () => {
    await ask('initialize', { adapterID: 'trapframe' });
    const launched = ask('launch', { program: 'labs/00-first-light/starter/hello.s' });
    await event('initialized');
    await ask('configurationDone');
    await launched;
    const stopped = await event<DebugProtocol.StoppedEvent['body']>('stopped');
    assert.equal(stopped.reason, 'entry');
    const { stackFrames } = await ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId: 1,
    });
    assert.equal(stackFrames[0].name, 'main');
    assert.equal(stackFrames[0].source?.path, 'lab:/labs/00-first-light/starter/hello.s');
    await ask('next', { threadId: 1 });
    await event('stopped');
    await ask('continue', { threadId: 1 });
    assert.deepEqual(await event('exited'), { exitCode: 0 });
    assert.match(await page.evaluate('printed'), /^hello/i);
  });

  it('says in one line that C needs a compiler', async () => {
    await page.evaluate('restartWorker()');
    await ask('initialize', { adapterID: 'trapframe' });
    await assert.rejects(
      ask('launch', { program: 'kernel/user/programs/hog.c' }),
      /C is compiled by a program, which a browser cannot start/,
    );
  });
});
